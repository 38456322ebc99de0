#include "firmware_model/network/log.hpp"

#include <fmt/core.h>

#include <array>

namespace otbench::firmware {
namespace {

// Indexed by Log::Level.
constexpr std::array<std::string_view, 3> tags = {"INFO", "WARN", "ERROR"};

/// Octets that a line takes in the ring: with its terminator, in whole words.
std::size_t ring_octets(const std::string& line) {
    constexpr std::size_t word = 4;
    return (line.size() + word) / word * word;
}

}  // namespace

void Log::write(Level level, std::string_view module, std::string_view text, Cause cause) {
    std::string line = fmt::format("{:<7}", tags.at(static_cast<std::size_t>(level)));
    if (!module.empty()) line += fmt::format("{}: ", module);
    line += text;
    keep(line, cause);
    if (level == Level::error) publish_(line, cause);
}

void Log::keep(const std::string& line, Cause cause) {
    print_(line, cause);
    lines_.push_front(line);
    used_ += ring_octets(line);
    while (used_ > ring_size) {
        used_ -= ring_octets(lines_.back());
        lines_.pop_back();
    }
}

std::optional<std::string> Log::line(std::size_t i) const {
    if (i >= lines_.size()) return std::nullopt;
    return lines_[i];
}

}  // namespace otbench::firmware
