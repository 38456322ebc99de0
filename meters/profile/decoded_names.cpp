#include "meters/profile/decoded_names.hpp"

#include <algorithm>

#include "bus/reading/reading.hpp"
#include "meters/profile/readout.hpp"

namespace otbench::meters {
namespace {

/// The selector of a record in a reading; empty if it cannot be decoded.
std::string decoded_name(const bus::RecordDescription& record) {
    bus::TelegramDescription telegram;
    telegram.records.push_back(record);
    const auto octets = bus::encode_telegram(telegram);
    if (!octets) return {};
    const auto reading = bus::Reading::decode(*octets);
    return reading && !reading->values.empty() ? reading->values.front().selector() : std::string{};
}

void add_names(const VariableTelegram& telegram, const std::string& id, std::map<std::string, std::string>& names) {
    for (const ProfileRecord& record : telegram.records) {
        if (!record.has_value()) continue;
        const auto described = with_default(record, id);
        if (described) names.emplace(decoded_name(*described), record.name());
    }
}

}  // namespace

std::map<std::string, std::string> decoded_names(const Profile& profile) {
    std::map<std::string, std::string> names;
    for (const ProfileReadout& readout : profile.readouts)
        for (const ProfileTelegram& telegram : readout.telegrams)
            if (const auto* variable = std::get_if<VariableTelegram>(&telegram.content))
                add_names(*variable, profile.id, names);
    names.erase("");
    return names;
}

std::optional<std::string> value_name(const Profile& profile, std::string_view name) {
    if (profile.has_value(name)) return std::string{name};
    const auto names = decoded_names(profile);
    const auto found = names.find(std::string{name});
    return found == names.end() ? std::nullopt : std::optional{found->second};
}

}  // namespace otbench::meters
