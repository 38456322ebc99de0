#include "scenarios/catalog.hpp"

#include <map>
#include <memory>
#include <optional>
#include <string>

#include "meters/readout.hpp"

namespace otbench::scenarios {

ProfileCatalog make_catalog(const meters::ProfileIndex& index) {
    ProfileCatalog catalog;
    std::map<std::string, std::shared_ptr<const meters::Profile>> profiles;
    for (const std::string& name : index.names()) {
        const auto profile = index.load(name);
        if (!profile) continue;  // a scenario that uses it is told why when its meter is built
        profiles[name] = *profile;
        ProfileCatalog::Names& values = catalog.profiles[name];
        for (const std::string& value : (*profile)->value_names()) values.insert(value);
    }
    catalog.complaint = [profiles](const std::string& profile, const std::string& name,
                                   const std::string& text) -> std::optional<std::string> {
        const auto set = meters::Readout{profiles.at(profile)}.set_value(name, text);
        if (set) return std::nullopt;
        return set.error().message;
    };
    return catalog;
}

}  // namespace otbench::scenarios
