#include "bus/record/value.hpp"

#include <fmt/format.h>

#include <array>
#include <cmath>
#include <cstring>
#include <optional>

#include "base/text.hpp"
#include "bus/record/vife.hpp"

namespace otbench::bus {
namespace {

using Reason = ValueFault::Reason;

/// VIFEs of `record` that combine, up to one that opens another table.
template <class Use>
void for_each_modifier(const Record& record, Use use) {
    for (const std::uint8_t vife : record.combinable_vife()) {
        const VifeEntry& entry = vife_entry(vife);
        use(entry);
        if (entry.modifier == Modifier::opens_table) return;
    }
}

/// What the data counts: the entry of the VIF, unless a VIFE makes it a point in time or a duration.
VifEntry effective_entry(const Record& record) {
    VifEntry entry = vif_entry(record.vif_code());
    for_each_modifier(record, [&entry](const VifeEntry& vife) {
        if (vife.modifier == Modifier::point_of) {
            entry.nature = Nature::point;
            entry.unit = Unit::none;
        } else if (vife.modifier == Modifier::duration_of) {
            entry.nature = Nature::number;
            entry.unit = vife.unit;
            entry.exponent = 0;
        }
    });
    return entry;
}

constexpr std::array<std::int64_t, 19> powers_of_ten = [] {
    std::array<std::int64_t, 19> powers{1};
    for (std::size_t i = 1; i < powers.size(); ++i) powers[i] = 10 * powers[i - 1];
    return powers;
}();

/// `number` written with the smaller exponent `exponent`; nothing when it overflows.
std::optional<std::int64_t> rescaled(Decimal number, int exponent) {
    const int steps = number.exponent - exponent;
    if (number.mantissa == 0) return 0;
    if (steps >= static_cast<int>(powers_of_ten.size())) return std::nullopt;
    std::int64_t result = 0;
    if (__builtin_mul_overflow(number.mantissa, powers_of_ten[static_cast<std::size_t>(steps)], &result))
        return std::nullopt;
    return result;
}

std::optional<Decimal> sum(Decimal left, Decimal right) {
    const int exponent = std::min(left.exponent, right.exponent);
    const auto a = rescaled(left, exponent);
    const auto b = rescaled(right, exponent);
    std::int64_t total = 0;
    if (!a || !b || __builtin_add_overflow(*a, *b, &total)) return std::nullopt;
    return Decimal{total, exponent};
}

/// Applies the power of ten of the VIF and what the VIFEs multiply or add.
Value scaled(const Record& record, const VifEntry& entry, std::int64_t mantissa) {
    std::optional<Decimal> number = Decimal{mantissa, entry.exponent};
    for_each_modifier(record, [&number](const VifeEntry& vife) {
        if (!number) return;
        if (vife.modifier == Modifier::multiplies) number->exponent += vife.amount;
        if (vife.modifier == Modifier::adds) number = sum(*number, {1, vife.amount});
    });
    if (!number) return ValueFault{Reason::too_long};
    return *number;
}

Value scaled_real(const Record& record, const VifEntry& entry, double number) {
    number *= std::pow(10.0, entry.exponent);
    for_each_modifier(record, [&number](const VifeEntry& vife) {
        if (vife.modifier == Modifier::multiplies) number *= std::pow(10.0, vife.amount);
        if (vife.modifier == Modifier::adds) number += std::pow(10.0, vife.amount);
    });
    return number;
}

Value integer(const Record& record, const VifEntry& entry) {
    const OctetView data = record.data;
    if (entry.nature == Nature::point) {
        const auto when = decode_date_time(data);
        return when ? Value{*when} : Value{ValueFault{Reason::invalid}};
    }
    if (data.size() > 8) return ValueFault{Reason::too_long};
    const std::uint64_t bits = little_endian(data);
    const unsigned width = 8 * static_cast<unsigned>(data.size());
    const std::uint64_t all_ones = ~std::uint64_t{0} >> (64 - width);
    if (entry.nature == Nature::number) {
        if (bits == std::uint64_t{1} << (width - 1)) return ValueFault{Reason::invalid};
        return scaled(record, entry, little_endian_signed(data));
    }
    if (entry.nature == Nature::counter && bits == all_ones) return ValueFault{Reason::invalid};
    if (bits > static_cast<std::uint64_t>(INT64_MAX)) return ValueFault{Reason::too_long};
    return scaled(record, entry, static_cast<std::int64_t>(bits));
}

/// Type A: two digits an octet; F in the highest place is a minus sign (EN 13757-3; spec: M-Bus protocol, 14).
Value bcd(const Record& record, const VifEntry& entry, bool negative) {
    const OctetView data = record.data;
    if (data.size() > 9) return ValueFault{Reason::too_long};
    std::int64_t number = 0;
    for (std::size_t i = data.size(); i-- > 0;) {
        std::uint8_t high = data[i] >> 4;
        const std::uint8_t low = data[i] & 0x0F;
        if (i + 1 == data.size() && high == 0x0F) {
            negative = true;
            high = 0;
        }
        if (high > 9 || low > 9) return ValueFault{Reason::digits};
        number = 100 * number + 10 * high + low;
    }
    return scaled(record, entry, negative ? -number : number);
}

Value real(const Record& record, const VifEntry& entry) {
    const auto bits = static_cast<std::uint32_t>(little_endian(record.data));
    float number = 0;
    std::memcpy(&number, &bits, sizeof number);
    if (std::isnan(number)) return ValueFault{Reason::invalid};
    return scaled_real(record, entry, double{number});
}

/// By the class of LVAR (EN 13757-3; spec: M-Bus protocol, 11).
Value variable(const Record& record, const VifEntry& entry) {
    if (record.lvar < 0xC0) return text_of(record.data);
    if (record.data.empty()) return std::monostate{};
    if (record.lvar < 0xE0) return bcd(record, entry, record.lvar >= 0xD0);
    if (record.data.size() <= 8) return integer(record, entry);
    return OctetBuffer(record.data.begin(), record.data.end());
}

}  // namespace

double Decimal::value() const {
    if (exponent >= 0) return static_cast<double>(mantissa) * std::pow(10.0, exponent);
    return static_cast<double>(mantissa) / std::pow(10.0, -exponent);  // exact powers up to 10^22: one rounding
}

Meaning meaning_of(const Record& record) {
    Meaning meaning;
    if (record.kind != Record::Kind::data) {
        meaning.quantity = Quantity::manufacturer_specific;
        return meaning;
    }
    const VifEntry entry = effective_entry(record);
    meaning.quantity = entry.quantity;
    meaning.unit = entry.unit;
    meaning.unit_text = text_of(record.vif_text);
    for_each_modifier(record, [&meaning](const VifeEntry& vife) {
        const bool names = vife.modifier != Modifier::record_error && !vife.name.empty();
        if (names) meaning.modifiers.push_back(vife.name);
    });
    return meaning;
}

Nature nature_of(const Record& record) {
    return effective_entry(record).nature;
}

Value decode_value(const Record& record) {
    if (record.kind != Record::Kind::data) return OctetBuffer(record.data.begin(), record.data.end());
    if (record.function() == Function::error_state) return ValueFault{Reason::error_state};
    std::optional<ValueFault> fault;
    for_each_modifier(record, [&fault](const VifeEntry& vife) {
        if (vife.modifier == Modifier::record_error) fault = ValueFault{Reason::record_error, vife.name};
    });
    if (fault) return *fault;

    const VifEntry entry = effective_entry(record);
    switch (record.field()) {
        case DataField::none:
        case DataField::selection: return std::monostate{};
        case DataField::int8:
        case DataField::int16:
        case DataField::int24:
        case DataField::int32:
        case DataField::int48:
        case DataField::int64: return integer(record, entry);
        case DataField::real32: return real(record, entry);
        case DataField::bcd2:
        case DataField::bcd4:
        case DataField::bcd6:
        case DataField::bcd8:
        case DataField::bcd12: return bcd(record, entry, false);
        case DataField::variable: return variable(record, entry);
        case DataField::special: break;
    }
    return OctetBuffer(record.data.begin(), record.data.end());
}

std::string_view to_text(const ValueFault& fault) {
    switch (fault.reason) {
        case Reason::error_state: return "value during error state";
        case Reason::digits: return "invalid digits";
        case Reason::invalid: return "invalid value";
        case Reason::record_error: return fault.text;
        case Reason::too_long: return "number too long";
    }
    return "fault";
}

namespace {

/// Units that people write with a prefix.
bool takes_prefix(Unit unit) {
    switch (unit) {
        case Unit::watt_hour:
        case Unit::joule:
        case Unit::calorie:
        case Unit::var_hour:
        case Unit::volt_ampere_hour:
        case Unit::watt:
        case Unit::joule_per_hour:
        case Unit::var:
        case Unit::volt_ampere: return true;
        default: return false;
    }
}

struct ValueWriter {
    Unit unit;
    std::string_view unit_text;

    [[nodiscard]] std::string with_unit(std::string number, std::string_view prefix) const {
        const std::string_view name = unit == Unit::none ? unit_text : symbol(unit);
        return name.empty() ? number : fmt::format("{} {}{}", number, prefix, name);
    }
    std::string operator()(std::monostate) const { return "no data"; }
    std::string operator()(Decimal number) const {
        std::string_view prefix;
        if (takes_prefix(unit) && number.exponent >= 3) {
            const bool mega = number.exponent >= 6;
            number.exponent -= mega ? 6 : 3;
            prefix = mega ? "M" : "k";
        }
        return with_unit(to_text(number), prefix);
    }
    std::string operator()(double number) const { return with_unit(fmt::format("{}", number), {}); }
    std::string operator()(const DateTime& when) const { return to_text(when); }
    std::string operator()(const std::string& text) const { return text; }
    std::string operator()(const OctetBuffer& octets) const { return hex_text(octets, " "); }
    std::string operator()(const ValueFault& fault) const { return std::string{to_text(fault)}; }
};

}  // namespace

std::string to_text(Decimal number) {
    std::string text = std::to_string(number.mantissa);
    if (number.exponent > 0 && number.mantissa != 0) text.append(static_cast<std::size_t>(number.exponent), '0');
    if (number.exponent >= 0) return text;
    const auto decimals = static_cast<std::size_t>(-number.exponent);
    const std::size_t sign = number.mantissa < 0 ? 1 : 0;
    if (text.size() - sign <= decimals) text.insert(sign, decimals + 1 - (text.size() - sign), '0');
    return text.insert(text.size() - decimals, 1, '.');
}

std::string to_text(const Value& value, Unit unit, std::string_view unit_text) {
    return std::visit(ValueWriter{unit, unit_text}, value);
}

}  // namespace otbench::bus
