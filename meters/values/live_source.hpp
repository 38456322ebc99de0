#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "meters/values/live_values.hpp"

// Shared by the files of live values; for them only.
namespace otbench::meters {

namespace live {

constexpr std::string_view every_word = " every ";
constexpr std::string_view from_word = " from ";

[[nodiscard]] bool begins_with(std::string_view text, std::string_view start);
/// What stands before and behind the last `word` in `text`; nothing when it is not there.
[[nodiscard]] std::optional<std::pair<std::string_view, std::string_view>> split(std::string_view text,
                                                                                 std::string_view word);
/// From 1 ms on.
[[nodiscard]] Checked<Nanoseconds> parse_interval(std::string_view text);

}  // namespace live

/// One live value.
class LiveValues::Source {
public:
    Source(std::string name, std::string_view text) : name_(std::move(name)), text_(text) {}
    virtual ~Source() = default;

    [[nodiscard]] const std::string& name() const { return name_; }
    [[nodiscard]] const std::string& text() const { return text_; }
    /// Whether it has to follow others closely.
    [[nodiscard]] virtual bool needs_steps() const { return false; }
    virtual void advance(LiveValues& values, Nanoseconds from, Nanoseconds to) = 0;
    /// What the meter shows now.
    [[nodiscard]] virtual std::string value(const LiveValues& values) const { return values.shown(name_); }

private:
    std::string name_;
    std::string text_;
};

}  // namespace otbench::meters
