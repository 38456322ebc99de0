#include "bus/message/encoder.hpp"

#include <fmt/core.h>

#include <array>
#include <cmath>
#include <cstring>
#include <optional>

#include "base/numbers.hpp"
#include "bus/frame/frame.hpp"

namespace otbench::bus {
namespace {

/// How the numbers of a coding look on the wire.
enum class Shape : std::uint8_t { none, integer, bcd, real, text, moment, variable, octets };

struct CodingEntry {
    std::string_view name;
    DataField field;
    Shape shape;
    std::uint8_t size;  ///< octets of data, 0 when variable
    DateTimeType moment = DateTimeType::f;
    LvarClass lvar = LvarClass::text;
};

// In the order of `Coding`.
constexpr std::array<CodingEntry, 23> codings = {{
    {"none", DataField::none, Shape::none, 0},
    {"int8", DataField::int8, Shape::integer, 1},
    {"int16", DataField::int16, Shape::integer, 2},
    {"int24", DataField::int24, Shape::integer, 3},
    {"int32", DataField::int32, Shape::integer, 4},
    {"int48", DataField::int48, Shape::integer, 6},
    {"int64", DataField::int64, Shape::integer, 8},
    {"real32", DataField::real32, Shape::real, 4},
    {"bcd2", DataField::bcd2, Shape::bcd, 1},
    {"bcd4", DataField::bcd4, Shape::bcd, 2},
    {"bcd6", DataField::bcd6, Shape::bcd, 3},
    {"bcd8", DataField::bcd8, Shape::bcd, 4},
    {"bcd12", DataField::bcd12, Shape::bcd, 6},
    {"bcd-positive", DataField::variable, Shape::variable, 0, DateTimeType::f, LvarClass::bcd_positive},
    {"bcd-negative", DataField::variable, Shape::variable, 0, DateTimeType::f, LvarClass::bcd_negative},
    {"binary", DataField::variable, Shape::variable, 0, DateTimeType::f, LvarClass::binary},
    {"text", DataField::variable, Shape::text, 0},
    {"date-g", DataField::int16, Shape::moment, 2, DateTimeType::g},
    {"date-time-f", DataField::int32, Shape::moment, 4, DateTimeType::f},
    {"date-time-i", DataField::int48, Shape::moment, 6, DateTimeType::i},
    {"time-j", DataField::int24, Shape::moment, 3, DateTimeType::j},
    {"selection", DataField::selection, Shape::none, 0},
    {"special", DataField::special, Shape::octets, 8},
}};
static_assert(codings[static_cast<std::size_t>(Coding::special)].name == "special");

constexpr std::uint8_t extension_bit = 0x80;
constexpr std::size_t max_extensions = 10;  // EN 13757-3
constexpr std::size_t max_text = 0xBF;      // the highest LVAR that means text

const CodingEntry& entry_of(Coding coding) {
    return codings[static_cast<std::size_t>(coding)];
}

template <class... Args>
InputError complaint(const RecordDescription& record, fmt::format_string<Args...> format, Args&&... args) {
    return {fmt::format("record '{}': {}", record.name, fmt::format(format, std::forward<Args>(args)...))};
}

/// The integers a coding holds: type B keeps the most negative number, type C the highest one, for "invalid".
struct Limits {
    std::int64_t lowest, highest;
};
Limits limits_of(const CodingEntry& coding, Nature nature) {
    if (coding.shape == Shape::bcd) {
        std::int64_t highest = 1;
        for (int digit = 0; digit < 2 * coding.size; ++digit) highest *= 10;
        return {-(highest / 10 - 1), highest - 1};  // the sign takes the place of a digit
    }
    const int bits = 8 * coding.size;
    const std::int64_t highest_signed = static_cast<std::int64_t>(~std::uint64_t{0} >> (65 - bits));
    if (nature == Nature::number || bits == 64) return {-highest_signed, highest_signed};
    const std::int64_t all_ones = static_cast<std::int64_t>(~std::uint64_t{0} >> (64 - bits));
    return {0, nature == Nature::counter ? all_ones - 1 : all_ones};
}

void put_integer(std::uint64_t number, std::size_t size, OctetBuffer& octets) {
    for (std::size_t i = 0; i < size; ++i) octets.push_back(static_cast<std::uint8_t>(number >> (8 * i)));
}

void put_bcd(std::int64_t number, std::size_t size, OctetBuffer& octets) {
    auto rest = static_cast<std::uint64_t>(number < 0 ? -number : number);
    for (std::size_t i = 0; i < size; ++i, rest /= 100)
        octets.push_back(static_cast<std::uint8_t>(rest / 10 % 10 << 4 | rest % 10));
    if (number < 0) octets.back() |= 0xF0;
}

double step_of(const VifEntry& vif) {
    return std::pow(10.0, vif.exponent);
}

/// `count` steps in the record's unit, for messages.
std::string in_units(double count, const VifEntry& vif) {
    return vif.unit == Unit::none ? fmt::format("{}", count)
                                  : fmt::format("{:g} {}", count * step_of(vif), symbol(vif.unit));
}

Checked<void> put_number(const RecordDescription& record, double count, OctetBuffer& octets) {
    const CodingEntry& coding = entry_of(record.coding);
    const VifEntry& vif = vif_entry(record.vif);
    const Limits limits = limits_of(coding, vif.nature);
    const double rounded = std::round(count);
    // An int64 limit is not a double; its neighbour above is, hence the strict comparison.
    if (!(rounded > static_cast<double>(limits.lowest) - 1 && rounded < static_cast<double>(limits.highest) + 1))
        return complaint(record, "{} is out of range: {} holds {} to {}", in_units(count, vif), coding.name,
                         in_units(static_cast<double>(limits.lowest), vif),
                         in_units(static_cast<double>(limits.highest), vif));
    const auto number = static_cast<std::int64_t>(rounded);
    if (coding.shape == Shape::bcd)
        put_bcd(number, coding.size, octets);
    else
        put_integer(static_cast<std::uint64_t>(number), coding.size, octets);
    return {};
}

void put_float(float number, OctetBuffer& octets) {
    std::uint32_t bits = 0;
    std::memcpy(&bits, &number, sizeof bits);
    put_integer(bits, sizeof bits, octets);
}

Checked<void> put_real(const RecordDescription& record, double count, OctetBuffer& octets) {
    const auto number = static_cast<float>(count);
    if (!std::isfinite(number)) return complaint(record, "{} is out of range: a real holds ±3.4e38 steps", count);
    put_float(number, octets);
    return {};
}

/// Appends the data for one kind of value, or reports that the coding does not fit.
struct DataWriter {
    const RecordDescription& record;
    const CodingEntry& coding;
    Dialect dialect;
    OctetBuffer& octets;

    [[nodiscard]] InputError misfit(std::string_view what) const {
        return complaint(record, "{} cannot be coded as {}", what, coding.name);
    }
    [[nodiscard]] Checked<void> number(double count) const {
        if (coding.shape == Shape::integer || coding.shape == Shape::bcd) return put_number(record, count, octets);
        if (coding.shape == Shape::real) return put_real(record, count, octets);
        return misfit("a number");
    }
    Checked<void> operator()(std::monostate) const {
        if (coding.shape == Shape::none) return {};
        return complaint(record, "a value is missing");
    }
    Checked<void> operator()(const Measure& measure) const {
        const VifEntry& vif = vif_entry(record.vif);
        const auto value = convert(measure, vif.unit);
        if (!value) return complaint(record, "{}", value.error().message);
        return number(vif.exponent < 0 ? *value * std::pow(10.0, -vif.exponent) : *value / step_of(vif));
    }
    Checked<void> operator()(std::int64_t count) const {
        if (coding.shape != Shape::integer) return number(static_cast<double>(count));
        const int bits = 8 * coding.size;
        if (bits < 64 && (count < -(std::int64_t{1} << (bits - 1)) || count >= std::int64_t{1} << bits))
            return complaint(record, "{} does not fit {}", count, coding.name);
        put_integer(static_cast<std::uint64_t>(count), coding.size, octets);
        return {};
    }
    Checked<void> operator()(double real) const {
        if (coding.shape != Shape::real || std::isfinite(real)) return number(real);
        return put_float(static_cast<float>(real), octets), Checked<void>{};
    }
    Checked<void> operator()(const std::string& text) const {
        if (coding.shape != Shape::text) return misfit("a text");
        if (text.size() > max_text)
            return complaint(record, "the text has {} characters (expected at most {})", text.size(), max_text);
        octets.push_back(static_cast<std::uint8_t>(text.size()));
        octets.insert(octets.end(), text.rbegin(), text.rend());
        return {};
    }
    Checked<void> operator()(const DateTime& when) const {
        if (coding.shape != Shape::moment) return misfit("a date or time");
        const auto moment = encode_date_time(when, coding.moment);
        if (!moment) return complaint(record, "{}", moment.error().message);
        octets.insert(octets.end(), moment->octets.begin(),
                      moment->octets.begin() + static_cast<std::ptrdiff_t>(moment->size));
        return {};
    }
    Checked<void> operator()(const RawDigits& raw) const {
        const std::string& digits = raw.digits;
        if (coding.shape == Shape::variable) {
            const auto lvar = lvar_of(coding.lvar, digits.size() / 2, dialect);
            if (!lvar || digits.size() % 2 != 0)
                return complaint(record, "{} cannot hold the {} digits '{}'", coding.name, digits.size(), digits);
            octets.push_back(*lvar);
        } else if (digits.size() != 2u * coding.size || coding.size == 0) {
            return complaint(record, "'{}' has {} digits, {} needs {}", digits, digits.size(), coding.name,
                             2 * coding.size);
        }
        for (std::size_t at = digits.size(); at > 0; at -= 2) {
            const auto octet = parse_integer<std::uint8_t>(digits.substr(at - 2, 2), 16);
            if (!octet) return complaint(record, "invalid digits '{}' (expected hex digits)", digits);
            octets.push_back(*octet);
        }
        return {};
    }
};

/// DIF and the DIFEs that storage number, tariff and device need.
Checked<void> put_dib(const RecordDescription& record, OctetBuffer& octets) {
    if (record.storage >> 41 != 0) return complaint(record, "storage number {} is 2^41 or more", record.storage);
    if (record.tariff >> 20 != 0) return complaint(record, "tariff {} is 2^20 or more", record.tariff);
    if (record.device >> 10 != 0) return complaint(record, "device {} is 2^10 or more", record.device);
    const auto& coding = entry_of(record.coding);
    octets.push_back(static_cast<std::uint8_t>(
        static_cast<unsigned>(coding.field) | static_cast<unsigned>(record.function) << 4 | (record.storage & 1) << 6));
    if (record.min_dife > max_extensions)
        return complaint(record, "{} DIFEs (expected at most {})", record.min_dife, max_extensions);
    const std::size_t dif = octets.size() - 1;
    std::uint64_t storage = record.storage >> 1;
    std::uint32_t tariff = record.tariff;
    unsigned device = record.device;
    for (std::size_t count = 0; storage != 0 || tariff != 0 || device != 0 || count < record.min_dife;
         ++count, storage >>= 4, tariff >>= 2, device >>= 1) {
        octets.back() |= extension_bit;
        octets.push_back(static_cast<std::uint8_t>((storage & 0x0F) | (tariff & 3) << 4 | (device & 1) << 6));
    }
    const bool has_meaning = octets[dif] == 0x0F || octets[dif] == 0x1F || octets[dif] == dif_filler;
    if (has_meaning) return complaint(record, "invalid DIF 0x{:02x} (expected the DIF of a record)", octets[dif]);
    return {};
}

/// VIF, plain text and VIFEs.
Checked<void> put_vib(const RecordDescription& record, OctetBuffer& octets) {
    const bool primary = record.vif.table == VifTable::primary;
    const std::size_t room = primary ? max_extensions : max_extensions - 1;
    if (record.vife.size() > room) return complaint(record, "{} VIFEs (expected at most {})", record.vife.size(), room);
    if (record.vif.code >= extension_bit) return complaint(record, "VIF code 0x{:02x} is above 0x7f", record.vif.code);
    const bool opens_table =
        record.vif.code == (vif_extension_fb & 0x7F) || record.vif.code == (vif_extension_fd & 0x7F);
    if (primary && opens_table && !record.vife.empty())
        return complaint(record, "VIF code 0x{:02x} takes no VIFE", record.vif.code);
    if (!primary) octets.push_back(record.vif.table == VifTable::extension_fb ? vif_extension_fb : vif_extension_fd);
    octets.push_back(record.vif.code);
    std::size_t last = octets.size() - 1;  // of the octets that have an extension bit
    if (primary && record.vif.code == vif_plain_text) {
        constexpr std::size_t max_vif_text = 128;
        if (record.vif_text.size() > max_vif_text)
            return complaint(record, "the plain text VIF has {} characters (expected at most {})",
                             record.vif_text.size(), max_vif_text);
        octets.push_back(static_cast<std::uint8_t>(record.vif_text.size()));
        octets.insert(octets.end(), record.vif_text.rbegin(), record.vif_text.rend());
    }
    for (const std::uint8_t vife : record.vife) {
        octets[last] |= extension_bit;
        octets.push_back(vife & 0x7F);
        last = octets.size() - 1;
    }
    return {};
}

}  // namespace

std::string_view name(Coding coding) {
    return entry_of(coding).name;
}

Checked<Coding> coding_named(std::string_view text) {
    std::string names;
    for (std::size_t i = 0; i < codings.size(); ++i) {
        if (codings[i].name == text) return static_cast<Coding>(i);
        names += (names.empty() ? "" : ", ") + std::string{codings[i].name};
    }
    return InputError{fmt::format("unknown coding '{}'; there are {}", text, names)};
}

std::size_t data_size(Coding coding) {
    return static_cast<std::size_t>(entry_of(coding).size);
}

std::size_t bcd_digits(Coding coding) {
    const CodingEntry& entry = entry_of(coding);
    return entry.shape == Shape::bcd ? 2u * entry.size : 0;
}

Checked<void> encode_record(const RecordDescription& record, OctetBuffer& octets, Dialect dialect) {
    const std::size_t start = octets.size();
    octets.insert(octets.end(), record.fillers, dif_filler);
    if (!record.raw.empty()) {
        octets.insert(octets.end(), record.raw.begin(), record.raw.end());
        return {};
    }
    Checked<void> done = put_dib(record, octets);
    if (done) done = put_vib(record, octets);
    if (done) done = std::visit(DataWriter{record, entry_of(record.coding), dialect, octets}, record.value);
    if (!done) octets.resize(start);
    return done;
}

Checked<OctetBuffer> encode_telegram(const TelegramDescription& telegram) {
    OctetBuffer octets;
    octets.reserve(max_user_data);
    put_integer(telegram.device.id, 4, octets);
    put_integer(telegram.device.manufacturer, 2, octets);
    octets.insert(octets.end(),
                  {telegram.device.version, telegram.device.medium, telegram.access_number, telegram.status});
    put_integer(telegram.signature, 2, octets);
    for (const RecordDescription& record : telegram.records)
        if (const auto done = encode_record(record, octets, telegram.dialect); !done) return done.error();
    octets.insert(octets.end(), telegram.fillers, dif_filler);
    if (telegram.more_follow || telegram.manufacturer_block || !telegram.manufacturer_data.empty()) {
        octets.push_back(telegram.more_follow ? 0x1F : 0x0F);
        octets.insert(octets.end(), telegram.manufacturer_data.begin(), telegram.manufacturer_data.end());
    }
    if (octets.size() > max_user_data)
        return InputError{
            fmt::format("the telegram has {} bytes of user data (expected at most {})", octets.size(), max_user_data)};
    return octets;
}

Checked<std::uint32_t> parse_id(std::string_view digits) {
    const bool decimal = digits.find_first_not_of("0123456789") == std::string_view::npos;
    if (digits.size() != 8 || !decimal)
        return InputError{fmt::format("invalid id '{}' (expected eight digits)", digits)};
    return *parse_integer<std::uint32_t>(digits, 16);
}

}  // namespace otbench::bus
