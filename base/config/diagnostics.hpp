#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "base/config/position.hpp"

namespace otbench::config {

/// One mistake in a file: where it is, what it is, and what is allowed there.
struct Diagnostic {
    std::string file;
    Position at;  ///< line 0: it concerns the file as a whole
    std::string message;
};

/// "file:line:column: message", or "file: message" when it has no position.
[[nodiscard]] std::string to_string(const Diagnostic& diagnostic);

/// The mistakes found so far in one file and in those that it includes. Keeps the first hundred and counts the rest, so
/// that a useless file does not become a page of it.
class Diagnostics {
public:
    explicit Diagnostics(std::string file) : file_(std::move(file)) {}

    void add(Position at, std::string message);
    /// Ignores what is added from now on about this place: its cause has been reported.
    void settle(Position at) { settled_.push_back(at); }
    [[nodiscard]] bool empty() const { return found_.empty(); }

    /// Everything found, in order of position, those of the file itself first; a last one says how many more there are.
    /// Leaves the collection empty.
    [[nodiscard]] std::vector<Diagnostic> take_all();

private:
    std::string file_;
    std::vector<Diagnostic> found_;
    std::vector<Position> settled_;
    std::size_t left_out_ = 0;
};

}  // namespace otbench::config
