#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bus/message/telegram.hpp"
#include "bus/reading/value_selector.hpp"
#include "bus/record/value.hpp"

namespace otbench::bus {

/// One record in terms of users.
struct NamedValue {
    std::string name;  ///< of the quantity: "flow-temperature"
    Meaning meaning;
    Function function = Function::instantaneous;
    std::uint64_t storage = 0;
    std::uint32_t tariff = 0;
    std::uint16_t device = 0;
    std::size_t offset = 0;  ///< of the record in the user data
    Value value;
    OctetBuffer raw = {};  ///< the data as it was sent

    /// "9730 kWh"
    [[nodiscard]] std::string text() const { return to_text(value, meaning.unit, meaning.unit_text); }
    /// The number with its unit; nothing when the value is not a number.
    [[nodiscard]] std::optional<Measure> measure() const;
    /// The selector that finds it, its name when that is enough.
    [[nodiscard]] std::string selector() const;
};

/// Who sent a reading.
struct Identity {
    std::string id;            ///< eight digits (hex digits where a meter sends such)
    std::string manufacturer;  ///< three letters
    std::uint8_t version = 0;
    std::string medium;   ///< in the words of the medium table; empty for an unknown one
    std::string product;  ///< empty when unknown
    std::uint8_t access_number = 0;
    std::uint8_t status = 0;
    std::uint16_t signature = 0;
    std::uint8_t medium_code = 0;
};

/// A decoded variable data telegram, or several of one readout, independent of the octets it was read from.
struct Reading {
    Identity identity;
    std::vector<NamedValue> values;  ///< in order of the records
    std::optional<OctetBuffer> manufacturer_data;
    bool more_follow = false;  ///< the last telegram said that there is another one

    /// Decodes the user data of a variable data answer (what follows CI 72).
    [[nodiscard]] static Decoded<Reading> decode(OctetView user_data);
    /// Adds the values of the next telegram of the same readout.
    [[nodiscard]] Decoded<void> append(OctetView user_data);

    /// The value a selector finds. The error says what the selector lacks, or which values there are.
    [[nodiscard]] Checked<const NamedValue*> find(std::string_view selector) const;
    /// One of id, manufacturer, version, medium, product, access-number, status, signature as text (numbers decimal,
    /// status and signature in hex); nothing for another name.
    [[nodiscard]] std::optional<std::string> identity_text(std::string_view name) const;
};

}  // namespace otbench::bus
