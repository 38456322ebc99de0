#include "meters/meter_settings.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <array>
#include <cmath>

#include "base/numbers.hpp"
#include "bus/record/unit.hpp"
#include "meters/profile/record_fields.hpp"

namespace otbench::meters {
namespace {

Checked<void> set_address(Meter& meter, std::string_view text) {
    const auto address = parse_whole_octet(text, bus::address::last_primary);
    if (!address) return address.error();
    meter.set_primary_address(*address);
    return {};
}

Checked<void> set_status(Meter& meter, std::string_view text) {
    const auto status = parse_whole_octet(text, 0xFF);
    if (!status) return status.error();
    meter.readout().set_status(*status);
    return {};
}

Checked<void> set_alarm(Meter& meter, std::string_view text) {
    const auto alarm = parse_whole_octet(text, 0xFF);
    if (!alarm) return alarm.error();
    meter.application().set_alarm(*alarm);
    return {};
}

Checked<void> set_access_number(Meter& meter, std::string_view text) {
    const auto number = parse_whole_octet(text, 0xFF);
    if (!number) return number.error();
    meter.application().set_access_number(*number);
    return {};
}

Checked<void> set_response_delay(Meter& meter, std::string_view text) {
    const auto measure = bus::parse_measure(text);
    const auto seconds = measure ? bus::convert(*measure, bus::Unit::second) : measure.error();
    if (!seconds) return seconds.error();
    if (!(*seconds >= 0 && *seconds <= 3600)) return InputError{fmt::format("'{}' is not within 0 s to 1 h", text)};
    meter.set_response_delay(Nanoseconds{std::llround(*seconds * 1e9)});
    return {};
}

Checked<void> set_baud(Meter& meter, std::string_view text) {
    const auto baud = parse_baud(text);
    if (!baud) return baud.error();
    meter.set_baud(*baud);
    return {};
}

/// Sets one octet or more of the identification beside the number.
template <class Value>
Checked<void> set_header(Meter& meter, const Checked<Value>& value, Value bus::DeviceKey::*member) {
    if (!value) return value.error();
    bus::DeviceKey device = meter.readout().device();
    device.*member = *value;
    return meter.readout().set_device(device);
}

/// What can be set beside values.
struct Setting {
    std::string_view key;
    Checked<void> (*set)(Meter&, std::string_view);
    std::string (*get)(const Meter&);
};
const std::array<Setting, 11> settings = {{
    {"id", [](Meter& meter, std::string_view text) { return meter.readout().set_id(text); },
     [](const Meter& meter) { return meter.readout().id(); }},
    {"header-manufacturer",
     [](Meter& meter, std::string_view text) {
         return set_header(meter, parse_manufacturer(text), &bus::DeviceKey::manufacturer);
     },
     [](const Meter& meter) { return fmt::format("{:#06x}", meter.readout().device().manufacturer); }},
    {"header-version",
     [](Meter& meter, std::string_view text) {
         return set_header(meter, parse_whole_octet(text, 0xFF), &bus::DeviceKey::version);
     },
     [](const Meter& meter) { return std::to_string(meter.readout().device().version); }},
    {"header-medium",
     [](Meter& meter, std::string_view text) { return set_header(meter, parse_medium(text), &bus::DeviceKey::medium); },
     [](const Meter& meter) { return fmt::format("{:#04x}", meter.readout().device().medium); }},
    {"model", [](Meter& meter, std::string_view text) { return meter.application().set_model(text, meter.now()); },
     [](const Meter& meter) { return meter.application().model(); }},
    {"address", set_address, [](const Meter& meter) { return std::to_string(meter.primary_address()); }},
    {"status", set_status, [](const Meter& meter) { return fmt::format("{:#04x}", meter.readout().status()); }},
    {"alarm", set_alarm, [](const Meter& meter) { return fmt::format("{:#04x}", meter.application().alarm()); }},
    {"access-number", set_access_number,
     [](const Meter& meter) { return std::to_string(meter.application().access_number()); }},
    {"baud", set_baud, [](const Meter& meter) { return fmt::format("{}", meter.baud()); }},
    {"response-delay", set_response_delay,
     [](const Meter& meter) {
         return fmt::format("{} ms", std::chrono::duration<double, std::milli>(meter.response_delay()).count());
     }},
}};

InputError unknown_setting(const Meter& meter, std::string_view key) {
    return {fmt::format("meter '{}' has no '{}'; it has {}, {}, and the faults of 'otbench profiles faults'",
                        meter.name(), key, fmt::join(setting_keys(), ", "),
                        fmt::join(meter.readout().value_names(), ", "))};
}

}  // namespace

std::vector<std::string_view> setting_keys() {
    std::vector<std::string_view> keys;
    for (const Setting& setting : settings) keys.push_back(setting.key);
    return keys;
}

Checked<std::uint8_t> parse_whole_octet(std::string_view text, int most) {
    const auto number = parse_whole_number(text, 0, most);
    if (!number) return number.error();
    return static_cast<std::uint8_t>(*number);
}

Checked<void> apply_setting(Meter& meter, std::string_view key, std::string_view text) {
    for (const Setting& setting : settings) {
        if (setting.key != key) continue;
        const auto done = setting.set(meter, text);
        if (done) return done;
        return InputError{fmt::format("{} of meter '{}': {}", key, meter.name(), done.error().message)};
    }
    if (const FaultEntry* fault = find_fault(key)) {
        Faults faults = meter.faults();
        const auto done = fault->set(faults, text);
        if (!done) return InputError{fmt::format("{} of meter '{}': {}", key, meter.name(), done.error().message)};
        meter.set_faults(faults);
        return {};
    }
    if (!meter.profile().has_value(key)) return unknown_setting(meter, key);
    return meter.application().set_value(std::string{key}, text, meter.now());
}

Checked<std::string> setting_of(const Meter& meter, std::string_view key) {
    for (const Setting& setting : settings)
        if (setting.key == key) return setting.get(meter);
    if (const FaultEntry* fault = find_fault(key)) return fault->get(meter.faults());
    const auto value = meter.application().value(std::string{key});
    if (!value) return unknown_setting(meter, key);
    return *value;
}

}  // namespace otbench::meters
