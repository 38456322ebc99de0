#include "runner/run/catalog.hpp"

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "meters/line/link_faults.hpp"
#include "meters/meter_settings.hpp"
#include "meters/profile/decoded_names.hpp"

namespace otbench::runner {
namespace {

/// Reads each profile once, when it is asked for.
class ProfileCache {
public:
    explicit ProfileCache(meters::ProfileIndex index) : index_(std::move(index)) {}

    /// Null when its file cannot be used.
    std::shared_ptr<const meters::Profile> find(const std::string& name) {
        const auto known = profiles_.find(name);
        if (known != profiles_.end()) return known->second;
        const auto profile = index_.load(name);
        return profiles_[name] = profile ? *profile : nullptr;
    }

private:
    meters::ProfileIndex index_;
    std::map<std::string, std::shared_ptr<const meters::Profile>> profiles_;
};

}  // namespace

ProfileCatalog make_catalog(const meters::ProfileIndex& index) {
    ProfileCatalog catalog;
    const auto names = index.names();
    catalog.profiles = {names.begin(), names.end()};
    catalog.is_path = meters::is_profile_path;
    const auto cache = std::make_shared<ProfileCache>(index);
    catalog.values = [cache](const std::string& name) -> std::optional<ProfileCatalog::Names> {
        const auto profile = cache->find(name);
        if (!profile) return std::nullopt;
        const auto values = profile->value_names();
        ProfileCatalog::Names all{values.begin(), values.end()};
        for (const auto& [decoded, own] : meters::decoded_names(*profile)) all.insert(decoded);
        return all;
    };
    catalog.complaint = [cache](const std::string& name, const std::string& value,
                                const std::string& text) -> std::optional<std::string> {
        const auto profile = cache->find(name);
        if (!profile) return std::nullopt;  // reported when the meter is built
        const auto set = meters::check_setting(profile, value, text);
        if (set) return std::nullopt;
        return set.error().message;
    };
    catalog.link_complaint = [](const std::string& name, const std::string& text) -> std::optional<std::string> {
        meters::LinkFaults faults;
        const auto set = meters::set_link_fault(faults, name, text);
        if (set) return std::nullopt;
        return set.error().message;
    };
    return catalog;
}

}  // namespace otbench::runner
