#include "sim/mqtt/retained_messages.hpp"

#include <algorithm>
#include <utility>

#include "base/mqtt/mqtt_packet.hpp"

namespace otbench::sim {
namespace {

/// The first level of a topic, and what is below it; nothing where the topic ends with that level.
std::pair<std::string_view, std::optional<std::string_view>> split(std::string_view topic) {
    const auto slash = topic.find('/');
    if (slash == std::string_view::npos) return {topic, std::nullopt};
    return {topic.substr(0, slash), topic.substr(slash + 1)};
}

template <typename Levels>
auto find(Levels& levels, std::string_view name) {
    return std::find_if(levels.begin(), levels.end(), [name](const auto& level) { return level.name == name; });
}

}  // namespace

void RetainedMessages::store(const RoutedMessage& message) {
    if (message.message.payload.empty()) {
        erase(root_, message.message.topic);
    } else {
        set(root_, message.message.topic, message);
    }
}

void RetainedMessages::set(Level& level, std::string_view rest, const RoutedMessage& message) {
    const auto [name, below] = split(rest);
    auto next = find(level.below, name);
    if (next == level.below.end()) next = level.below.insert(next, Level{std::string{name}, std::nullopt, {}});
    if (below) {
        set(*next, *below, message);
    } else {
        next->message = message;
    }
}

void RetainedMessages::erase(Level& level, std::string_view rest) {
    const auto [name, below] = split(rest);
    const auto next = find(level.below, name);
    if (next == level.below.end()) return;
    if (below) {
        erase(*next, *below);
    } else {
        next->message.reset();
    }
    if (!next->message && next->below.empty()) level.below.erase(next);
}

std::vector<RoutedMessage> RetainedMessages::matching(const std::string& filter) const {
    std::vector<RoutedMessage> found;
    collect(root_, filter, found);
    return found;
}

void RetainedMessages::collect(const Level& level, const std::string& filter, std::vector<RoutedMessage>& found) {
    if (level.message && mqtt::matches(filter, level.message->message.topic)) found.push_back(*level.message);
    for (const auto& below : level.below) collect(below, filter, found);
}

}  // namespace otbench::sim
