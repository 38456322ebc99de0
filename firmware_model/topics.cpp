#include "firmware_model/topics.hpp"

#include <cctype>

namespace otbench::firmware {
namespace {

constexpr std::size_t longest_topic = 127;

/// `/loc1/loc2/loc3`, each left out with its slash when it is empty.
std::string location_path(const Locations& locations) {
    std::string path;
    for (const auto& location : locations) {
        if (!location.empty()) path += "/" + location;
    }
    return path;
}

}  // namespace

Identity Identity::of_bare_board(std::string_view mac) {
    Identity identity{"otb-iot", {}, "ffff:ffff"};
    for (const char c : mac) {
        const auto octet = static_cast<unsigned char>(c);
        if (std::isxdigit(octet) != 0) identity.chip += static_cast<char>(std::tolower(octet));
    }
    return identity;
}

std::string publish_topic(const Identity& identity, const Locations& locations, std::string_view sub,
                          std::string_view extra) {
    std::string topic = "/" + identity.root + location_path(locations) + "/" + identity.chip + "/" + std::string{sub};
    if (!extra.empty()) topic += "/" + std::string{extra};
    topic.resize(std::min(topic.size(), longest_topic));
    return topic;
}

std::array<std::string, 4> subscription_topics(const Identity& identity, const Locations& locations) {
    const std::string root = "/" + identity.root;
    const std::string located = root + location_path(locations);
    return {located + "/" + identity.chip, located + "/all", root + "/all", root + "/" + identity.chip};
}

std::string will_topic(const Identity& identity, const Locations& locations) {
    std::string topic = "/" + identity.root;
    for (const auto& location : locations) {
        if (!location.empty()) topic += location + "/";
    }
    return topic + "/" + identity.chip + "/status";
}

}  // namespace otbench::firmware
