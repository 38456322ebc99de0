#include "runner/steps/message/dump.hpp"

#include <algorithm>

#include "base/numbers.hpp"

namespace otbench::runner {
namespace {

/// A dump without a count sends its octets in messages of 25 (spec: firmware, section 5.4).
constexpr std::size_t full_chunk = 25;

constexpr std::string_view hat_prefix = "mbus:data:";
constexpr std::string_view query_confirmed = "ok:sent_message";

std::optional<std::uint8_t> parse_octet(std::string_view digits) {
    return digits.size() == 2 ? parse_integer<std::uint8_t>(digits, 16) : std::nullopt;
}

}  // namespace

std::optional<Dump> last_dump(const std::vector<const ReceivedMessage*>& history) {
    Dump dump;
    bool found = false;
    for (auto it = history.rbegin(); it != history.rend(); ++it) {
        const auto chunk = parse_dump_chunk((*it)->payload);
        if (!found) {
            if (!chunk || !chunk->last) continue;
            found = true;
            dump.at = (*it)->at;
        } else if (!chunk || chunk->last || chunk->octets.size() != full_chunk) {
            break;
        }
        dump.octets.insert(dump.octets.begin(), chunk->octets.begin(), chunk->octets.end());
        dump.messages.insert(dump.messages.begin(), (*it)->event);
    }
    if (!found) return std::nullopt;
    return dump;
}

std::optional<Dump> last_hat_data(const std::vector<const ReceivedMessage*>& history) {
    const auto query = std::find_if(history.rbegin(), history.rend(),
                                    [](const auto* message) { return message->payload == query_confirmed; });
    if (query == history.rend()) return std::nullopt;
    Dump data;
    data.at = (*query)->at;
    for (auto it = query.base(); it != history.end(); ++it) {
        std::string_view digits = (*it)->payload;
        if (digits.substr(0, hat_prefix.size()) != hat_prefix) continue;
        digits.remove_prefix(hat_prefix.size());
        for (; digits.size() >= 2; digits.remove_prefix(2)) {
            if (const auto octet = parse_octet(digits.substr(0, 2))) data.octets.push_back(*octet);
        }
        data.messages.push_back((*it)->event);
        data.at = (*it)->at;
    }
    return data;
}

}  // namespace otbench::runner
