#include "firmware_model/network/topics.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cctype>

namespace otbench::firmware {
namespace {

constexpr std::size_t longest_topic = 127;
constexpr std::size_t longest_serial = 15;

/// `/loc1/loc2/loc3`, each left out with its slash when it is empty.
std::string location_path(const Locations& locations) {
    std::string path;
    for (const auto& location : locations) {
        if (!location.empty()) path += "/" + location;
    }
    return path;
}

/// Cut to what the firmware's buffer holds.
std::string fit(std::string topic) {
    topic.resize(std::min(topic.size(), longest_topic));
    return topic;
}

bool is_alphanumeric(char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0;
}

/// Letters and digits from the first of them on; what else there is between them becomes an underscore.
std::string chip_of_serial(std::string_view serial) {
    if (serial.size() > longest_serial) return {};
    std::string chip{std::find_if(serial.begin(), serial.end(), is_alphanumeric), serial.end()};
    std::replace_if(
        chip.begin(), chip.end(), [](char c) { return !is_alphanumeric(c); }, '_');
    return chip;
}

std::string chip_of_mac(std::string_view mac) {
    std::string chip;
    for (const char c : mac) {
        const auto octet = static_cast<unsigned char>(c);
        if (std::isxdigit(octet) != 0) chip += static_cast<char>(std::tolower(octet));
    }
    return chip;
}

}  // namespace

Identity Identity::of(const MainBoard& board, std::string_view mac) {
    std::string chip = chip_of_serial(board.serial);
    if (chip.empty()) chip = chip_of_mac(mac);
    return {std::string{board.topic_root}, std::move(chip), fmt::format("{:04x}:{:04x}", board.code, board.subcode)};
}

std::string publish_topic(const Identity& identity, const Locations& locations, std::string_view sub,
                          std::string_view extra) {
    std::string topic = "/" + identity.root + location_path(locations) + "/" + identity.chip + "/" + std::string{sub};
    if (!extra.empty()) topic += "/" + std::string{extra};
    return fit(std::move(topic));
}

std::array<std::string, 4> subscription_topics(const Identity& identity, const Locations& locations) {
    const std::string root = "/" + identity.root;
    const std::string located = root + location_path(locations);
    return {fit(located + "/" + identity.chip), fit(located + "/all"), fit(root + "/all"),
            fit(root + "/" + identity.chip)};
}

std::string will_topic(const Identity& identity, const Locations& locations, const QuirkFixes& fixes) {
    if (fixes[Quirk::will_topic_malformed]) return publish_topic(identity, locations, "status");
    std::string topic = "/" + identity.root;
    for (const auto& location : locations) {
        if (!location.empty()) topic += location + "/";
    }
    return fit(topic + "/" + identity.chip + "/status");
}

}  // namespace otbench::firmware
