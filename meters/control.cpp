#include "meters/control.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "meters/meter_settings.hpp"

namespace otbench::meters {
namespace {

/// The first word of `text`, which is advanced behind it.
std::string_view take_word(std::string_view& text) {
    while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
    const std::string_view word = text.substr(0, text.find(' '));
    text.remove_prefix(word.size());
    while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
    return word;
}

bus::Checked<std::vector<Meter*>> meters_named(std::string_view name, const std::vector<Meter*>& meters) {
    std::vector<Meter*> found;
    std::vector<std::string_view> names;
    for (Meter* meter : meters) {
        if (name == "*" || meter->name() == name) found.push_back(meter);
        names.push_back(meter->name());
    }
    if (!found.empty()) return found;
    return bus::InputError{fmt::format("there is no meter '{}'; there are {}", name, fmt::join(names, ", "))};
}

std::string list(const std::vector<Meter*>& meters) {
    std::string text;
    for (const Meter* meter : meters)
        text += fmt::format("{} {} {} {}\n", meter->name(), meter->primary_address(), meter->readout().id(),
                            meter->profile().name);
    return text;
}

bus::Checked<std::string> get(const std::vector<Meter*>& meters, std::string_view key) {
    std::string text;
    for (const Meter* meter : meters) {
        std::vector<std::string> keys{std::string{key}};
        if (key.empty()) {
            const auto every = setting_keys();
            const auto values = meter->readout().value_names();
            keys.assign(every.begin(), every.end());
            keys.insert(keys.end(), values.begin(), values.end());
        }
        for (const std::string& one : keys) {
            const auto value = setting_of(*meter, one);
            if (!value) return value.error();
            text += fmt::format("{}={}\n", one, *value);
        }
    }
    return text;
}

bus::Checked<std::string> set(const std::vector<Meter*>& meters, std::string_view pair) {
    const std::size_t equals = pair.find('=');
    if (equals == std::string_view::npos) return bus::InputError{fmt::format("'{}' is not KEY=VALUE", pair)};
    for (Meter* meter : meters)
        if (const auto done = apply_setting(*meter, pair.substr(0, equals), pair.substr(equals + 1)); !done)
            return done.error();
    return std::string{};
}

}  // namespace

bus::Checked<std::string> carry_out(std::string_view line, const std::vector<Meter*>& meters) {
    const std::string_view verb = take_word(line);
    if (verb == "list") return list(meters);
    if (verb != "get" && verb != "set")
        return bus::InputError{fmt::format("'{}' is none of list, get METER [KEY], set METER KEY=VALUE", verb)};
    const auto found = meters_named(take_word(line), meters);
    if (!found) return found.error();
    return verb == "get" ? get(*found, line) : set(*found, line);
}

}  // namespace otbench::meters
