#include "sim/mqtt/packet_faults.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <chrono>

#include "base/numbers.hpp"
#include "base/random.hpp"

namespace otbench::sim {
namespace {

// By control packet type: OASIS MQTT 3.1.1, table 2.1.
constexpr std::array<std::string_view, 15> packet_names = {
    "",          "CONNECT", "CONNACK",     "PUBLISH",  "PUBACK",  "PUBREC",   "PUBREL",    "PUBCOMP",
    "SUBSCRIBE", "SUBACK",  "UNSUBSCRIBE", "UNSUBACK", "PINGREQ", "PINGRESP", "DISCONNECT"};
constexpr std::uint8_t connack = 2;

// RFC 6298, 2: the first retransmission comes after 1 s, and each further one after twice as long.
constexpr Nanoseconds first_retransmission = std::chrono::seconds{1};
constexpr int most_retransmissions = 6;

/// Takes `ending` off the end of `text`; false when it does not end so.
bool remove_ending(std::string_view& text, std::string_view ending) {
    if (text.size() < ending.size() || text.substr(text.size() - ending.size()) != ending) return false;
    text.remove_suffix(ending.size());
    return true;
}

bool concerns(const PacketChoice& choice, PacketDirection direction, std::uint8_t type) {
    return choice.type == type && (!choice.direction || *choice.direction == direction);
}

/// Whether it is the turn of a fault, which is over then.
bool takes(std::optional<PacketChoice>& choice, PacketDirection direction, std::uint8_t type) {
    if (!choice || !concerns(*choice, direction, type)) return false;
    choice.reset();
    return true;
}

}  // namespace

std::string_view packet_name(std::uint8_t type) {
    return type < packet_names.size() ? packet_names.at(type) : "";
}

std::string_view name_of(PacketDirection direction) {
    return direction == PacketDirection::from_device ? "from device" : "to device";
}

Checked<PacketChoice> parse_packet_choice(std::string_view text) {
    std::string_view name = text;
    PacketChoice choice;
    for (const PacketDirection direction : {PacketDirection::from_device, PacketDirection::to_device})
        if (remove_ending(name, fmt::format(" {}", name_of(direction)))) choice.direction = direction;
    const auto* const found = std::find(packet_names.begin() + 1, packet_names.end(), name);
    if (found == packet_names.end())
        return InputError{fmt::format(
            "invalid packet '{}' (expected a type such as PUBLISH, PUBLISH from device or PUBACK to device)", text)};
    choice.type = static_cast<std::uint8_t>(found - packet_names.begin());
    return choice;
}

Checked<PacketCut> parse_packet_cut(std::string_view text) {
    constexpr std::string_view after = " after ";
    constexpr std::int64_t most_bytes = 1 << 20;
    const InputError wrong{
        fmt::format("invalid cut '{}' (expected one such as PUBLISH from device after 7 bytes)", text)};
    std::string_view rest = text;
    if (!remove_ending(rest, " bytes") && !remove_ending(rest, " byte")) return wrong;
    const auto at = rest.rfind(after);
    if (at == std::string_view::npos) return wrong;
    const auto bytes = parse_whole_number(rest.substr(at + after.size()), 0, most_bytes);
    if (!bytes) return wrong;
    const auto packet = parse_packet_choice(rest.substr(0, at));
    if (!packet) return packet.error();
    return PacketCut{*packet, static_cast<std::size_t>(*bytes)};
}

Nanoseconds PacketPath::extra_delay(PacketDirection direction, std::uint8_t type, std::size_t bytes, Nanoseconds now) {
    Random random{faults_.seed + 2 * static_cast<std::uint64_t>(now.count()) + static_cast<std::uint64_t>(direction)};
    Nanoseconds delay = faults_.latency;
    if (faults_.jitter > Nanoseconds{})
        delay +=
            Nanoseconds{static_cast<Nanoseconds::rep>(static_cast<double>(faults_.jitter.count()) * random.share())};
    Nanoseconds wait = first_retransmission;
    for (int i = 0; faults_.loss > 0 && i < most_retransmissions && random.share() < faults_.loss; ++i, wait *= 2)
        delay += wait;
    if (faults_.rate > 0) {
        const std::chrono::duration<double> takes{static_cast<double>(bytes) / faults_.rate};
        Nanoseconds& free_at = free_at_.at(std::size_t(direction));
        free_at = std::max(free_at, now) + std::chrono::duration_cast<Nanoseconds>(takes);
        delay += free_at - now;
    }
    if (type == connack) delay += faults_.connack_delay;
    return delay;
}

Nanoseconds PacketPath::arrival_delay(PacketDirection direction, std::uint8_t type, std::size_t bytes, Nanoseconds now,
                                      Nanoseconds usual) {
    const Nanoseconds extra = extra_delay(direction, type, bytes, now);
    Nanoseconds& arrived = arrived_at_.at(std::size_t(direction));
    const Nanoseconds arrival = std::max(now + usual + extra, arrived);
    if (extra > Nanoseconds{}) arrived = arrival;
    return arrival - now;
}

Nanoseconds PacketPath::closing_delay(PacketDirection direction, Nanoseconds now, Nanoseconds usual) {
    return arrival_delay(direction, 0, 0, now, usual);
}

PacketPassage PacketPath::pass(PacketDirection direction, boost::span<const std::uint8_t> packet, Nanoseconds now,
                               Nanoseconds usual) {
    PacketPassage passage;
    const auto type = static_cast<std::uint8_t>(packet.empty() ? 0 : packet[0] >> 4U);
    passage.delay = arrival_delay(direction, type, packet.size(), now, usual);

    std::vector<std::uint8_t> bytes{packet.begin(), packet.end()};
    if (takes(faults_.drop, direction, type)) {
        passage.fault = "drop";
        return passage;
    }
    if (faults_.cut && concerns(faults_.cut->packet, direction, type)) {
        passage.fault = "cut";
        passage.cut = true;
        bytes.resize(std::min(faults_.cut->after, bytes.size()));
        faults_.cut.reset();
    } else if (takes(faults_.corrupt, direction, type)) {
        passage.fault = "corrupt";
        bytes.back() ^= 0xFFU;
    } else if (takes(faults_.duplicate, direction, type)) {
        passage.fault = "duplicate";
        passage.copies.push_back(bytes);
    }
    passage.copies.push_back(std::move(bytes));
    return passage;
}

}  // namespace otbench::sim
