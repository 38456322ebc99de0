#pragma once

#include <fmt/format.h>

#include <cmath>
#include <string>
#include <string_view>

#include "base/text.hpp"
#include "bus/reading/answer_reading.hpp"

namespace otbench::bus {

/// A value taken apart for renderers: a number as text, or another text, or a fault; the others are empty.
struct ShownValue {
    std::string number, text, fault;
    std::string_view type;  ///< "number", "date", "date-time", "time", "text", "octets", "none", "fault"
};

namespace detail {

struct ShownValueMaker {
    ShownValue operator()(std::monostate) const { return {{}, {}, {}, "none"}; }
    ShownValue operator()(Decimal number) const { return {to_text(number), {}, {}, "number"}; }
    ShownValue operator()(double number) const {
        if (!std::isfinite(number)) return {{}, {}, "not a finite number", "fault"};
        return {fmt::format("{}", number), {}, {}, "number"};
    }
    ShownValue operator()(const DateTime& when) const {
        constexpr std::string_view types[] = {"date", "date-time", "time"};
        return {{}, to_text(when), {}, types[static_cast<std::size_t>(when.shape)]};
    }
    ShownValue operator()(const std::string& text) const { return {{}, utf8(text), {}, "text"}; }
    ShownValue operator()(const OctetBuffer& octets) const { return {{}, hex_text(octets), {}, "octets"}; }
    ShownValue operator()(const ValueFault& fault) const { return {{}, {}, std::string{to_text(fault)}, "fault"}; }
};

}  // namespace detail

[[nodiscard]] inline ShownValue shown(const Value& value) {
    return std::visit(detail::ShownValueMaker{}, value);
}

/// The unit of a value in UTF-8; empty when it has none.
[[nodiscard]] inline std::string shown_unit(const Meaning& meaning) {
    return meaning.unit == Unit::none ? utf8(meaning.unit_text) : std::string{symbol(meaning.unit)};
}

}  // namespace otbench::bus
