#include "bus/reading/reading.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "bus/message/manufacturer.hpp"
#include "bus/message/medium.hpp"

namespace otbench::bus {
namespace {

Identity identity_of(const Telegram& telegram) {
    const auto letters = manufacturer_letters(telegram.manufacturer());
    return {fmt::format("{:08X}", telegram.id()),
            std::string(letters.begin(), letters.end()),
            telegram.version(),
            std::string{medium_name(telegram.medium())},
            std::string{product_name(telegram.device())},
            telegram.access_number(),
            telegram.status(),
            telegram.signature(),
            telegram.medium()};
}

NamedValue named_value(const Record& record) {
    NamedValue value;
    value.meaning = meaning_of(record);
    value.name = name(value.meaning.quantity);
    value.function = record.function();
    value.storage = record.storage();
    value.tariff = record.tariff();
    value.device = record.device();
    value.offset = record.offset;
    value.value = decode_value(record);
    value.raw.assign(record.data.begin(), record.data.end());
    return value;
}

bool matches(const NamedValue& value, const ValueSelector& selector) {
    const bool function = selector.function
                              ? value.function == *selector.function
                              : value.function == Function::instantaneous || value.function == Function::error_state;
    const auto& modifiers = value.meaning.modifiers;
    const bool modifier = selector.modifier.empty()
                              ? modifiers.empty()
                              : std::find(modifiers.begin(), modifiers.end(), selector.modifier) != modifiers.end();
    return function && modifier && value.name == selector.name && value.storage == selector.storage &&
           value.tariff == selector.tariff && value.device == selector.device;
}

Decoded<void> add_records(Reading& reading, const Telegram& telegram) {
    RecordWalker walk = telegram.records();
    reading.more_follow = false;
    while (true) {
        const auto record = walk.next();
        if (!record) return record.error();
        if (*record == nullptr) return {};
        const Record& found = **record;
        if (found.kind == Record::Kind::data) {
            reading.values.push_back(named_value(found));
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
    if (function == Function::maximum || function == Function::minimum) add("function", bus::name(function));
    if (!meaning.modifiers.empty()) add("modifier", meaning.modifiers.front());
    return keys.empty() ? name : fmt::format("{}[{}]", name, keys);
}

Decoded<Reading> Reading::decode(OctetView user_data) {
    const auto telegram = Telegram::parse(user_data);
    if (!telegram) return telegram.error();
    Reading reading;
    reading.identity = identity_of(*telegram);
    if (const auto added = add_records(reading, *telegram); !added) return added.error();
    return reading;
}

Decoded<void> Reading::append(OctetView user_data) {
    const auto telegram = Telegram::parse(user_data);
    if (!telegram) return telegram.error();
    return add_records(*this, *telegram);
}

Checked<const NamedValue*> Reading::find(std::string_view selector) const {
    const auto wanted = parse_value_selector(selector);
    if (!wanted) return wanted.error();
    std::size_t index = 0;
    for (const NamedValue& value : values)
        if (matches(value, *wanted) && index++ == wanted->index) return &value;
    std::vector<std::string> names;
    for (const NamedValue& value : values) {
        std::string text = value.selector();
        if (std::find(names.begin(), names.end(), text) == names.end()) names.push_back(std::move(text));
    }
    return InputError{fmt::format("no value '{}' in the reading; it has {}", selector, fmt::join(names, ", "))};
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
