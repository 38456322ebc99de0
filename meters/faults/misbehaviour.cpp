#include "meters/faults/misbehaviour.hpp"

#include <algorithm>

#include "bus/message/command.hpp"
#include "meters/profile/record_fields.hpp"

namespace otbench::meters {
namespace {

// Octets of a long frame (spec: M-Bus protocol, sections 3 and 10.1).
constexpr std::size_t address_at = 5;
constexpr std::size_t ci_at = 6;
constexpr std::size_t id_at = 7;
constexpr std::size_t access_number_at = 15;
constexpr std::size_t first_summed = 4;
constexpr std::uint8_t ci_vendor = 0xB7;

constexpr std::int64_t day = 86'400'000'000'000;  // ns
constexpr std::size_t spurious_length = 8;
constexpr int bits_at_risk = 9;  // of a character: data and parity

bool is_data(const OctetBuffer& answer) {
    return answer.size() > access_number_at && answer[0] == bus::octet::long_start;
}

void update_checksum(OctetBuffer& answer) {
    const std::size_t at = answer.size() - 2;
    answer[at] = bus::checksum(OctetView{answer}.subspan(first_summed, at - first_summed));
}

}  // namespace

void Misbehaviour::set(const Faults& faults) {
    if (faults.seed != faults_.seed) random_ = Random{static_cast<std::uint64_t>(faults.seed) ^ salt_};
    faults_ = faults;
    spurious_at_.reset();
}

void Misbehaviour::schedule_spurious(Nanoseconds now) {
    if (faults_.spurious_transmission > Nanoseconds{0} && !spurious_at_)
        spurious_at_ = now + faults_.spurious_transmission;
}

void Misbehaviour::power_lost() {
    deaf_until_ = awake_until_ = Nanoseconds{0};
    satisfied_at_.reset();
    vendor_mode_ = true;
    spurious_at_.reset();
}

bool Misbehaviour::receives(std::size_t preamble, Nanoseconds at) {
    if (faults_.mute || at < deaf_until_) return false;
    if (faults_.wake_up == 0) return true;
    if (preamble < static_cast<std::size_t>(faults_.wake_up) && at >= awake_until_) return false;
    awake_until_ = at + faults_.awake_for;
    return true;
}

bool Misbehaviour::answers(const bus::Frame& frame, bool own, Nanoseconds at) {
    using Service = bus::Service;
    const Service service = bus::service_of(frame.control);
    const bool own_nke = service == Service::SND_NKE && own;
    if (own_nke) vendor_mode_ = false;
    if ((faults_.needs == Faults::Needs::own_nke && own_nke) ||
        (faults_.needs == Faults::Needs::application_reset && service == Service::SND_UD &&
         frame.ci == bus::ci_application_reset))
        satisfied_at_ = at;
    if (faults_.answers_every > 1 && ++requests_ % faults_.answers_every != 0) return false;
    if (service != Service::REQ_UD2) return true;
    if (faults_.needs != Faults::Needs::nothing) {
        const bool forgotten =
            faults_.forgets_after > Nanoseconds{0} && satisfied_at_ && at - *satisfied_at_ > faults_.forgets_after;
        if (!satisfied_at_ || forgotten) return false;
    }
    if (limit_reached(at)) return faults_.daily_limit_reached == Faults::LimitReached::old_data;
    if (faults_.daily_limit > 0) --tokens_;
    return true;
}

bool Misbehaviour::repeats(const bus::Frame& frame, Nanoseconds at) {
    return faults_.daily_limit_reached == Faults::LimitReached::old_data &&
           bus::service_of(frame.control) == bus::Service::REQ_UD2 && limit_reached(at);
}

/// Whether the day's telegrams are used up.
bool Misbehaviour::limit_reached(Nanoseconds at) {
    if (faults_.daily_limit <= 0) return false;
    const std::int64_t today = at.count() / day;
    if (today != day_) {
        const std::int64_t days = day_ < 0 ? 1 : today - day_;
        tokens_ = faults_.daily_limit_carries ? tokens_ + days * faults_.daily_limit : faults_.daily_limit;
        day_ = today;
    }
    return tokens_ == 0;
}

Nanoseconds Misbehaviour::delay(Nanoseconds usual, double baud) {
    const Nanoseconds base = faults_.answer_delay ? faults_.answer_delay->at(baud) : usual;
    const Nanoseconds jitter = faults_.answer_jitter.at(baud);
    if (jitter == Nanoseconds{0}) return base;
    return base + Nanoseconds{static_cast<Nanoseconds::rep>(random_.share() * static_cast<double>(jitter.count()))};
}

void Misbehaviour::corrupt(OctetBuffer& answer) {
    if (is_data(answer)) {
        if (faults_.wrong_address) answer[address_at] = static_cast<std::uint8_t>(*faults_.wrong_address);
        if (!faults_.wrong_id.empty()) {
            const std::uint32_t id = parse_eight_digits(faults_.wrong_id).value();
            for (std::size_t i = 0; i < 4; ++i) answer[id_at + i] = static_cast<std::uint8_t>(id >> (8 * i));
        }
        if (faults_.access_number_jump != 0)
            answer[access_number_at] =
                static_cast<std::uint8_t>(answer[access_number_at] + faults_.access_number_jump * ++jumps_);
        if (faults_.vendor_until_nke && vendor_mode_) answer[ci_at] = ci_vendor;
        update_checksum(answer);
    }
    if (faults_.wrong_checksum && answer.size() > 1) ++answer[answer.size() - 2];
    if (faults_.truncate > 0) answer.resize(std::min(answer.size(), static_cast<std::size_t>(faults_.truncate)));
    answer.insert(answer.end(), faults_.extra_octets.begin(), faults_.extra_octets.end());
}

Interference Misbehaviour::interference(std::size_t octets) {
    Interference interference{static_cast<std::size_t>(faults_.gap_after), faults_.gap, {}};
    if (faults_.parity_errors <= 0 && faults_.bit_errors <= 0) return interference;
    interference.errors.resize(octets);
    for (CharacterError& error : interference.errors) {
        if (random_.share() < faults_.parity_errors) error.parity = true;
        for (int bit = 0; bit < bits_at_risk && faults_.bit_errors > 0; ++bit) {
            if (random_.share() >= faults_.bit_errors) continue;
            if (bit < 8)
                error.flipped = static_cast<std::uint8_t>(error.flipped | 1u << bit);
            else
                error.parity = !error.parity;
        }
    }
    return interference;
}

void Misbehaviour::sent(bool acknowledgement, Nanoseconds end) {
    deaf_until_ = end + (acknowledgement ? faults_.deaf_after_ack : faults_.deaf_after_response);
}

bus::UartFormat Misbehaviour::format(bus::UartFormat usual) const {
    usual.baud *= 1 + faults_.baud_drift;
    usual.parity = faults_.parity.value_or(usual.parity);
    return usual;
}

OctetBuffer Misbehaviour::spurious_octets(Nanoseconds now) {
    spurious_at_ = now + faults_.spurious_transmission;
    OctetBuffer octets(spurious_length);
    for (std::uint8_t& octet : octets) octet = static_cast<std::uint8_t>(random_.next());
    return octets;
}

}  // namespace otbench::meters
