#pragma once

#include <array>
#include <boost/system/result.hpp>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/config/diagnostics.hpp"
#include "base/time.hpp"
#include "bus/frame/frame.hpp"
#include "bus/message/encoder.hpp"
#include "bus/security/aes.hpp"
#include "bus/slave/slave_link.hpp"

namespace otbench::meters {

/// One data record that a product sends, with its default value.
struct ProfileRecord {
    /// All but the value; its name is the value's: "energy", "flow-temperature".
    bus::RecordDescription description;
    std::string initial;        ///< its value as `with_value` reads it: "9730 kWh"
    bool follows_id = false;    ///< it shows the meter's id until it is given a value
    bool follows_page = false;  ///< it shows the number of its telegram until it is given a value
    std::string error_digits;   ///< what it sends, as a value during error state, when it has no value; empty: never
    std::size_t log_entry = 0;  ///< the entry of the meter's log to which it belongs, from 1; 0: always sent

    [[nodiscard]] const std::string& name() const { return description.name; }
    /// False for records that always look the same: without data, or octets without a meaning.
    [[nodiscard]] bool has_value() const;
};

/// A telegram of variable data (CI 72).
struct VariableTelegram {
    std::vector<ProfileRecord> records;
    OctetBuffer manufacturer_data;    ///< after DIF 0F, or 1F when another telegram follows
    bool manufacturer_block = false;  ///< DIF 0F comes even without manufacturer data
    std::string block_name;           ///< of the manufacturer data as a value; empty: they are always the same
    std::size_t fillers = 0;          ///< DIF 2F after the records
};

/// A telegram of fixed data (CI 73): two counters.
struct FixedTelegram {
    struct Counter {
        std::string name;
        std::uint8_t unit = 0;  ///< code, below 64
        std::string initial;    ///< eight hex digits, as sent
    };
    std::uint8_t medium = 0;  ///< code of fixed data, below 16
    std::array<Counter, 2> counters;
};

/// An answer given octet for octet.
struct RawTelegram {
    std::uint8_t ci = 0;
    OctetBuffer octets;
};

/// Properties of one telegram that override those of the profile.
struct TelegramHeader {
    std::optional<std::uint8_t> status;  ///< as long as the meter has the profile's status
    std::optional<std::uint16_t> signature;
    std::optional<std::uint8_t> control_flags;
};

struct ProfileTelegram {
    std::variant<VariableTelegram, FixedTelegram, RawTelegram> content;
    TelegramHeader header;
    bool more_follows = false;  ///< announces another one; a sequence that ends so gets an invented last telegram
    bool invented = false;      ///< ends a sequence whose last recorded telegram announces another one
};

/// The telegrams that follow each other, and the command after which they are what the meter sends.
struct ProfileReadout {
    std::optional<std::uint8_t> subcode;  ///< of an application reset
    std::optional<std::uint8_t> ci;       ///< of any other command
    OctetBuffer record;                   ///< of a CI 51 command: the first octets of one of its data records
    std::vector<ProfileTelegram> telegrams;
};

/// Telegrams that a meter sends unasked.
struct Push {
    Nanoseconds interval{};          ///< 0: never
    std::optional<std::uint8_t> to;  ///< the peer, which has to acknowledge; none: RSP_UD to whoever listens
    std::uint8_t ci = 0x5B;          ///< of the SND_UD to the peer
};

/// A time that is counted in bits of the line, in seconds, or in both.
struct LineTime {
    Nanoseconds time{};
    double bits = 0;

    /// At `baud` bits a second.
    [[nodiscard]] Nanoseconds at(double baud) const;
};

/// What a product is and sends: a file in the folder of profiles, read and checked.
struct Profile {
    std::string name;  ///< the file's, without extension: "itron-cf-echo-2"
    std::string title;
    std::string id;  ///< eight digits, normally decimal
    std::uint16_t manufacturer = 0;
    std::uint8_t version = 0;
    std::uint8_t medium = 0;
    std::uint8_t status = 0;
    std::uint16_t signature = 0;
    std::uint8_t first_access_number = 0;
    std::uint8_t access_number_step = 1;  ///< from one telegram to the next
    std::uint8_t control_flags = 0;       ///< ACD and DFC in the control field of its answers
    bool big_endian = false;              ///< numbers in "mode 2" byte order: CI 76 and 77
    bus::Dialect dialect = bus::Dialect::standard;
    std::optional<bus::AesKey> key;  ///< its variable data are encrypted with it, in mode 5
    double baud = 2400;
    std::vector<double> baud_rates;  ///< that a master may choose; `baud` among them
    Nanoseconds baud_fallback{};     ///< without a good frame at a new rate it returns to the old one
    double unit_loads = 1;           ///< of 1.5 mA each
    LineTime response_delay;         ///< within what the standard allows
    Nanoseconds start_up_time{};     ///< from the return of power until it listens
    bus::LinkVariant link;
    std::vector<ProfileReadout> readouts;  ///< at least one; the first is the default
    std::optional<ProfileTelegram> alarm;  ///< its class 1 data; none: the alarm status (CI 71)
    std::optional<Push> push;
    std::size_t log_size = 0;  ///< the greatest `log_entry`
    std::size_t filling = 0;   ///< so many entries of the log exist; records of others are not sent

    /// The names of all values, in the order of their records, each once.
    [[nodiscard]] std::vector<std::string> value_names() const;
    [[nodiscard]] bool has_value(std::string_view value_name) const;
    /// Null when no record shows a value of that name.
    [[nodiscard]] const ProfileRecord* find(std::string_view value_name) const;
};

/// The greatest `log_entry` of its records.
[[nodiscard]] std::size_t log_size(const Profile& profile);

using ProfileResult = boost::system::result<std::shared_ptr<const Profile>, std::vector<config::Diagnostic>>;

/// Reads the YAML `text` of the profile `name`; `file` is for messages. All mistakes at once; never throws on bad
/// input.
[[nodiscard]] ProfileResult read_profile(std::string_view text, std::string name, const std::string& file);
/// Only what identifies the product: title, manufacturer, version, medium and number. A mistake in the telegrams, which
/// are nearly the whole of a file, is not found.
[[nodiscard]] ProfileResult read_profile_identity(std::string_view text, std::string name, const std::string& file);

}  // namespace otbench::meters
