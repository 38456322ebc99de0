#include "bus/reading/reading.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "bus/message/medium.hpp"
#include "bus/record/manufacturer.hpp"

namespace otbench::bus {
namespace {

/// Eight digits, upper-case where a meter sends hex digits.
std::string id_text(std::uint32_t id) {
    constexpr std::string_view digits = "0123456789ABCDEF";
    std::string text(8, '0');
    for (std::size_t i = text.size(); i-- > 0; id >>= 4) text[i] = digits[id & 0x0F];
    return text;
}

Identity identity_of(const Telegram& telegram) {
    const bool known = telegram.header() == Header::full;
    return {known ? id_text(telegram.id()) : std::string{},
            manufacturer_name(telegram.manufacturer()),
            telegram.version(),
            known ? std::string{medium_text(telegram.medium())} : std::string{},
            std::string{product_name(telegram.device())},
            telegram.access_number(),
            telegram.status(),
            telegram.signature(),
            telegram.medium(),
            telegram.manufacturer()};
}

/// The octets of a record of `user_data` as they stand in `as_sent`.
RecordOctets octets_of(const Record& record, OctetView user_data, OctetView as_sent) {
    const auto data = static_cast<std::size_t>(record.data.data() - user_data.data());
    const std::size_t dib = 1 + record.dife.size();
    const std::size_t length_octet = record.field() == DataField::variable ? 1 : 0;
    return {as_sent.subspan(record.offset, data + record.data.size() - record.offset), dib,
            data - record.offset - dib - length_octet, record.data.size()};
}

void name_value(const Record& record, NamedValue& value) {
    value.meaning = meaning_of(record);
    value.name = name(value.meaning.quantity);
    if (!value.meaning.own_code.empty()) (value.name += '-') += value.meaning.own_code;
    value.function = record.function();
    value.storage = record.storage();
    value.tariff = record.tariff();
    value.device = record.device();
    value.offset = record.offset;
    value.value = decode_value(record);
}

/// How well a value fits a selector; the first value of the best fit is meant.
enum class Fit : std::uint8_t { exact, more_modifiers, error_state, error_state_more_modifiers, none };

Fit fit(const NamedValue& value, const ValueSelector& selector) {
    const bool name = value.name == selector.name || bus::name(value.meaning.quantity) == selector.name;
    if (!name || value.storage != selector.storage || value.tariff != selector.tariff ||
        value.device != selector.device)
        return Fit::none;
    const auto& modifiers = value.meaning.modifiers;
    const bool has_all = std::all_of(selector.modifiers.begin(), selector.modifiers.end(), [&](const auto& wanted) {
        return std::find(modifiers.begin(), modifiers.end(), wanted) != modifiers.end();
    });
    const bool has_more = modifiers.size() > selector.modifiers.size();
    if (!has_all || (has_more && selector.modifiers.empty())) return Fit::none;
    if (selector.function.value_or(Function::instantaneous) == value.function)
        return has_more ? Fit::more_modifiers : Fit::exact;
    if (selector.function || value.function != Function::error_state) return Fit::none;
    return has_more ? Fit::error_state_more_modifiers : Fit::error_state;
}

Decoded<void> add_records(Reading& reading, const Telegram& telegram, OctetView as_sent) {
    RecordWalker walk{telegram.octets(), telegram.first_record(), Dialect::standard};
    constexpr std::size_t usual_record = 4;  // octets: few are shorter, so that values seldom move
    reading.values.reserve(reading.values.size() + telegram.octets().size() / usual_record);
    reading.more_follow = false;
    if (const auto part = telegram.encryption(); part && !reading.encryption) {
        reading.encryption = part;
        const OctetView octets = as_sent.subspan(part->start, part->is_plain ? 0 : part->size);
        reading.encrypted.assign(octets.begin(), octets.end());
    }
    while (true) {
        const auto record = walk.next();
        if (!record) return record.error();
        if (*record == nullptr) return {};
        const Record& found = **record;
        if (found.kind == Record::Kind::data) {
            NamedValue& value = reading.values.emplace_back();
            name_value(found, value);
            value.octets = octets_of(found, telegram.octets(), as_sent);
            continue;
        }
        reading.manufacturer_data = OctetBuffer(found.data.begin(), found.data.end());
        reading.more_follow = found.kind == Record::Kind::more_follow;
    }
}

}  // namespace

std::optional<Measure> NamedValue::measure() const {
    if (const auto* exact = std::get_if<Decimal>(&value)) return bus::measure(exact->value(), meaning.unit);
    if (const auto* real = std::get_if<double>(&value)) return bus::measure(*real, meaning.unit);
    return std::nullopt;
}

std::string NamedValue::selector() const {
    std::string keys;
    const auto add = [&keys](std::string_view key, const auto& key_value) {
        keys += fmt::format("{}{}={}", keys.empty() ? "" : ",", key, key_value);
    };
    if (storage != 0) add("storage", storage);
    if (tariff != 0) add("tariff", tariff);
    if (device != 0) add("device", device);
    const auto* fault = std::get_if<ValueFault>(&value);
    const bool told = fault != nullptr && fault->reason == ValueFault::Reason::error_state;
    if (function != Function::instantaneous && !told) add("function", bus::name(function));
    for (const std::string& modifier : meaning.modifiers) add("modifier", modifier);
    return keys.empty() ? name : fmt::format("{}[{}]", name, keys);
}

Decoded<Reading> Reading::decode(OctetView user_data) {
    const auto telegram = Telegram::parse(user_data);
    if (!telegram) return telegram.error();
    return decode(*telegram, user_data);
}

Decoded<Reading> Reading::decode(const Telegram& telegram, OctetView as_sent) {
    Reading reading = header_of(telegram);
    if (const auto added = add_records(reading, telegram, as_sent); !added) return added.error();
    return reading;
}

Reading Reading::header_of(const Telegram& telegram) {
    Reading reading;
    reading.identity = identity_of(telegram);
    return reading;
}

Decoded<void> Reading::append(OctetView user_data) {
    const auto telegram = Telegram::parse(user_data);
    if (!telegram) return telegram.error();
    return append(*telegram, user_data);
}

Decoded<void> Reading::append(const Telegram& telegram, OctetView as_sent) {
    return add_records(*this, telegram, as_sent);
}

Checked<const NamedValue*> Reading::find(std::string_view selector) const {
    const auto wanted = parse_value_selector(selector);
    if (!wanted) return wanted.error();
    for (const Fit good : {Fit::exact, Fit::more_modifiers, Fit::error_state, Fit::error_state_more_modifiers}) {
        std::size_t index = 0;
        for (const NamedValue& value : values)
            if (fit(value, *wanted) == good && index++ == wanted->index) return &value;
    }
    std::vector<std::string> names;
    for (const NamedValue& value : values) {
        std::string text = value.selector();
        if (std::find(names.begin(), names.end(), text) == names.end()) names.push_back(std::move(text));
    }
    return InputError{fmt::format("no value '{}' in the reading (it has {})", selector, fmt::join(names, ", "))};
}

std::optional<std::string> Reading::identity_text(std::string_view name) const {
    if (name == "id") return identity.id;
    if (name == "manufacturer") return identity.manufacturer;
    if (name == "version") return fmt::format("{}", identity.version);
    if (name == "medium") return identity.medium;
    if (name == "product") return identity.product;
    if (name == "access-number") return fmt::format("{}", identity.access_number);
    if (name == "status") return fmt::format("{:02x}", identity.status);
    if (name == "signature") return fmt::format("{:04x}", identity.signature);
    return std::nullopt;
}

}  // namespace otbench::bus
