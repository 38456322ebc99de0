#pragma once

#include <boost/system/result.hpp>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "bus/encoder.hpp"
#include "bus/event_sink.hpp"
#include "bus/frame.hpp"

namespace otbench::meters {

/// One data record that a product sends, and what it shows when nobody says otherwise.
struct ProfileRecord {
    /// All but the value; its name is the value's: "energy", "flow-temperature", unique in the profile.
    bus::RecordDescription description;
    std::string initial;           ///< its value as a person writes it: "9730 kWh"; empty: it follows the id
    bool has_error_state = false;  ///< it may have no value, and then sends nines as a value during error state

    [[nodiscard]] const std::string& name() const { return description.name; }
    [[nodiscard]] bool follows_id() const { return initial.empty(); }
};

/// What a product is and sends: a file in the folder of profiles, read and checked.
struct Profile {
    std::string name;  ///< the file's, without extension: "itron-cf-echo-2"
    std::string title;
    std::string id;  ///< eight decimal digits
    std::uint16_t manufacturer = 0;
    std::uint8_t version = 0;
    std::uint8_t medium = 0;
    std::uint8_t status = 0;
    std::uint8_t first_access_number = 0;
    double baud = 2400;
    double unit_loads = 1;  ///< of 1.5 mA each
    Nanoseconds response_delay{};
    Nanoseconds start_up_time{};  ///< from the return of power until it listens
    std::vector<ProfileRecord> records;
    bus::OctetBuffer manufacturer_block;  ///< after DIF 0Fh at the end of the telegram; empty: none

    /// Null when there is no value of that name.
    [[nodiscard]] const ProfileRecord* find(std::string_view value_name) const;
    /// The names of all values, in the order of their records, joined by ", ".
    [[nodiscard]] std::string value_names() const;
};

/// One mistake in a profile file.
struct ProfileError {
    std::string file;
    int line = 0;    ///< from 1; 0: it concerns the file as a whole
    int column = 0;  ///< from 1
    std::string message;
};

/// "file:line:column: message".
[[nodiscard]] std::string to_string(const ProfileError& error);

using ProfileResult = boost::system::result<std::shared_ptr<const Profile>, std::vector<ProfileError>>;

/// Reads the YAML `text` of the profile `name`; `file` is for messages. All mistakes at once; never throws on bad
/// input.
[[nodiscard]] ProfileResult read_profile(std::string_view text, std::string name, const std::string& file);

}  // namespace otbench::meters
