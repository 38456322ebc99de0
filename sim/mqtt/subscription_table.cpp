#include "sim/mqtt/subscription_table.hpp"

#include <algorithm>
#include <string_view>

#include "base/mqtt/mqtt_packet.hpp"
#include "sim/mqtt/mqtt_topics.hpp"

namespace otbench::sim {
namespace {

struct Candidate {
    ClientNumber client;
    int qos;
    std::string_view filter;
};

/// Cuts the first level off `rest`; where a filter has ended, its rank is behind that of a `#`, which matches the
/// level above it too.
int take_rank(std::string_view& rest, bool& ended) {
    if (ended) return 3;
    const auto slash = rest.find('/');
    const auto level = rest.substr(0, slash);
    ended = slash == std::string_view::npos;
    rest.remove_prefix(ended ? rest.size() : slash + 1);
    return level == "#" ? 2 : level == "+" ? 1 : 0;
}

/// Order of two filters that match one topic.
bool precedes(std::string_view a, std::string_view b) {
    bool a_ended = false;
    bool b_ended = false;
    while (!a_ended || !b_ended) {
        const int a_rank = take_rank(a, a_ended);
        const int b_rank = take_rank(b, b_ended);
        if (a_rank != b_rank) return a_rank < b_rank;
    }
    return false;
}

template <typename Table>
void erase_from(Table& table, typename Table::iterator entry, ClientNumber client) {
    entry->second.erase(client);
    if (entry->second.empty()) table.erase(entry);
}

template <typename Table>
void erase_client(Table& table, ClientNumber client) {
    for (auto entry = table.begin(); entry != table.end();) erase_from(table, entry++, client);
}

}  // namespace

void SubscriptionTable::set(ClientNumber client, const std::string& filter, int qos) {
    (has_wildcard(filter) ? wildcard_[filter] : literal_[filter])[client] = qos;
}

void SubscriptionTable::erase(ClientNumber client, const std::string& filter) {
    if (const auto entry = literal_.find(filter); entry != literal_.end()) erase_from(literal_, entry, client);
    if (const auto entry = wildcard_.find(filter); entry != wildcard_.end()) erase_from(wildcard_, entry, client);
}

void SubscriptionTable::erase_all(ClientNumber client) {
    erase_client(literal_, client);
    erase_client(wildcard_, client);
}

std::vector<SubscriptionTable::Recipient> SubscriptionTable::recipients(const std::string& topic) const {
    std::vector<Candidate> candidates;
    const auto add = [&candidates](std::string_view filter, const Subscribers& subscribers) {
        for (const auto& [client, qos] : subscribers) candidates.push_back({client, qos, filter});
    };
    if (const auto entry = literal_.find(topic); entry != literal_.end()) add(entry->first, entry->second);
    for (const auto& [filter, subscribers] : wildcard_) {
        if (mqtt::matches(filter, topic)) add(filter, subscribers);
    }
    std::sort(candidates.begin(), candidates.end(), [](const Candidate& a, const Candidate& b) {
        return a.client != b.client ? a.client < b.client : precedes(a.filter, b.filter);
    });

    std::vector<Recipient> recipients;
    for (const auto& candidate : candidates) {
        if (recipients.empty() || recipients.back().client != candidate.client) {
            recipients.push_back({candidate.client, candidate.qos, 0});
        } else if (candidate.qos > 0) {
            ++recipients.back().further;
        }
    }
    return recipients;
}

}  // namespace otbench::sim
