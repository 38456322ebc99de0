#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <unordered_map>
#include <vector>

namespace otbench::sim {

/// A client of the broker, known or unknown to the network at the moment.
enum class ClientNumber : std::uint32_t {};

/// Who subscribed what. Looking up a topic costs one hash look-up and one match for each filter with a wildcard.
class SubscriptionTable {
public:
    struct Recipient {
        ClientNumber client;
        int qos;
        int further;  ///< how many more of its filters match with QoS 1 or 2
    };

    /// Subscribes; an identical filter of the same client is replaced.
    void set(ClientNumber client, const std::string& filter, int qos);
    void erase(ClientNumber client, const std::string& filter);
    void erase_all(ClientNumber client);

    /// The clients that get a message on `topic`, each once, by number. Of several filters of one client that match,
    /// the one counts that mosquitto finds first on its way down the levels: the literal branch, then `+`, then `#`.
    [[nodiscard]] std::vector<Recipient> recipients(const std::string& topic) const;

private:
    using Subscribers = std::map<ClientNumber, int>;
    std::unordered_map<std::string, Subscribers> literal_;
    std::map<std::string, Subscribers> wildcard_;
};

}  // namespace otbench::sim
