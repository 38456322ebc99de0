#include "base/config/diagnostics.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <tuple>
#include <utility>

#include "base/printable.hpp"

namespace otbench::config {

namespace {

constexpr std::size_t most_kept = 100;

}  // namespace

std::string to_string(const Diagnostic& diagnostic) {
    if (diagnostic.file.empty()) return printable(diagnostic.message);
    if (diagnostic.at.line == 0) return printable(fmt::format("{}: {}", diagnostic.file, diagnostic.message));
    return printable(fmt::format("{}: {}", to_string(diagnostic.at, diagnostic.file), diagnostic.message));
}

void Diagnostics::add(Position at, std::string message) {
    const auto is_here = [&](const Position& place) {
        return std::tie(place.file, place.line, place.column) == std::tie(at.file, at.line, at.column);
    };
    if (std::any_of(settled_.begin(), settled_.end(), is_here)) return;
    if (found_.size() < most_kept) {
        found_.push_back({at.file.empty() ? file_ : std::string{at.file}, at, std::move(message)});
    } else {
        ++left_out_;
    }
}

std::vector<Diagnostic> Diagnostics::take_all() {
    std::stable_sort(found_.begin(), found_.end(), [](const Diagnostic& a, const Diagnostic& b) {
        return std::tie(a.at.file, a.at.line, a.at.column) < std::tie(b.at.file, b.at.line, b.at.column);
    });
    if (left_out_ > 0) found_.push_back({file_, {}, fmt::format("and {} more mistakes", left_out_)});
    left_out_ = 0;
    return std::exchange(found_, {});
}

}  // namespace otbench::config
