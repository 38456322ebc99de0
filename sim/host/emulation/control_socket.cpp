#include "sim/host/emulation/control_socket.hpp"
#include "base/time.hpp"

#include <fmt/core.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/streambuf.hpp>
#include <boost/asio/write.hpp>
#include <filesystem>
#include <istream>
#include <memory>
#include <optional>
#include <stdexcept>

namespace otbench::sim {
namespace {

using boost::asio::local::stream_protocol;

constexpr std::size_t longest_line = 4096;
constexpr std::string_view ok_line = "ok";
constexpr std::string_view error_word = "error: ";

}  // namespace

/// One controlling program, as long as its connection exists.
class ControlSocket::Session : public std::enable_shared_from_this<Session> {
public:
    Session(stream_protocol::socket socket, const Handler& handler, const RequestHandler& requests)
        : socket_(std::move(socket)), handler_(handler), requests_(requests), input_(longest_line) {}

    void read() {
        boost::asio::async_read_until(socket_, input_, '\n',
                                      [self = shared_from_this()](boost::system::error_code error, std::size_t) {
                                          if (!error) self->answer();
                                      });
    }

private:
    [[nodiscard]] std::string output_of(const std::string& line) const {
        if (!line.empty() && line.front() == '{') {
            const std::string answer = requests_(line);
            return answer.empty() ? answer : answer + '\n';
        }
        const auto output = handler_(line);
        return output ? fmt::format("{}{}\n", *output, ok_line)
                      : fmt::format("{}{}\n", error_word, output.error().message);
    }

    void answer() {
        std::istream stream{&input_};
        std::string line;
        std::getline(stream, line);
        output_ = output_of(line);
        boost::asio::async_write(socket_, boost::asio::buffer(output_),
                                 [self = shared_from_this()](boost::system::error_code error, std::size_t) {
                                     if (!error) self->read();
                                 });
    }

    stream_protocol::socket socket_;
    Handler handler_;
    RequestHandler requests_;
    boost::asio::streambuf input_;
    std::string output_;
};

ControlSocket::ControlSocket(boost::asio::io_context& io, std::string path, Handler handler, RequestHandler requests)
    : path_(std::move(path)), handler_(std::move(handler)), requests_(std::move(requests)), accepts_(io) {
    std::error_code ignored;
    if (std::filesystem::is_socket(path_, ignored)) {
        stream_protocol::socket probe{io};
        boost::system::error_code refused;
        probe.connect(path_, refused);
        if (!refused) throw std::runtime_error{fmt::format("{}: another emulation listens there", path_)};
        std::filesystem::remove(path_, ignored);
    }
    try {
        accepts_.acceptor().open();
        accepts_.acceptor().bind(path_);
        accepts_.acceptor().listen();
    } catch (const boost::system::system_error& error) {
        throw std::runtime_error{fmt::format("{}: {}", path_, error.code().message())};
    }
    accepts_.run([this](stream_protocol::socket socket) {
        std::make_shared<Session>(std::move(socket), handler_, requests_)->read();
    });
}

ControlSocket::~ControlSocket() {
    std::error_code ignored;
    std::filesystem::remove(path_, ignored);
}

namespace {

/// The answer to one line, as it comes.
class Request {
public:
    Request(const std::string& path, std::string line) : socket_(io_), line_(std::move(line)) {
        line_ += '\n';
        socket_.connect(path);
        boost::asio::async_write(socket_, boost::asio::buffer(line_),
                                 [this](boost::system::error_code error, std::size_t) {
                                     if (error) failed_ = error;
                                 });
        read();
    }

    /// Waits for the end of the answer; nothing if it does not come in time.
    std::optional<Checked<std::string>> answer(Nanoseconds limit) {
        io_.run_for(limit);
        if (failed_) throw boost::system::system_error{failed_};
        return answer_;
    }

private:
    void read() {
        boost::asio::async_read_until(socket_, input_, '\n', [this](boost::system::error_code error, std::size_t) {
            if (error) failed_ = error;
            if (!failed_ && !finished()) read();
        });
    }

    /// Adds the next line to the output; whether it was the last one.
    bool finished() {
        std::istream stream{&input_};
        std::string line;
        std::getline(stream, line);
        if (line == ok_line)
            answer_ = output_;
        else if (line.compare(0, error_word.size(), error_word) == 0)
            answer_ = InputError{line.substr(error_word.size())};
        else
            output_ += line + "\n";
        return answer_.has_value();
    }

    boost::asio::io_context io_;
    stream_protocol::socket socket_;
    std::string line_, output_;
    boost::asio::streambuf input_;
    boost::system::error_code failed_;
    std::optional<Checked<std::string>> answer_;
};

}  // namespace

Checked<std::string> control_request(const std::string& path, const std::string& line, Nanoseconds limit) {
    try {
        if (auto answer = Request{path, line}.answer(limit)) return *answer;
    } catch (const boost::system::system_error& error) {
        throw std::runtime_error{fmt::format("{}: {}", path, error.code().message())};
    }
    throw std::runtime_error{fmt::format("{}: no answer within {} s", path, in_seconds(limit))};
}

}  // namespace otbench::sim
