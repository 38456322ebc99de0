#include "meters/profile/profile.hpp"

#include <algorithm>
#include <cmath>

namespace otbench::meters {

bool ProfileRecord::has_value() const {
    const auto coding = description.coding;
    return description.raw.empty() && coding != bus::Coding::none && coding != bus::Coding::selection;
}

Nanoseconds LineTime::at(double baud) const {
    return time + Nanoseconds{std::llround(bits * 1e9 / baud)};
}

std::size_t log_size(const Profile& profile) {
    std::size_t size = 0;
    for (const ProfileReadout& readout : profile.readouts)
        for (const ProfileTelegram& telegram : readout.telegrams)
            if (const auto* variable = std::get_if<VariableTelegram>(&telegram.content))
                for (const ProfileRecord& record : variable->records) size = std::max(size, record.log_entry);
    return size;
}

std::vector<std::string> Profile::value_names() const {
    std::vector<std::string> names;
    const auto add = [&](const std::string& value_name) {
        if (std::find(names.begin(), names.end(), value_name) == names.end()) names.push_back(value_name);
    };
    for (const ProfileReadout& readout : readouts) {
        for (const ProfileTelegram& telegram : readout.telegrams) {
            if (const auto* variable = std::get_if<VariableTelegram>(&telegram.content)) {
                for (const ProfileRecord& record : variable->records)
                    if (record.has_value()) add(record.name());
                if (!variable->block_name.empty()) add(variable->block_name);
            } else if (const auto* fixed = std::get_if<FixedTelegram>(&telegram.content)) {
                for (const auto& counter : fixed->counters) add(counter.name);
            }
        }
    }
    return names;
}

bool Profile::has_value(std::string_view value_name) const {
    const auto names = value_names();
    return std::find(names.begin(), names.end(), value_name) != names.end();
}

const ProfileRecord* Profile::find(std::string_view value_name) const {
    for (const ProfileReadout& readout : readouts) {
        for (const ProfileTelegram& telegram : readout.telegrams) {
            const auto* variable = std::get_if<VariableTelegram>(&telegram.content);
            if (!variable) continue;
            for (const ProfileRecord& record : variable->records)
                if (record.has_value() && record.name() == value_name) return &record;
        }
    }
    return nullptr;
}

}  // namespace otbench::meters
