#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>

namespace otbench::sim {

/// What goes between the process with the connections and the process with the bench, a line each.
struct ControlLine {
    enum class Kind : char {
        message = '>',  ///< a request or an answer
        left = '-',     ///< the client has gone
        again = '!',    ///< a request for the next process with a bench
    };
    Kind kind = Kind::message;
    std::uint32_t client = 0;
    std::string text;

    /// As it is sent, with its end.
    [[nodiscard]] std::string written() const;
    /// Nothing when `line` is no such line.
    [[nodiscard]] static std::optional<ControlLine> read(const std::string& line);
};

/// The bench's end of the socket between them. Without `take_first`, it takes no more from it than the lines that it
/// gives, so that several processes can have it in turn.
class ControlChannel {
public:
    explicit ControlChannel(int fd) : fd_(fd) {}

    [[nodiscard]] int fd() const { return fd_; }
    /// Whether `next` returns at once.
    [[nodiscard]] bool has_input() const;
    /// The next line; waits for it. Nothing when the other process has gone, or a signal came.
    [[nodiscard]] std::optional<ControlLine> next();
    /// Takes the first line that is `wanted` of those that came so far, in front of its turn; does not wait. The others
    /// stay for `next`.
    [[nodiscard]] std::optional<ControlLine> take_first(const std::function<bool(const ControlLine& line)>& wanted);
    /// Throws `std::system_error` when the other process has gone.
    void send(const ControlLine& line) const;
    /// Leaves all requests that were not taken, after `first`, to the next process with a bench.
    void hand_over(const ControlLine& first);

private:
    [[nodiscard]] std::optional<ControlLine> take();
    void receive_waiting();

    int fd_;
    std::string received_;
};

}  // namespace otbench::sim
