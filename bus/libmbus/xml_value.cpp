#include "bus/libmbus/xml_value.hpp"

#include <array>
#include <cstring>

#include "bus/libmbus/libmbus_texts.hpp"

namespace otbench::bus {
namespace {

constexpr std::uint8_t vif_date = 0x6C;
constexpr std::uint8_t vif_date_and_time = 0x6D;
constexpr std::uint8_t lvar_first_number = 0xC0;  // below it LVAR announces a text

/// Which date a record holds for libmbus, if any: the types of EN 13757-3.
enum class Moment : std::uint8_t { none, g, f, i };

bool is_date_and_time(const Record& record) {
    if ((record.vif & 0x7F) == vif_date_and_time) return true;
    const bool tariff_start_or_battery_change = record.vif == vif_extension_fd && (record.vife[0] & 0x3F) == 0x30;
    return tariff_start_or_battery_change;
}

Moment moment_of(const Record& record) {
    switch (record.field()) {
        case DataField::int16: return (record.vif & 0x7F) == vif_date ? Moment::g : Moment::none;
        case DataField::int32: return is_date_and_time(record) ? Moment::f : Moment::none;
        case DataField::int48: return is_date_and_time(record) ? Moment::i : Moment::none;
        default: return Moment::none;
    }
}

unsigned two_digit_year(OctetView date) {
    return (date[0] & 0xE0u) >> 5 | (date[1] & 0xF0u) >> 1;
}

void write_date(TextWriter& writer, unsigned year, OctetView date) {
    writer.padded(year, 4);
    writer.octet('-');
    writer.padded(date[1] & 0x0F, 2);
    writer.octet('-');
    writer.padded(date[0] & 0x1F, 2);
}

void write_time(TextWriter& writer, unsigned hour, unsigned minute, unsigned second) {
    writer.octet('T');
    writer.padded(hour, 2);
    writer.octet(':');
    writer.padded(minute, 2);
    writer.octet(':');
    writer.padded(second, 2);
}

/// libmbus decides the century by two bits, and takes those of old meters that send none for this century; the fork
/// knows no other.
unsigned year_of_type_f(OctetView data, Dialect dialect) {
    constexpr unsigned last_year_of_this_century = 80;
    const unsigned year = two_digit_year(data.subspan(2));
    if (dialect == Dialect::fork) return 2000 + year;
    unsigned hundreds = (data[1] & 0x60u) >> 5;
    if (hundreds == 0 && year <= last_year_of_this_century) hundreds = 1;
    return 1900 + 100 * hundreds + year;
}

void write_moment(TextWriter& writer, Moment moment, OctetView data, Dialect dialect) {
    const bool invalid = moment == Moment::f ? (data[0] & 0x80) != 0 : moment == Moment::i && (data[1] & 0x80) != 0;
    if (invalid) return writer.literal("1900-01-00T00:00:00");
    switch (moment) {
        case Moment::g: return write_date(writer, 2000 + two_digit_year(data), data);
        case Moment::f:
            write_date(writer, year_of_type_f(data, dialect), data.subspan(2));
            return write_time(writer, data[1] & 0x1F, data[0] & 0x3F, 0);
        case Moment::i:
            write_date(writer, 2000 + two_digit_year(data.subspan(3)), data.subspan(3));
            return write_time(writer, data[2] & 0x1F, data[1] & 0x3F, data[0] & 0x3F);
        case Moment::none: return;
    }
}

/// BCD in the reading of libmbus: high digits above 9 count nothing, low ones their full value, F in front is a minus
/// sign.
std::int64_t bcd(OctetView data) {
    std::int64_t number = 0;
    for (std::size_t i = data.size(); i-- > 0;) {
        const unsigned high = data[i] >> 4;
        number = 10 * number + (high <= 9 ? high : 0);
        number = 10 * number + (data[i] & 0x0F);
    }
    const bool negative = data[data.size() - 1] >> 4 == 0x0F;
    return negative ? -number : number;
}

double real(OctetView data) {
    const auto bits = static_cast<std::uint32_t>(little_endian(data));
    float number = 0;
    std::memcpy(&number, &bits, sizeof number);
    return double{number};
}

void write_variable(TextWriter& writer, const Record& record, Dialect dialect) {
    if (dialect == Dialect::fork || record.lvar < lvar_first_number)
        write_escaped_reversed(writer, record.data);
    else
        write_hex(writer, record.data, dialect);
}

/// What VIFEs do to a normalised number: only the first one counts, and only where it does not belong to an extension
/// table.
double corrected(const Record& record, double number) {
    if (record.vife.empty() || record.vif == vif_extension_fb || record.vif == vif_extension_fd) return number;
    constexpr std::array<double, 8> powers = {1e-6, 1e-5, 1e-4, 1e-3, 1e-2, 1e-1, 1.0, 10.0};
    const unsigned vife = record.vife[0] & 0x7F;
    if (vife >= 0x70 && vife <= 0x77) return number * powers[vife & 7];
    if (vife >= 0x78 && vife <= 0x7B) return number + powers[3 + (vife & 3)];
    if (vife == 0x7D) return number * 1000.0;
    return number;
}

double factor_of(const Record& record) {
    const VifCode code = record.vif_code();
    const bool plain_text = code.table == VifTable::primary && code.code == vif_plain_text;
    return plain_text ? 1.0 : libmbus_vif_texts(code).factor;
}

}  // namespace

void write_hex(TextWriter& writer, OctetView octets, Dialect dialect) {
    const std::size_t size = octets.size();
    for (std::size_t i = 0; i < size; ++i) {
        if (i != 0) writer.octet(' ');
        writer.hex(octets[dialect == Dialect::fork ? i : size - 1 - i]);
    }
}

void write_plain_value(TextWriter& writer, const Record& record, Dialect dialect) {
    const Moment moment = moment_of(record);
    if (moment != Moment::none) return write_moment(writer, moment, record.data, dialect);
    switch (record.field()) {
        case DataField::none: return;
        case DataField::int8:
        case DataField::int16:
        case DataField::int24:
        case DataField::int32:
        case DataField::int48:
        case DataField::int64: return writer.decimal(little_endian_signed(record.data));
        case DataField::real32: return writer.fixed(real(record.data));
        case DataField::selection:
            writer.literal("Unknown DIF (0x");
            writer.lower_hex(record.dif);
            return writer.octet(')');
        case DataField::bcd2:
        case DataField::bcd4:
        case DataField::bcd6:
        case DataField::bcd8:
        case DataField::bcd12:
            if (record.function() == Function::error_state) return writer.hex_number(little_endian(record.data));
            return writer.decimal(bcd(record.data));
        case DataField::variable: return write_variable(writer, record, dialect);
        case DataField::special: return write_hex(writer, record.data, dialect);
    }
}

void write_normalised_value(TextWriter& writer, const Record& record, Dialect dialect) {
    const Moment moment = moment_of(record);
    if (moment != Moment::none) {
        write_moment(writer, moment, record.data, dialect);
        if (moment != Moment::g) writer.octet('Z');
        return;
    }
    double number = 0.0;
    switch (record.field()) {
        case DataField::none:
        case DataField::selection: return;
        case DataField::variable: return write_variable(writer, record, dialect);
        case DataField::special: return write_hex(writer, record.data, dialect);
        case DataField::real32: number = real(record.data); break;
        case DataField::bcd2:
        case DataField::bcd4:
        case DataField::bcd6:
        case DataField::bcd8:
        case DataField::bcd12: number = static_cast<double>(bcd(record.data)); break;
        default: number = static_cast<double>(little_endian_signed(record.data));
    }
    writer.fixed(corrected(record, number * factor_of(record)));
}

}  // namespace otbench::bus
