#include "bus/reading/shown_value.hpp"

#include <fmt/core.h>

#include <cmath>

#include "base/text.hpp"

namespace otbench::bus {
namespace {

constexpr std::int64_t most_exact = std::int64_t{1} << 53;  // doubles hold every integer up to here

std::string text_of_real(double number) {
    char digits[32];
    const auto end = std::to_chars(digits, digits + sizeof digits, number);
    return {digits, end.ptr};
}

struct ShownValueMaker {
    ShownValue operator()(std::monostate) const { return {"none", {}}; }
    ShownValue operator()(Decimal number) const { return {"number", to_text(number)}; }
    ShownValue operator()(double number) const {
        if (!std::isfinite(number)) return {"fault", {}, "not a finite number"};
        return {"number", text_of_real(number)};
    }
    ShownValue operator()(const DateTime& when) const {
        constexpr std::string_view types[] = {"date", "date-time", "time"};
        return {types[static_cast<std::size_t>(when.shape)], to_text(when)};
    }
    ShownValue operator()(const std::string& text) const { return {"text", utf8(text)}; }
    ShownValue operator()(const OctetBuffer& octets) const { return {"octets", hex_text(octets)}; }
    ShownValue operator()(const ValueFault& fault) const { return {"fault", {}, to_text(fault)}; }
    ShownValue operator()(const Identification& device) const { return {"device", to_text(Value{device}, Unit::none)}; }
};

}  // namespace

ShownValue shown(const Value& value) {
    return std::visit(ShownValueMaker{}, value);
}

bool is_beyond_doubles(const Value& value) {
    const auto* number = std::get_if<Decimal>(&value);
    if (number == nullptr) return false;
    std::int64_t most = most_exact;
    for (int i = 0; i < number->exponent && most != 0; ++i) most /= 10;
    return number->mantissa > most || number->mantissa < -most;
}

std::string shown_notice(const AnswerReading& answer) {
    using AnswerKind = AnswerReading::Kind;
    switch (answer.kind) {
        case AnswerKind::application_error:
            return fmt::format("application error {}: {}", answer.application_error,
                               application_error_text(answer.application_error));
        case AnswerKind::alarm: return fmt::format("alarm {:02x}", answer.alarm);
        case AnswerKind::other: return fmt::format("{}, CI {:02x}", answer.what, answer.ci);
        case AnswerKind::variable:
        case AnswerKind::fixed: break;
    }
    return {};
}

void put_octets(OctetView octets, TextWriter& out) {
    constexpr char digits[] = "0123456789abcdef";
    for (const std::uint8_t octet : octets) {
        out.octet(digits[octet >> 4]);
        out.octet(digits[octet & 0x0F]);
    }
}

void put_octets(OctetView octets, TextBuffer& out) {
    TextWriter writer{out, 2 * octets.size()};
    put_octets(octets, writer);
}

}  // namespace otbench::bus
