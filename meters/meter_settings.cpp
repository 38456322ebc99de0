#include "meters/meter_settings.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <array>
#include <cmath>

#include "base/config/suggest.hpp"
#include "base/numbers.hpp"
#include "base/text.hpp"
#include "bus/record/unit.hpp"
#include "meters/profile/record_fields.hpp"

namespace otbench::meters {
namespace {

constexpr std::string_view no_key = "none";

/// What a setting is set on, at `at`. Where it is only checked there is an application to try it on, and no meter.
struct Subject {
    MeterApplication& application;
    Meter* meter;
    Nanoseconds at{};
};

/// Does `change` with what was read from a text, or says why there is nothing.
template <class Value, class Change>
Checked<void> use(const Checked<Value>& value, Change&& change) {
    if (!value) return value.error();
    change(*value);
    return {};
}

Checked<Nanoseconds> parse_response_delay(std::string_view text) {
    const auto measure = bus::parse_measure(text);
    const auto seconds = measure ? bus::convert(*measure, bus::Unit::second) : measure.error();
    if (!seconds) return seconds.error();
    if (!(*seconds >= 0 && *seconds <= 3600))
        return InputError{fmt::format("invalid time '{}' (expected 0 s to 1 h)", text)};
    return Nanoseconds{std::llround(*seconds * 1e9)};
}

/// Sets one octet or more of the identification beside the number.
template <class Value>
Checked<void> set_header(MeterApplication& application, const Checked<Value>& value, Value bus::DeviceKey::*member) {
    if (!value) return value.error();
    bus::DeviceKey device = application.readout().device();
    device.*member = *value;
    return application.readout().set_device(device);
}

std::string milliseconds(Nanoseconds time) {
    return fmt::format("{} ms", std::chrono::duration<double, std::milli>(time).count());
}

/// What can be set beside values and faults.
struct Setting {
    std::string_view key;
    Checked<void> (*set)(const Subject&, std::string_view);
    std::string (*get)(const Meter&);
};
const std::array<Setting, 14> settings = {{
    {"id", [](const Subject& subject, std::string_view text) { return subject.application.readout().set_id(text); },
     [](const Meter& meter) { return meter.readout().id(); }},
    {"header-manufacturer",
     [](const Subject& subject, std::string_view text) {
         return set_header(subject.application, parse_manufacturer(text), &bus::DeviceKey::manufacturer);
     },
     [](const Meter& meter) { return fmt::format("{:#06x}", meter.readout().device().manufacturer); }},
    {"header-version",
     [](const Subject& subject, std::string_view text) {
         return set_header(subject.application, parse_whole_octet(text, 0xFF), &bus::DeviceKey::version);
     },
     [](const Meter& meter) { return std::to_string(meter.readout().device().version); }},
    {"header-medium",
     [](const Subject& subject, std::string_view text) {
         return set_header(subject.application, parse_medium(text), &bus::DeviceKey::medium);
     },
     [](const Meter& meter) { return fmt::format("{:#04x}", meter.readout().device().medium); }},
    {"model",
     [](const Subject& subject, std::string_view text) { return subject.application.set_model(text, subject.at); },
     [](const Meter& meter) { return meter.application().model(); }},
    {"address",
     [](const Subject& subject, std::string_view text) {
         return use(parse_whole_octet(text, bus::address::last_primary), [&](std::uint8_t address) {
             if (subject.meter != nullptr) subject.meter->set_primary_address(address);
         });
     },
     [](const Meter& meter) { return std::to_string(meter.primary_address()); }},
    {"status",
     [](const Subject& subject, std::string_view text) {
         return use(parse_whole_octet(text, 0xFF),
                    [&](std::uint8_t status) { subject.application.readout().set_status(status); });
     },
     [](const Meter& meter) { return fmt::format("{:#04x}", meter.readout().status()); }},
    {"alarm",
     [](const Subject& subject, std::string_view text) {
         return use(parse_whole_octet(text, 0xFF), [&](std::uint8_t alarm) { subject.application.set_alarm(alarm); });
     },
     [](const Meter& meter) { return fmt::format("{:#04x}", meter.application().alarm()); }},
    {"access-number",
     [](const Subject& subject, std::string_view text) {
         return use(parse_whole_octet(text, 0xFF),
                    [&](std::uint8_t number) { subject.application.set_access_number(number); });
     },
     [](const Meter& meter) { return std::to_string(meter.application().access_number()); }},
    {"key",
     [](const Subject& subject, std::string_view text) -> Checked<void> {
         if (text == no_key) return subject.application.readout().set_key({});
         const auto key = bus::parse_aes_key(text);
         if (!key) return key.error();
         return subject.application.readout().set_key(*key);
     },
     [](const Meter& meter) {
         const auto& key = meter.readout().key();
         return key ? hex_text(*key) : std::string{no_key};
     }},
    {"baud",
     [](const Subject& subject, std::string_view text) {
         return use(parse_baud(text), [&](double baud) {
             if (subject.meter != nullptr) subject.meter->set_baud(baud);
         });
     },
     [](const Meter& meter) { return fmt::format("{}", meter.baud()); }},
    {"response-delay",
     [](const Subject& subject, std::string_view text) {
         return use(parse_response_delay(text), [&](Nanoseconds delay) {
             if (subject.meter != nullptr) subject.meter->set_response_delay(delay);
         });
     },
     [](const Meter& meter) { return milliseconds(meter.response_delay()); }},
    {"push-interval",
     [](const Subject& subject, std::string_view text) {
         return use(parse_time(text), [&](Nanoseconds interval) {
             if (subject.meter != nullptr) subject.meter->set_push_interval(interval);
         });
     },
     [](const Meter& meter) { return milliseconds(meter.push_interval()); }},
    {"filling",
     [](const Subject& subject, std::string_view text) {
         return use(parse_whole_number(text, 0, subject.application.readout().log_size()), [&](std::int64_t filling) {
             subject.application.readout().set_filling(static_cast<std::size_t>(filling));
         });
     },
     [](const Meter& meter) { return std::to_string(meter.readout().filling()); }},
}};

InputError unknown_setting(const MeterApplication& application, std::string_view key) {
    const auto values = application.readout().value_names();
    std::vector<std::string_view> known = setting_keys();
    known.insert(known.end(), values.begin(), values.end());
    const auto listed = known;
    for (const FaultEntry& fault : fault_entries()) known.emplace_back(fault.name);
    const auto guess = config::nearest(key, known);
    return {guess.empty() ? fmt::format("unknown setting '{}'; known: {}, and the faults of 'otbench profiles faults'",
                                        key, fmt::join(listed, ", "))
                          : fmt::format("unknown setting '{}'; did you mean '{}'?", key, guess)};
}

Checked<void> set(const Subject& subject, std::string_view key, std::string_view text) {
    const auto named = [&](const Checked<void>& done) -> Checked<void> {
        if (done) return {};
        return InputError{fmt::format("{}: {}", key, done.error().message)};
    };
    for (const Setting& setting : settings)
        if (setting.key == key) return named(setting.set(subject, text));
    if (const FaultEntry* fault = find_fault(key)) {
        Faults faults = subject.meter != nullptr ? subject.meter->faults() : Faults{};
        const auto done = fault->set(faults, text);
        if (done && subject.meter != nullptr) subject.meter->set_faults(faults);
        return named(done);
    }
    if (!subject.application.value_named(key)) return unknown_setting(subject.application, key);
    return subject.application.set_value(std::string{key}, text, subject.at);
}

}  // namespace

std::vector<std::string_view> setting_keys() {
    std::vector<std::string_view> keys;
    keys.reserve(std::size(settings));
    for (const Setting& setting : settings) keys.push_back(setting.key);
    return keys;
}

Checked<std::uint8_t> parse_whole_octet(std::string_view text, int most) {
    const auto number = parse_whole_number(text, 0, most);
    if (!number) return number.error();
    return static_cast<std::uint8_t>(*number);
}

Checked<void> apply_setting(Meter& meter, std::string_view key, std::string_view text) {
    return set({meter.application(), &meter, meter.now()}, key, text);
}

Checked<void> check_setting(const std::shared_ptr<const Profile>& profile, std::string_view key,
                            std::string_view text) {
    MeterApplication trial{profile};
    return set({trial, nullptr, {}}, key, text);
}

Checked<std::string> setting_of(const Meter& meter, std::string_view key) {
    for (const Setting& setting : settings)
        if (setting.key == key) return setting.get(meter);
    if (const FaultEntry* fault = find_fault(key)) return fault->get(meter.faults());
    const auto value = meter.application().value(std::string{key});
    if (!value) return unknown_setting(meter.application(), key);
    return *value;
}

}  // namespace otbench::meters
