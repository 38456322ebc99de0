#include "runner/steps/inbox.hpp"

#include <utility>

namespace otbench::runner {

void Inbox::add(ReceivedMessage message) {
    topics_[message.topic].messages.push_back(messages_.size());
    messages_.push_back(std::move(message));
}

const ReceivedMessage* Inbox::peek(const std::string& topic) const {
    const auto found = topics_.find(topic);
    if (found == topics_.end() || found->second.taken == found->second.messages.size()) return nullptr;
    return &messages_[found->second.messages[found->second.taken]];
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
    for (const std::size_t index : found->second.messages) all.push_back(&messages_[index]);
    return all;
}

}  // namespace otbench::runner
