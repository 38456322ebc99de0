#include "app/codec/telegram_input.hpp"

#include <fcntl.h>
#include <fmt/core.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <system_error>

#include "app/codec/capture_input.hpp"
#include "app/codec/line_reader.hpp"
#include "app/print_error.hpp"
#include "app/progress.hpp"
#include "base/input_file.hpp"
#include "meters/captures/capture_reader.hpp"

namespace otbench::app {
namespace {

namespace fs = std::filesystem;

/// Reads all inputs of a command line.
class InputReader {
public:
    InputReader(const std::string& verb, TelegramInput& to, std::optional<double> baud)
        : verb_(verb), to_(to), baud_(baud) {}

    void read(const std::vector<std::string>& inputs) {
        for (std::size_t next = 0; next < inputs.size();) {
            if (is_text(inputs[next]))
                next = read_text(inputs, next);
            else
                read_file(inputs[next++]);
        }
    }
    [[nodiscard]] bool good() const { return good_; }

private:
    /// Whether an argument holds a telegram itself rather than the name of a file.
    static bool is_text(const std::string& input) {
        std::error_code ignored;
        return input != "-" && meters::holds_telegrams(input) && !fs::exists(input, ignored);
    }

    /// Reads the arguments from `first` on that are text, as lines: a telegram may be spread over several. The index of
    /// the first one that is not.
    std::size_t read_text(const std::vector<std::string>& inputs, std::size_t first) {
        to_.begin("argument");
        meters::CaptureReader reader{to_};
        std::size_t next = first;
        for (; next < inputs.size() && is_text(inputs[next]); ++next) {
            std::string_view rest = inputs[next];
            while (!rest.empty()) {
                const std::string_view line = rest.substr(0, rest.find('\n'));
                reader.read_line(line);
                rest.remove_prefix(std::min(rest.size(), line.size() + 1));
            }
        }
        if (const auto done = reader.finish(); !done) complain(done.error().message);
        return next;
    }

    void read_file(const std::string& path) {
        const bool standard_input = path == "-";
        const std::string name = standard_input ? "standard input" : path;
        const int descriptor = standard_input ? STDIN_FILENO : ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
        if (descriptor < 0) return complain(fmt::format("cannot read '{}': {}", path, std::strerror(errno)));
        to_.begin(name);
        if (holds_capture(descriptor)) {
            if (!standard_input) ::close(descriptor);
            return read_capture(path, name);
        }
        std::error_code unknown;
        const auto size = standard_input ? 0 : fs::file_size(path, unknown);
        read_lines(descriptor, name, unknown ? 0 : size);
        if (!standard_input) ::close(descriptor);
    }

    /// Whether a file is a capture. A pipe is not asked: what is read from it is gone.
    static bool holds_capture(int descriptor) {
        std::array<char, capture_begin_bytes> begin{};
        const auto size = ::pread(descriptor, begin.data(), begin.size(), 0);
        return size > 0 && is_capture({begin.data(), static_cast<std::size_t>(size)});
    }

    void read_capture(const std::string& path, const std::string& name) {
        const auto file = read_whole_input(path, "a capture", most_capture_bytes);
        if (!file) return complain(fmt::format("{}: {}", name, file.error().message));
        const auto tape = app::read_capture(*file, baud_);
        if (!tape) return complain(fmt::format("{}: {}", name, tape.error().message));
        meters::FrameJoiner frames{to_};
        std::size_t number = 0;
        for (const auto& frame : tape->frames) {
            const bool sent = frame.direction == bus::Direction::from_master;
            frames.add({frame.octets, ++number, sent ? meters::Direction::to_meter : meters::Direction::from_meter,
                        true, true});
        }
        frames.finish();
        if (!frames.found()) complain(fmt::format("{}: no telegram of a meter found", name));
    }

    void read_lines(int descriptor, const std::string& name, std::uint64_t size) {
        ProgressBar progress{size};
        meters::CaptureReader reader{to_};
        // What is decoded so far shows before more is waited for.
        LineReader lines{descriptor, [endless = size == 0] {
                             if (endless) std::fflush(stdout);
                         }};
        while (true) {
            const auto line = lines.next();
            if (!line) return complain(fmt::format("cannot read '{}': {}", name, line.error().message));
            if (!*line) break;
            reader.read_line(**line);
            progress.advance((*line)->size() + 1);
        }
        if (const auto done = reader.finish(); !done) complain(fmt::format("{}: {}", name, done.error().message));
    }

    void complain(const std::string& message) {
        good_ = false;
        print_error("{}: {}\n", verb_, message);
    }

    const std::string& verb_;
    TelegramInput& to_;
    std::optional<double> baud_;
    bool good_ = true;
};

}  // namespace

bool read_telegrams(const std::vector<std::string>& inputs, const std::string& verb, TelegramInput& to,
                    std::optional<double> baud) {
    InputReader reader{verb, to, baud};
    reader.read(inputs);
    return reader.good();
}

}  // namespace otbench::app
