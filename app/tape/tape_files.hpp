#pragma once

#include <cstdio>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "meters/tape/tape.hpp"

namespace otbench::app {

/// The tape in a file, - for standard input, or the frames of a capture, for which `baud` is that of `read_capture`;
/// nothing after a message that begins with `verb`.
[[nodiscard]] std::optional<meters::Tape> open_tape(const std::string& path, const char* verb,
                                                    std::optional<double> baud = std::nullopt);

/// Whether a file is called like a tape: NAME.mbus.jsonl.
[[nodiscard]] bool is_tape_name(const std::string& path);

/// Answers like the meters of a tape at these endpoints until interrupted, and prints them, then "ready". `meters`, as
/// `otbench emulate` takes them, answer what is not on the tape; without any, the meter that the tape names. The exit
/// code; messages begin with `verb`. `baud` is for `open_tape`.
[[nodiscard]] int serve_tape(const std::string& path, const std::vector<std::string>& meters,
                             const std::vector<std::string>& endpoints, const char* verb,
                             std::optional<double> baud = std::nullopt);

/// A tape that is being written, a line at once. Throws std::system_error when that fails.
class TapeWriter {
public:
    /// Creates the file, or takes standard output for "-".
    TapeWriter(const std::string& path, const meters::TapeHead& head);
    void write(const bus::CapturedFrame& frame);
    [[nodiscard]] std::size_t frames() const { return frames_; }

private:
    struct Close {
        void operator()(std::FILE* file) const {
            if (file != stdout) std::fclose(file);
        }
    };
    void put(const std::string& line);

    std::string path_;
    std::unique_ptr<std::FILE, Close> file_;
    std::size_t frames_ = 0;
};

}  // namespace otbench::app
