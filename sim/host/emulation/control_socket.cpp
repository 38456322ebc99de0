#include "sim/host/emulation/control_socket.hpp"

#include <fmt/core.h>

#include <boost/asio/read_until.hpp>
#include <boost/asio/streambuf.hpp>
#include <boost/asio/write.hpp>
#include <filesystem>
#include <istream>
#include <memory>
#include <stdexcept>

namespace otbench::sim {
namespace {

using boost::asio::local::stream_protocol;

constexpr std::size_t longest_line = 4096;
constexpr std::string_view ok_line = "ok";
constexpr std::string_view error_word = "error: ";

}  // namespace

/// One program that controls us; lives as long as its connection.
class ControlSocket::Session : public std::enable_shared_from_this<Session> {
public:
    Session(stream_protocol::socket socket, const Handler& handler)
        : socket_(std::move(socket)), handler_(handler), input_(longest_line) {}

    void read() {
        boost::asio::async_read_until(socket_, input_, '\n',
                                      [self = shared_from_this()](boost::system::error_code error, std::size_t) {
                                          if (!error) self->answer();
                                      });
    }

private:
    void answer() {
        std::istream stream{&input_};
        std::string line;
        std::getline(stream, line);
        const auto said = handler_(line);
        output_ =
            said ? fmt::format("{}{}\n", *said, ok_line) : fmt::format("{}{}\n", error_word, said.error().message);
        boost::asio::async_write(socket_, boost::asio::buffer(output_),
                                 [self = shared_from_this()](boost::system::error_code error, std::size_t) {
                                     if (!error) self->read();
                                 });
    }

    stream_protocol::socket socket_;
    Handler handler_;
    boost::asio::streambuf input_;
    std::string output_;
};

ControlSocket::ControlSocket(boost::asio::io_context& io, std::string path, Handler handler)
    : path_(std::move(path)), handler_(std::move(handler)), accepts_(io) {
    std::error_code ignored;
    if (std::filesystem::is_socket(path_, ignored)) {
        stream_protocol::socket probe{io};
        boost::system::error_code nobody;
        probe.connect(path_, nobody);
        if (!nobody) throw std::runtime_error{fmt::format("{}: another emulation listens there", path_)};
        std::filesystem::remove(path_, ignored);
    }
    try {
        accepts_.acceptor().open();
        accepts_.acceptor().bind(path_);
        accepts_.acceptor().listen();
    } catch (const boost::system::system_error& error) {
        throw std::runtime_error{fmt::format("{}: {}", path_, error.code().message())};
    }
    accepts_.run(
        [this](stream_protocol::socket socket) { std::make_shared<Session>(std::move(socket), handler_)->read(); });
}

ControlSocket::~ControlSocket() {
    std::error_code ignored;
    std::filesystem::remove(path_, ignored);
}

Checked<std::string> control_request(const std::string& path, const std::string& line) {
    try {
        boost::asio::io_context io;
        stream_protocol::socket socket{io};
        socket.connect(path);
        boost::asio::write(socket, boost::asio::buffer(line + "\n"));
        boost::asio::streambuf input;
        std::istream stream{&input};
        std::string said, next;
        for (;;) {
            boost::asio::read_until(socket, input, '\n');
            std::getline(stream, next);
            if (next == ok_line) return said;
            if (next.compare(0, error_word.size(), error_word) == 0) return InputError{next.substr(error_word.size())};
            said += next + "\n";
        }
    } catch (const boost::system::system_error& error) {
        throw std::runtime_error{fmt::format("{}: {}", path, error.code().message())};
    }
}

}  // namespace otbench::sim
