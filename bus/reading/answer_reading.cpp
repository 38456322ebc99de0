#include "bus/reading/answer_reading.hpp"

#include <fmt/core.h>

#include <array>
#include <optional>

#include "bus/message/answer.hpp"
#include "bus/message/byte_order.hpp"
#include "bus/message/fixed_value.hpp"
#include "bus/message/medium.hpp"

namespace otbench::bus {
namespace {

// EN 13757-3; spec: M-Bus protocol, 7.2.
constexpr std::array<std::string_view, 10> error_texts = {
    "unspecified error",       "CI not implemented", "buffer too long, data cut", "too many records",
    "premature end of record", "more than 10 DIFEs", "more than 10 VIFEs",        "reserved error",
    "application busy",        "too many readouts"};

/// A telegram with its numbers in the usual byte order.
class Ordered {
public:
    [[nodiscard]] static Decoded<Ordered> put(const AnswerFrame& frame) {
        Ordered ordered;
        ordered.ci = frame.ci;
        ordered.data_ = frame.data;
        if (!has_high_octet_first(frame.ci)) return ordered;
        const auto swapped = SwappedUserData::swap(frame.ci, frame.data);
        if (!swapped) return swapped.error();
        ordered.swapped_ = *swapped;
        ordered.ci = static_cast<std::uint8_t>(frame.ci & ~ci_high_octet_first);
        return ordered;
    }
    [[nodiscard]] OctetView data() const { return swapped_ ? swapped_->view() : data_; }

    std::uint8_t ci = 0;

private:
    OctetView data_;
    std::optional<SwappedUserData> swapped_;
};

NamedValue named_value(const FixedData& fixed, std::size_t counter) {
    const FixedValue found = fixed_value(fixed, counter);
    NamedValue value;
    value.name = name(found.quantity);
    value.meaning.quantity = found.quantity;
    value.meaning.unit = found.unit;
    value.storage = found.stored ? 1 : 0;
    value.value = found.value;
    value.raw.assign(fixed.counter(counter).begin(), fixed.counter(counter).end());
    return value;
}

Reading reading_of(const FixedData& fixed) {
    Reading reading;
    reading.identity.id = fmt::format("{:08X}", fixed.id());
    reading.identity.medium = fixed_medium_name(fixed.medium());
    reading.identity.medium_code = fixed.medium();
    reading.identity.access_number = fixed.access_number();
    reading.identity.status = fixed.status();
    for (const std::size_t counter : {std::size_t{0}, std::size_t{1}})
        reading.values.push_back(named_value(fixed, counter));
    return reading;
}

Decoded<void> read_first(const AnswerFrame& frame, AnswerReading& answer) {
    const auto ordered = Ordered::put(frame);
    if (!ordered) return ordered.error();
    const auto response = parse_answer(frame.control, ordered->ci, ordered->data());
    if (!response) return response.error();
    if (const auto* fixed = std::get_if<FixedData>(&*response)) {
        answer.kind = AnswerReading::Kind::fixed;
        answer.reading = reading_of(*fixed);
    } else if (const auto* error = std::get_if<ApplicationError>(&*response)) {
        answer.kind = AnswerReading::Kind::application_error;
        answer.application_error = error->code;
    } else {
        auto reading = Reading::decode(ordered->data());
        if (!reading) return reading.error();
        answer.reading = std::move(*reading);
    }
    return {};
}

Decoded<void> read_next(const AnswerFrame& frame, AnswerReading& answer) {
    const auto ordered = Ordered::put(frame);
    if (!ordered) return ordered.error();
    const auto response = parse_answer(frame.control, ordered->ci, ordered->data());
    if (!response) return response.error();
    if (!std::holds_alternative<Telegram>(*response)) return CodecError{CodecErrc::not_variable_data, 0, frame.ci};
    return answer.reading.append(ordered->data());
}

}  // namespace

boost::system::result<AnswerReading, ChainError> read_answers(boost::span<const AnswerFrame> chain) {
    AnswerReading answer;
    for (std::size_t i = 0; i < chain.size(); ++i) {
        const Decoded<void> done = i == 0 ? read_first(chain[i], answer) : read_next(chain[i], answer);
        if (!done) return ChainError{i, done.error()};
        if (answer.kind != AnswerReading::Kind::variable) break;
    }
    if (!chain.empty()) {
        answer.address = chain[0].address;
        answer.received = chain[0].received;
    }
    return answer;
}

std::string_view name(AnswerReading::Kind kind) {
    constexpr std::array<std::string_view, 3> names = {"variable", "fixed", "application-error"};
    return names[static_cast<std::size_t>(kind)];
}

std::string_view application_error_text(std::uint8_t code) {
    return code < error_texts.size() ? error_texts[code] : "unknown error";
}

std::string utf8(std::string_view latin1) {
    std::string text;
    text.reserve(latin1.size());
    for (const char c : latin1) {
        const auto octet = static_cast<unsigned char>(c);
        if (octet < 0x80) {
            text += c;
        } else {
            text += static_cast<char>(0xC0 | octet >> 6);
            text += static_cast<char>(0x80 | (octet & 0x3F));
        }
    }
    return text;
}

}  // namespace otbench::bus
