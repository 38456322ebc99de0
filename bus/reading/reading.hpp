#pragma once

#include <boost/container/small_vector.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bus/message/telegram.hpp"
#include "bus/reading/value_selector.hpp"
#include "bus/record/value.hpp"

namespace otbench::bus {

/// The octets of a record as they were sent, with a copy of their own.
class RecordOctets {
public:
    RecordOctets() = default;
    /// `octets` is DIB, VIB (and the length octet of variable data) and data one after the other.
    RecordOctets(OctetView octets, std::size_t dib_size, std::size_t vib_size, std::size_t data_size)
        : octets_(octets.begin(), octets.end()), dib_(dib_size), vib_(vib_size), data_(data_size) {}

    [[nodiscard]] OctetView dib() const { return all().first(dib_); }          ///< DIF and DIFEs
    [[nodiscard]] OctetView vib() const { return all().subspan(dib_, vib_); }  ///< VIF, plain text and VIFEs
    [[nodiscard]] OctetView data() const { return all().last(data_); }         ///< without the length octet

private:
    [[nodiscard]] OctetView all() const { return {octets_.data(), octets_.size()}; }

    boost::container::small_vector<std::uint8_t, 24> octets_;
    std::size_t dib_ = 0, vib_ = 0, data_ = 0;
};

/// One record in terms of users.
struct NamedValue {
    /// Of the quantity: "flow-temperature"; with the VIFEs behind VIF 7F and FF, which are the maker's:
    /// "manufacturer-specific-07".
    std::string name;
    Meaning meaning;
    Function function = Function::instantaneous;
    std::uint64_t storage = 0;
    std::uint32_t tariff = 0;
    std::uint16_t device = 0;
    std::size_t offset = 0;  ///< of the record in the user data
    Value value;
    RecordOctets octets = {};

    /// "9730 kWh"
    [[nodiscard]] std::string text() const { return to_text(value, meaning.unit, meaning.unit_text); }
    /// The number with its unit; nothing when the value is not a number.
    [[nodiscard]] std::optional<Measure> measure() const;
    /// The selector that finds it, its name when that is enough (also for a fault whose text says "error state").
    [[nodiscard]] std::string selector() const;
};

/// Who sent a reading.
struct Identity {
    std::string id;            ///< eight digits (hex digits where a meter sends such)
    std::string manufacturer;  ///< three letters; empty for a code that stands for none
    std::uint8_t version = 0;
    std::string medium;   ///< in the words of the medium table; empty for an unknown one
    std::string product;  ///< empty when unknown
    std::uint8_t access_number = 0;
    std::uint8_t status = 0;
    std::uint16_t signature = 0;
    std::uint8_t medium_code = 0;
    std::uint16_t manufacturer_code = 0;
};

/// A decoded variable data telegram, or several of one readout, independent of the octets it was read from.
struct Reading {
    Identity identity;
    std::vector<NamedValue> values;  ///< in order of the records
    std::optional<OctetBuffer> manufacturer_data;
    bool more_follow = false;              ///< the last telegram announced another one
    std::optional<Encryption> encryption;  ///< of the first telegram that announces some
    OctetBuffer encrypted;                 ///< what could not be read for it

    /// Decodes the user data of a variable data answer (what follows CI 72).
    [[nodiscard]] static Decoded<Reading> decode(OctetView user_data);
    /// The same of any variable data; `as_sent` are the octets of `telegram` before its numbers were put in order.
    [[nodiscard]] static Decoded<Reading> decode(const Telegram& telegram, OctetView as_sent);
    /// The identity alone, without any value.
    [[nodiscard]] static Reading header_of(const Telegram& telegram);
    /// Adds the values of the next telegram of the same readout.
    [[nodiscard]] Decoded<void> append(OctetView user_data);
    [[nodiscard]] Decoded<void> append(const Telegram& telegram, OctetView as_sent);

    /// The value a selector finds: one with no modifiers but the wanted ones before others, an instantaneous one before
    /// one during an error state. The error names what the selector lacks, or the known values.
    [[nodiscard]] Checked<const NamedValue*> find(std::string_view selector) const;
    /// One of id, manufacturer, version, medium, product, access-number, status, signature as text (numbers decimal,
    /// status and signature in hex); nothing for another name.
    [[nodiscard]] std::optional<std::string> identity_text(std::string_view name) const;
};

}  // namespace otbench::bus
