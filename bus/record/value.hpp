#pragma once

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "bus/record/date_time.hpp"
#include "bus/record/record.hpp"
#include "bus/record/unit.hpp"

namespace otbench::bus {

/// A number that came as decimal digits or as an integer: mantissa · 10^exponent units, exactly.
struct Decimal {
    std::int64_t mantissa = 0;
    int exponent = 0;

    [[nodiscard]] double value() const;
    friend bool operator==(Decimal l, Decimal r) { return l.mantissa == r.mantissa && l.exponent == r.exponent; }
};

/// Why a record has no value.
struct ValueFault {
    enum class Reason : std::uint8_t {
        error_state,   ///< the meter says so: function "value during error state"
        digits,        ///< a BCD digit A–F where none belongs
        invalid,       ///< the type's mark of an invalid value, or a date that does not exist
        record_error,  ///< a VIFE says why: `text`
        too_long,      ///< a number of more than 64 bits or 18 digits
    };
    Reason reason;
    std::string_view text = {};  ///< of a record error; static storage

    friend bool operator==(const ValueFault& l, const ValueFault& r) {
        return l.reason == r.reason && l.text == r.text;
    }
};

/// Octets that stand for no number, date or text.
using OctetBuffer = std::vector<std::uint8_t>;

/// The physical face of a record. Monostate: the record has no data. A double is a value sent as a real, in the
/// record's unit.
using Value = std::variant<std::monostate, Decimal, double, DateTime, std::string, OctetBuffer, ValueFault>;

/// What `record` is about, once its VIFEs are taken into account.
struct Meaning {
    Quantity quantity = Quantity::reserved;
    Unit unit = Unit::none;  ///< of the value, before any power of ten
    std::string unit_text;   ///< of a plain text VIF
    std::vector<std::string_view>
        modifiers;  ///< names of VIFEs that change the meaning, in order: "backward", "per-hour"
};
[[nodiscard]] Meaning meaning_of(const Record& record);

/// How the data of a record is to be read, once its VIFEs are taken into account.
[[nodiscard]] Nature nature_of(const Record& record);

/// The value of a data record. Integers, BCD and reals are scaled by VIF and VIFEs; points in time, texts and faults
/// come as such.
[[nodiscard]] Value decode_value(const Record& record);

/// One line for people: "9730 kWh", "1638.0 m3", "2017-02-11T19:36", "value during error state".
[[nodiscard]] std::string to_text(const Value& value, Unit unit, std::string_view unit_text = {});

/// The digits of a number without exponent: "9730000", "-0.05".
[[nodiscard]] std::string to_text(Decimal number);

/// The words for a fault.
[[nodiscard]] std::string_view to_text(const ValueFault& fault);

}  // namespace otbench::bus
