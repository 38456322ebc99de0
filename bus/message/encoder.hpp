#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/octets.hpp"
#include "bus/message/product.hpp"
#include "bus/record/codec_error.hpp"
#include "bus/record/date_time.hpp"
#include "bus/record/record.hpp"
#include "bus/record/unit.hpp"
#include "bus/record/vif.hpp"

namespace otbench::bus {

/// How a record codes its data. `date_g`, … fix the length (2, 4, 6, 3 octets) and with it the integer data field.
enum class Coding : std::uint8_t {
    none,
    int8,
    int16,
    int24,
    int32,
    int48,
    int64,
    real32,
    bcd2,
    bcd4,
    bcd6,
    bcd8,
    bcd12,
    bcd_positive,  ///< variable length, a positive number of as many digits as `RawDigits` has
    bcd_negative,  ///< the same, a negative one
    binary,        ///< variable length, a number in as many octets as `RawDigits` has pairs of digits
    text,
    date_g,
    date_time_f,
    date_time_i,
    time_j,
    selection,  ///< no data: the record is chosen for read-out
    special,    ///< the reserved special functions, DIFs that end in F: eight octets as `RawDigits`
};

/// "int32", "bcd8", "real32", "text", "date-g", "date-time-f", "date-time-i", "time-j", "none" and so on.
[[nodiscard]] std::string_view name(Coding coding);
[[nodiscard]] Checked<Coding> coding_named(std::string_view text);
/// How many octets of data a coding has; 0 where that varies.
[[nodiscard]] std::size_t data_size(Coding coding);
/// How many digits a BCD coding has; 0 for any other.
[[nodiscard]] std::size_t bcd_digits(Coding coding);

/// Data given digit for digit, in hex, most significant first: "999999" for a value that is not available.
struct RawDigits {
    std::string digits;
};

/// The value of a record: nothing, a quantity with its unit (rounded to the record's step), the coded integer as it
/// is (also one that marks an invalid value; of eight octets in two's complement), the coded real as it is, a text (an
/// octet a character), a date or time, or raw digits.
using RecordValue = std::variant<std::monostate, Measure, std::int64_t, double, std::string, DateTime, RawDigits>;

/// One data record to be built.
struct RecordDescription {
    std::string name;  ///< for messages
    VifCode vif;       ///< see `find_vif`
    Coding coding = Coding::int32;
    RecordValue value;
    Function function = Function::instantaneous;
    std::uint64_t storage = 0;  ///< below 2^41
    std::uint32_t tariff = 0;   ///< below 2^20
    std::uint16_t device = 0;   ///< below 2^10
    OctetBuffer vife = {};      ///< combinable VIFEs without extension bits, at most nine (ten in the primary table)
    std::string vif_text = {};  ///< of a plain text VIF (code 7C)
    std::size_t min_dife = 0;   ///< DIFEs to send even where fewer would do, at most ten
    std::size_t fillers = 0;    ///< idle fillers (DIF 2F) before the record
    OctetBuffer raw =
        {};  ///< a record without a meaning, byte for byte; then all other members but `fillers` are ignored
};

/// The user data of a variable data answer to be built.
struct TelegramDescription {
    DeviceKey device;  ///< `id` as eight BCD digits: 0x14273160
    std::uint8_t access_number = 0;
    std::uint8_t status = 0;
    std::uint16_t signature = 0;
    std::vector<RecordDescription> records;
    OctetBuffer manufacturer_data;        ///< after DIF 0F (or 1F)
    bool more_follow = false;             ///< ends with DIF 1F
    bool manufacturer_block = false;      ///< ends with DIF 0F even when there is no manufacturer data
    std::size_t fillers = 0;              ///< idle fillers (DIF 2F) after the records
    Dialect dialect = Dialect::standard;  ///< of lengths of variable data: standard or libmbus
};

/// Appends the octets of a record. The error names the record and what is allowed.
[[nodiscard]] Checked<void> encode_record(const RecordDescription& record, OctetBuffer& octets,
                                          Dialect dialect = Dialect::standard);

/// The user data (what follows CI 72), at most `max_user_data` octets.
[[nodiscard]] Checked<OctetBuffer> encode_telegram(const TelegramDescription& telegram);

/// Eight digits as a telegram carries them: "14273160" is 0x14273160.
[[nodiscard]] Checked<std::uint32_t> parse_id(std::string_view digits);

}  // namespace otbench::bus
