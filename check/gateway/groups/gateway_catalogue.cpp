#include "check/gateway/groups/gateway_catalogue.hpp"

#include "check/gateway/groups/deeds.hpp"

namespace otbench::check {

const std::vector<Group>& gateway_groups() {
    static const std::vector<Group> groups = {
        {"connection", "Connection to the broker", connection_cases()},
        {"messages", "Commands", message_cases()},
        {"meters", "Meters", meter_cases()},
    };
    return groups;
}

}  // namespace otbench::check
