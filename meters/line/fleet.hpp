#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "meters/line/link_faults.hpp"
#include "meters/meter.hpp"
#include "meters/profile/profile_index.hpp"

namespace otbench::meters {

/// A meter, or several of a kind, as a person describes them.
struct MeterDescription {
    std::string name;     ///< of several, each gets its number behind it: "flat-7"
    std::string profile;  ///< a name or a path
    std::string address;  ///< 0 to 250, of several the first one's; a template: "{n}"; empty: the next free one
    std::string id;       ///< eight digits, of several the first one's; a template: "1000{n:04}"; empty: the profile's
    int count = 1;
    std::map<std::string, std::string> settings;  ///< everything else, by `apply_setting`
    bool shares_address = false;                  ///< it may be added where another meter has its address
};

/// "itron-cf-echo-2@5,id=14273160,energy=12 MWh" or "./my-meter.yaml@5": a profile or the path of one and, where
/// wanted, an address and settings.
[[nodiscard]] Checked<MeterDescription> parse_meter_description(std::string_view text);

/// A bus with meters and the endpoints at which clients find it, as yet unopened.
struct BusDescription {
    std::string name;
    double baud = 2400;      ///< of clients that cannot set a speed
    bool unlimited = false;  ///< what takes time on the wire takes none for clients
    LinkFaults link;         ///< between converter and clients
    std::vector<std::string> endpoints;
    std::vector<MeterDescription> meters;
};

/// "unlimited" or "wire": whether a bus is `BusDescription::unlimited`.
[[nodiscard]] Checked<bool> parse_bus_speed(std::string_view text);

/// Whether a file describes buses, and not a profile.
[[nodiscard]] bool is_fleet(std::string_view text);

/// A file of buses: under `buses`, each with `on`, `meters` and, where wanted, `baud`, `echo` and `faults` of its link.
/// Paths of profiles are relative to the folder of `file`. All mistakes at once; never throws on bad input.
[[nodiscard]] boost::system::result<std::vector<BusDescription>, std::vector<config::Diagnostic>> read_fleet(
    std::string_view text, const std::string& file);

/// What stands in such a file for one meter or for one bus, in YAML or JSON. All mistakes at once.
[[nodiscard]] boost::system::result<MeterDescription, std::vector<config::Diagnostic>> read_meter_entry(
    const std::string& name, std::string_view text);
[[nodiscard]] boost::system::result<BusDescription, std::vector<config::Diagnostic>> read_bus_entry(
    const std::string& name, std::string_view text);

/// Makes the meters of one bus. A meter without an address gets the one after that of the meter before it, the first
/// one `first_free`.
[[nodiscard]] Checked<std::vector<std::unique_ptr<Meter>>> make_meters(
    const std::vector<MeterDescription>& descriptions, const ProfileIndex& index, int first_free = 1);

}  // namespace otbench::meters
