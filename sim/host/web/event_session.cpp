#include "sim/host/web/event_session.hpp"

#include <algorithm>
#include <boost/beast/core/buffers_to_string.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/websocket.hpp>
#include <deque>
#include <utility>

#include "base/rpc/dispatcher.hpp"
#include "sim/host/web/web_policy.hpp"

namespace otbench::sim {
namespace {

namespace beast = boost::beast;
namespace http = boost::beast::http;
namespace websocket = boost::beast::websocket;

using Request = http::request<http::string_body>;

/// What may wait for a client that does not read.
constexpr std::size_t longest_backlog = 16 << 20;

class EventSession : public std::enable_shared_from_this<EventSession> {
public:
    EventSession(beast::tcp_stream stream, std::shared_ptr<BenchLink> link, std::shared_ptr<void> counted)
        : socket_(std::move(stream)), link_(std::move(link)), counted_(std::move(counted)) {}

    void accept(const Request& request) {
        beast::get_lowest_layer(socket_).expires_never();
        socket_.set_option(websocket::stream_base::timeout::suggested(beast::role_type::server));
        socket_.set_option(websocket::stream_base::decorator([&](websocket::response_type& response) {
            if (request.count(http::field::sec_websocket_protocol) != 0)
                response.set(http::field::sec_websocket_protocol, web_protocol);
        }));
        socket_.read_message_max(rpc::longest_line);
        socket_.async_accept(request, [self = shared_from_this()](beast::error_code error) {
            if (error) return;
            self->link_->listen([self](const std::string& line) { self->send(line); }, [self] { self->end(); });
            self->read();
        });
    }

private:
    void read() {
        socket_.async_read(input_, [self = shared_from_this()](beast::error_code error, std::size_t) {
            if (error) return self->link_->close();
            std::string text = beast::buffers_to_string(self->input_.data());
            self->input_.consume(self->input_.size());
            std::replace(text.begin(), text.end(), '\n', ' ');
            self->link_->send(std::move(text));
            self->read();
        });
    }

    void send(const std::string& line) {
        backlog_ += line.size();
        if (backlog_ > longest_backlog) {
            link_->close();
            return beast::get_lowest_layer(socket_).close();
        }
        unsent_.push_back(line);
        if (unsent_.size() == 1) write();
    }

    void write() {
        socket_.async_write(boost::asio::buffer(unsent_.front()),
                            [self = shared_from_this()](beast::error_code error, std::size_t) {
                                if (error) return self->link_->close();
                                self->backlog_ -= self->unsent_.front().size();
                                self->unsent_.pop_front();
                                if (!self->unsent_.empty()) self->write();
                            });
    }

    void end() {
        link_->close();
        socket_.async_close(websocket::close_code::going_away, [self = shared_from_this()](beast::error_code) {});
    }

    websocket::stream<beast::tcp_stream> socket_;
    std::shared_ptr<BenchLink> link_;
    std::shared_ptr<void> counted_;
    beast::flat_buffer input_;
    std::deque<std::string> unsent_;
    std::size_t backlog_ = 0;
};

}  // namespace

void start_event_session(beast::tcp_stream stream, std::shared_ptr<BenchLink> link, const Request& request,
                         std::shared_ptr<void> counted) {
    auto session = std::make_shared<EventSession>(std::move(stream), std::move(link), std::move(counted));
    session->accept(request);
}

}  // namespace otbench::sim
