#include "bus/record/value.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstring>
#include <optional>

#include "base/text.hpp"
#include "bus/record/manufacturer.hpp"
#include "bus/record/vife_walk.hpp"

namespace otbench::bus {
namespace {

using Reason = ValueFault::Reason;

/// What the data counts: the entry of the VIF, unless a VIFE makes it a point in time or a duration.
VifEntry effective_entry(const Record& record) {
    VifEntry entry = is_second_level(record) ? second_level_entry(record.vife[1]) : vif_entry(record.vif_code());
    for_each_vife(record, [&entry](const CombinedVife& vife) {
        if (vife.entry.modifier == Modifier::point_of) {
            entry.nature = Nature::point;
            entry.unit = Unit::none;
        } else if (vife.entry.modifier == Modifier::duration_of) {
            entry.nature = Nature::number;
            entry.unit = vife.entry.unit;
            entry.exponent = 0;
        } else if (vife.entry.modifier == Modifier::packs) {
            entry.nature = Nature::opaque;
        }
    });
    return entry;
}

Value octets_of(const Record& record) {
    return OctetBuffer(record.data.begin(), record.data.end());
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
    for_each_vife(record, [&number](const CombinedVife& vife) {
        if (!number) return;
        if (vife.entry.modifier == Modifier::multiplies) number->exponent += vife.entry.amount;
        if (vife.entry.modifier == Modifier::adds) number = sum(*number, {1, vife.entry.amount});
    });
    return number ? Value{*number} : octets_of(record);
}

/// `number` · 10^`exponent` as the double with the digits of the shortest text for `number`.
double scaled_by(float number, int exponent) {
    std::array<char, 64> text{};
    char* const end = text.data() + text.size();
    const auto digits = std::to_chars(text.data(), end, number, std::chars_format::scientific);
    char* const power = std::find(text.data(), digits.ptr, 'e') + 1;
    int own_exponent = 0;
    std::from_chars(power + (*power == '+' ? 1 : 0), digits.ptr, own_exponent);
    const auto all = std::to_chars(power, end, own_exponent + exponent);
    double result = 0;
    std::from_chars(text.data(), all.ptr, result);
    return result;
}

/// A date or a time; octets of a length or with a mark that make none are invalid.
Value point(const Record& record) {
    const auto when = decode_date_time(record.data);
    return when ? Value{*when} : Value{ValueFault{Reason::invalid}};
}

Value identification(OctetView data) {
    return Identification{static_cast<std::uint32_t>(little_endian(data.first(4))),
                          static_cast<std::uint16_t>(little_endian(data.subspan(4, 2))), data[6], data[7]};
}

Value integer(const Record& record, const VifEntry& entry) {
    const OctetView data = record.data;
    if (entry.nature == Nature::point) return point(record);
    if (data.size() > 8) return octets_of(record);
    const std::uint64_t bits = little_endian(data);
    const unsigned width = 8 * static_cast<unsigned>(data.size());
    const std::uint64_t all_ones = ~std::uint64_t{0} >> (64 - width);
    if (entry.nature == Nature::number) {
        if (bits == std::uint64_t{1} << (width - 1)) return ValueFault{Reason::invalid};
        return scaled(record, entry, little_endian_signed(data));
    }
    if (entry.nature == Nature::counter && bits == all_ones) return ValueFault{Reason::invalid};
    if (entry.quantity == Quantity::identification && data.size() == 8) return identification(data);
    if (bits > static_cast<std::uint64_t>(INT64_MAX)) return octets_of(record);
    return scaled(record, entry, static_cast<std::int64_t>(bits));
}

/// Type A: two digits an octet; F in the highest place is a minus sign (EN 13757-3; spec: M-Bus protocol, 14). All
/// nines during an error state stand for no value.
Value bcd(const Record& record, const VifEntry& entry, bool negative) {
    constexpr std::uint8_t two_nines = 0x99;
    const OctetView data = record.data;
    const bool nines = std::all_of(data.begin(), data.end(), [](std::uint8_t octet) { return octet == two_nines; });
    if (nines && record.function() == Function::error_state) return ValueFault{Reason::error_state};
    if (data.size() > 9) return octets_of(record);
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
    float sent = 0;
    std::memcpy(&sent, &bits, sizeof sent);
    if (std::isnan(sent)) return ValueFault{Reason::invalid};
    if (std::isinf(sent)) return double{sent};
    auto exponent = static_cast<int>(entry.exponent);
    double added = 0;
    for_each_vife(record, [&](const CombinedVife& vife) {
        if (vife.entry.modifier == Modifier::multiplies) {
            exponent += vife.entry.amount;
            added *= std::pow(10.0, vife.entry.amount);
        }
        if (vife.entry.modifier == Modifier::adds) added += std::pow(10.0, vife.entry.amount);
    });
    return scaled_by(sent, exponent) + added;
}

/// Whether ISO 8859-1 text has nothing but characters that show, and line ends.
bool is_readable(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char c) {
        const auto octet = static_cast<unsigned char>(c);
        return (octet >= 0x20 && (octet < 0x7F || octet > 0x9F)) || c == '\t' || c == '\r' || c == '\n';
    });
}

/// Text, without the zeros that some meters fill it up with; as octets where it can be none.
Value text(const Record& record, const VifEntry& entry) {
    if (entry.nature == Nature::opaque) return octets_of(record);
    std::string characters = text_of(record.data);
    if (entry.quantity != Quantity::manufacturer_specific) {
        characters.erase(characters.find_last_not_of('\0') + 1);
        characters.erase(0, characters.find_first_not_of('\0'));
    }
    return is_readable(characters) ? Value{std::move(characters)} : octets_of(record);
}

/// By the class of LVAR (EN 13757-3; spec: M-Bus protocol, 11).
Value variable(const Record& record, const VifEntry& entry) {
    if (record.lvar < 0xC0) return text(record, entry);
    if (record.data.empty()) return std::monostate{};
    if (record.lvar < 0xE0) return bcd(record, entry, record.lvar >= 0xD0);
    if (record.data.size() <= 8 && entry.nature != Nature::opaque) return integer(record, entry);
    return octets_of(record);
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
    if (has_own_vife(record)) meaning.own_code = hex_text(record.vife);
    for_each_vife(record, [&meaning](const CombinedVife& vife) {
        if (vife.entry.modifier == Modifier::record_error) return;
        if (std::string name = vife.name(); !name.empty()) meaning.modifiers.push_back(std::move(name));
    });
    return meaning;
}

Nature nature_of(const Record& record) {
    return effective_entry(record).nature;
}

Value decode_value(const Record& record) {
    if (record.kind != Record::Kind::data) return octets_of(record);
    std::optional<ValueFault> fault;
    for_each_vife(record, [&fault](const CombinedVife& vife) {
        if (vife.entry.modifier == Modifier::record_error) fault = ValueFault{Reason::record_error, vife.entry.name};
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
    return octets_of(record);
}

std::string_view to_text(const ValueFault& fault) {
    switch (fault.reason) {
        case Reason::error_state: return "value during error state";
        case Reason::digits: return "invalid digits";
        case Reason::invalid: return "invalid value";
        case Reason::record_error: return fault.text;
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
        if (!name.empty()) ((number += ' ') += prefix) += name;
        return number;
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
    std::string operator()(const Identification& device) const {
        const std::string maker = manufacturer_name(device.manufacturer);
        return fmt::format("{:08X} {} version {} medium {}", device.id,
                           maker.empty() ? fmt::format("0x{:04x}", device.manufacturer) : maker, device.version,
                           device.medium);
    }
};

}  // namespace

std::string to_text(Decimal number) {
    char buffer[24];
    const auto end = std::to_chars(buffer, buffer + sizeof buffer, number.mantissa);
    const std::string_view written{buffer, static_cast<std::size_t>(end.ptr - buffer)};
    std::string text{written};
    if (number.exponent > 0 && number.mantissa != 0) text.append(static_cast<std::size_t>(number.exponent), '0');
    if (number.exponent >= 0) return text;
    const std::size_t sign = number.mantissa < 0 ? 1 : 0;
    const auto decimals = static_cast<std::size_t>(-number.exponent);
    const std::string_view digits = written.substr(sign);
    const std::size_t whole = digits.size() > decimals ? digits.size() - decimals : 0;
    text.resize(sign + whole);
    if (whole == 0) text += '0';
    text += '.';
    if (whole == 0) text.append(decimals - digits.size(), '0');
    return text.append(digits.substr(whole));
}

std::string to_text(const Value& value, Unit unit, std::string_view unit_text) {
    return std::visit(ValueWriter{unit, unit_text}, value);
}

}  // namespace otbench::bus
