#include "runner/steps/inbox.hpp"

#include <utility>

namespace otbench::runner {

void Inbox::add(ReceivedMessage message) {
    Topic& topic = topics_[message.topic];
    topic.messages.push_back(std::move(message));
}

const ReceivedMessage* Inbox::peek(const std::string& topic) const {
    const auto found = topics_.find(topic);
    if (found == topics_.end() || found->second.taken == found->second.messages.size()) return nullptr;
    return &found->second.messages[found->second.taken];
}

void Inbox::take_next(const std::string& topic) {
    if (peek(topic)) ++topics_[topic].taken;
}

std::vector<const ReceivedMessage*> Inbox::take_all(const std::string& topic) {
    std::vector<const ReceivedMessage*> taken;
    while (const ReceivedMessage* message = peek(topic)) {
        taken.push_back(message);
        take_next(topic);
    }
    return taken;
}

std::vector<const ReceivedMessage*> Inbox::history(const std::string& topic) const {
    std::vector<const ReceivedMessage*> all;
    const auto found = topics_.find(topic);
    if (found == topics_.end()) return all;
    for (const ReceivedMessage& message : found->second.messages) all.push_back(&message);
    return all;
}

void Inbox::keep(std::size_t most) {
    for (auto& [name, topic] : topics_)
        for (; topic.messages.size() > most; topic.messages.pop_front()) topic.taken -= topic.taken > 0 ? 1 : 0;
}

}  // namespace otbench::runner
