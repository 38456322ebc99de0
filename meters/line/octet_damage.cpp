#include "meters/line/octet_damage.hpp"

namespace otbench::meters {

void LinkState::set(const LinkFaults& new_faults) {
    faults = new_faults;
    random = Random{static_cast<std::uint64_t>(faults.seed)};
    damaged = answers = 0;
}

void OctetDamage::begin_message() {
    octets_ = 0;
    damaged_ = false;
}

void OctetDamage::pass(std::uint8_t octet, Nanoseconds at, std::vector<TimedOctet>& out) {
    const LinkFaults& faults = state_.faults;
    const std::uint32_t place = octets_++;
    if (faults.direction != direction_ && faults.direction != LinkFaults::Direction::both) {
        out.push_back({at, octet});
        return;
    }
    if (!faults.insert.octets.empty() && place == faults.insert.at && may_damage())
        for (const std::uint8_t inserted : faults.insert.octets) out.push_back({at, inserted});
    if (is_lost(place)) return;
    if (!faults.flip.octets.empty() && place == faults.flip.at && may_damage()) octet ^= faults.flip.octets.front();
    octet = with_bit_errors(octet);
    if (faults.truncate > 0 && place >= faults.truncate && may_damage()) {
        if (faults.late_tail == Nanoseconds{0}) return;
        at += faults.late_tail;
    }
    out.push_back({at, octet});
}

/// Whether the present message is or may be one of those that are damaged; then it is from now on.
bool OctetDamage::may_damage() {
    if (damaged_) return true;
    if (state_.faults.times > 0 && state_.damaged >= state_.faults.times) return false;
    ++state_.damaged;
    return damaged_ = true;
}

bool OctetDamage::is_lost(std::uint32_t place) {
    const LinkFaults& faults = state_.faults;
    ++passed_;
    if (place >= faults.drop.at && place - faults.drop.at < faults.drop.count) return may_damage();
    if (faults.drop_every > 0 && passed_ % faults.drop_every == 0) return may_damage();
    return faults.losses > 0 && state_.random.share() < faults.losses && may_damage();
}

std::uint8_t OctetDamage::with_bit_errors(std::uint8_t octet) {
    constexpr int bits = 8;
    const LinkFaults& faults = state_.faults;
    if (faults.bit_errors <= 0) return octet;
    for (int bit = 0; bit < bits; ++bit) {
        const auto mask = static_cast<std::uint8_t>(1u << bit);
        if (burst_ == 0 && state_.random.share() < faults.bit_errors) burst_ = faults.burst;
        if (burst_ == 0) continue;
        --burst_;
        const bool one = (octet & mask) != 0;
        if (faults.flips == (one ? LinkFaults::Flips::lost_spaces : LinkFaults::Flips::lost_marks)) continue;
        if (may_damage()) octet ^= mask;
    }
    return octet;
}

}  // namespace otbench::meters
