#pragma once

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "bus/record/date_time.hpp"
#include "bus/record/record.hpp"
#include "bus/record/unit.hpp"

namespace otbench::bus {

/// A number that was sent as decimal digits or as an integer: mantissa · 10^exponent units, exactly.
struct Decimal {
    std::int64_t mantissa = 0;
    int exponent = 0;

    [[nodiscard]] double value() const;
    friend bool operator==(Decimal l, Decimal r) { return l.mantissa == r.mantissa && l.exponent == r.exponent; }
};

/// Why a record has no value.
struct ValueFault {
    enum class Reason : std::uint8_t {
        error_state,   ///< all nines, sent with the function "value during error state": the meter has no value
        digits,        ///< a BCD digit A–F where none belongs
        invalid,       ///< the type's mark of an invalid value, or a date that does not exist
        record_error,  ///< a VIFE gives the reason: `text`
    };
    Reason reason;
    std::string_view text = {};  ///< of a record error; static storage

    friend bool operator==(const ValueFault& l, const ValueFault& r) {
        return l.reason == r.reason && l.text == r.text;
    }
};

/// The enhanced identification (VIF 79 with eight octets): a device as in the header of a telegram.
struct Identification {
    std::uint32_t id = 0;  ///< eight BCD digits
    std::uint16_t manufacturer = 0;
    std::uint8_t version = 0;
    std::uint8_t medium = 0;

    friend bool operator==(const Identification& l, const Identification& r) {
        return l.id == r.id && l.manufacturer == r.manufacturer && l.version == r.version && l.medium == r.medium;
    }
};

/// The physical face of a record. Monostate: the record has no data. A double is a value sent as a real, in the
/// record's unit: the one whose shortest decimal form is that of the real32 sent. An octet buffer stands for no number,
/// date or text, or for a number of more than 63 bits or 18 digits.
using Value =
    std::variant<std::monostate, Decimal, double, DateTime, std::string, OctetBuffer, ValueFault, Identification>;

/// What `record` is about, once its VIFEs are taken into account.
struct Meaning {
    Quantity quantity = Quantity::reserved;
    Unit unit = Unit::none;              ///< of the value, before any power of ten
    std::string unit_text;               ///< of a plain text VIF
    std::vector<std::string> modifiers;  ///< names of VIFEs that change the meaning, in order: "backward", "phase-L1"
    std::string own_code;                ///< the VIFEs behind VIF 7F or FF, hex digits: what they mean is the maker's
};
[[nodiscard]] Meaning meaning_of(const Record& record);

/// How the data of a record is to be read, once its VIFEs are taken into account.
[[nodiscard]] Nature nature_of(const Record& record);

/// The value of a data record. Integers, BCD and reals are scaled by VIF and VIFEs; points in time, texts and faults
/// come as such.
[[nodiscard]] Value decode_value(const Record& record);

/// One line for people: "9730 kWh", "1638.0 m3", "2017-02-11T19:36", "value during error state" (for a fault).
[[nodiscard]] std::string to_text(const Value& value, Unit unit, std::string_view unit_text = {});

/// The digits of a number without exponent: "9730000", "-0.05".
[[nodiscard]] std::string to_text(Decimal number);

/// The words for a fault.
[[nodiscard]] std::string_view to_text(const ValueFault& fault);

}  // namespace otbench::bus
