#include "bus/reading/answer_reading.hpp"

#include <fmt/core.h>

#include <array>
#include <optional>

#include "bus/frame/frame.hpp"
#include "bus/message/answer.hpp"
#include "bus/message/answer_layout.hpp"
#include "bus/message/authentication_layer.hpp"
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
        if (!has_big_endian(frame.ci)) return ordered;
        const auto swapped = SwappedUserData::swap(frame.ci, frame.data);
        if (!swapped) return swapped.error();
        ordered.swapped_ = *swapped;
        ordered.ci = static_cast<std::uint8_t>(frame.ci & ~ci_big_endian);
        return ordered;
    }
    [[nodiscard]] OctetView data() const { return swapped_ ? swapped_->view() : data_; }

    std::uint8_t ci = 0;

private:
    OctetView data_;
    std::optional<SwappedUserData> swapped_;
};

NamedValue named_value(const FixedData& fixed, OctetView as_sent, std::size_t counter) {
    const FixedValue found = fixed_value(fixed, counter);
    NamedValue value;
    value.name = name(found.quantity);
    value.meaning.quantity = found.quantity;
    value.meaning.unit = found.unit;
    value.storage = found.stored ? 1 : 0;
    value.value = found.value;
    value.octets = {as_sent.subspan(8 + 4 * counter, 4), 0, 0, 4};
    return value;
}

Reading reading_of(const FixedData& fixed, OctetView as_sent) {
    Reading reading;
    reading.identity.id = fmt::format("{:08X}", fixed.id());
    reading.identity.medium = fixed_medium_name(fixed.medium());
    reading.identity.medium_code = fixed.medium();
    reading.identity.access_number = fixed.access_number();
    reading.identity.status = fixed.status();
    for (const std::size_t counter : {std::size_t{0}, std::size_t{1}})
        reading.values.push_back(named_value(fixed, as_sent, counter));
    return reading;
}

/// The code behind the header of an error or an alarm; 0 when there is none.
std::uint8_t code_of(const Telegram& telegram) {
    const OctetView rest = telegram.octets().subspan(telegram.header_end());
    return rest.empty() ? std::uint8_t{0} : rest[0];
}

using Content = AnswerLayout::Content;

Decoded<void> read_fixed(const AnswerFrame& frame, const Ordered& ordered, AnswerReading& answer) {
    const auto fixed = FixedData::parse(ordered.data());
    if (!fixed) return fixed.error();
    answer.kind = AnswerReading::Kind::fixed;
    answer.reading = reading_of(*fixed, frame.data);
    return {};
}

/// Reads one whose records, error code or alarm status stand behind a header or at the beginning.
Decoded<void> read_telegram(const AnswerFrame& frame, const Ordered& ordered, const AnswerLayout& layout,
                            AnswerReading& answer) {
    const bool may_be_empty = layout.header == Header::none && layout.content != Content::variable;
    if (ordered.data().empty() && may_be_empty) return {};
    const auto telegram = Telegram::parse(ordered.data(), layout.header);
    if (!telegram) return telegram.error();
    auto reading = layout.content == Content::variable ? Reading::decode(*telegram, frame.data)
                                                       : Decoded<Reading>{Reading::header_of(*telegram)};
    if (!reading) return reading.error();
    answer.reading = std::move(*reading);
    if (layout.content == Content::error) answer.application_error = code_of(*telegram);
    if (layout.content == Content::alarm) answer.alarm = code_of(*telegram);
    return {};
}

Decoded<void> check_direction(const AnswerFrame& frame) {
    if (frame.control & control::from_master) return CodecError{CodecErrc::wrong_direction, 0, frame.control};
    return {};
}

/// `frame` without an authentication layer around it.
Decoded<AnswerFrame> unwrapped(AnswerFrame frame) {
    if (const auto right = check_direction(frame); !right) return right.error();
    if (frame.ci != ci_authentication_layer) return frame;
    const auto inner = unwrap_authentication_layer(frame.data);
    if (!inner) return inner.error();
    frame.ci = inner->ci();
    frame.data = inner->data();
    return frame;
}

Decoded<void> read_first(const AnswerFrame& outer, AnswerReading& answer) {
    const auto frame = unwrapped(outer);
    if (!frame) return frame.error();
    const auto ordered = Ordered::put(*frame);
    if (!ordered) return ordered.error();
    const AnswerLayout& layout = answer_layout(ordered->ci);
    answer.ci = outer.ci;
    answer.what = layout.name;
    switch (layout.content) {
        case Content::fixed: return read_fixed(*frame, *ordered, answer);
        case Content::variable: return read_telegram(*frame, *ordered, layout, answer);
        case Content::error:
            answer.kind = AnswerReading::Kind::application_error;
            return read_telegram(*frame, *ordered, layout, answer);
        case Content::alarm:
            answer.kind = AnswerReading::Kind::alarm;
            return read_telegram(*frame, *ordered, layout, answer);
        case Content::wrapped:
        case Content::other: break;
    }
    answer.kind = AnswerReading::Kind::other;
    answer.data.assign(frame->data.begin(), frame->data.end());
    return {};
}

Decoded<void> read_next(const AnswerFrame& outer, AnswerReading& answer) {
    const auto frame = unwrapped(outer);
    if (!frame) return frame.error();
    const auto ordered = Ordered::put(*frame);
    if (!ordered) return ordered.error();
    const AnswerLayout& layout = answer_layout(ordered->ci);
    if (layout.content != Content::variable) return CodecError{CodecErrc::not_variable_data, 0, frame->ci};
    const auto telegram = Telegram::parse(ordered->data(), layout.header);
    if (!telegram) return telegram.error();
    return answer.reading.append(*telegram, frame->data);
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
    constexpr std::array<std::string_view, 5> names = {"variable", "fixed", "application-error", "alarm", "other"};
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
