#include "check/groups/catalogue.hpp"

#include "check/groups/rows.hpp"

namespace otbench::check {

const std::vector<Group>& all_groups() {
    static const std::vector<Group> groups = {
        {"link-layer", "Link layer", link_layer_cases()},
        {"robustness", "Robustness", robustness_cases()},
        {"multi-telegram", "Several telegrams", multi_telegram_cases()},
        {"secondary", "Secondary addresses", secondary_cases()},
        {"commands", "Commands", command_cases()},
        {"decoding", "Decoding", decoding_cases()},
        {"patience", "Patience", patience_cases()},
        {"courtesy", "Courtesy", courtesy_cases()},
        {"gateways", "Gateways", gateway_cases()},
    };
    return groups;
}

}  // namespace otbench::check
