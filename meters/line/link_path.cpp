#include "meters/line/link_path.hpp"

#include <algorithm>

#include "meters/link/frame_receiver.hpp"
#include "meters/profile/profile.hpp"

namespace otbench::meters {
namespace {

using namespace std::chrono_literals;

/// Between octets of a request on its way through buffers of transports.
constexpr Nanoseconds request_allowance = 100ms;
/// From a frame to an E5 that comes from the converter itself (EN 13757-2; spec: M-Bus protocol, section 2).
constexpr double own_answer_bits = 11;

void earliest(std::optional<Nanoseconds>& next, Nanoseconds at) {
    if (!next || at < *next) next = at;
}

}  // namespace

LinkPath::LinkPath(LinkState& state, double baud, Nanoseconds at) : state_(state), baud_(baud), active_(at) {
    for (const std::uint8_t octet : state.faults.greeting) out_.emplace(at, octet);
}

Nanoseconds LinkPath::pause() const {
    return LineTime{0ns, gap_bits}.at(baud_);
}

Nanoseconds LinkPath::delayed(Nanoseconds at) {
    const LinkFaults& faults = state_.faults;
    if (faults.jitter == 0ns) return at + faults.latency;
    const auto more = state_.random.share() * static_cast<double>(faults.jitter.count());
    return at + faults.latency + Nanoseconds{static_cast<Nanoseconds::rep>(more)};
}

std::vector<TimedOctet> LinkPath::to_converter(OctetView octets, Nanoseconds at) {
    if (!request_at_ || at - *request_at_ > pause() + request_allowance) requests_.begin_message();
    request_at_ = active_ = at;
    std::vector<TimedOctet> out;
    for (const std::uint8_t octet : octets) requests_.pass(octet, at, out);
    for (TimedOctet& timed : out) timed.at = request_out_ = std::max(delayed(timed.at), request_out_);
    return out;
}

void LinkPath::requested(const bus::Frame& frame, Nanoseconds end) {
    if (answer_at_) end_answer(*answer_at_);
    no_answer_ = false;
    acknowledge(frame, end);
}

/// Acknowledgements that the converter sends or suppresses itself.
void LinkPath::acknowledge(const bus::Frame& frame, Nanoseconds end) {
    const bus::Service service = bus::service_of(frame.control);
    if (service != bus::Service::SND_NKE && service != bus::Service::SND_UD) return;
    const auto acknowledges = state_.faults.acknowledges;
    const bool all = acknowledges == LinkFaults::Acknowledges::all && frame.address != bus::address::broadcast;
    no_answer_ = all || (acknowledges == LinkFaults::Acknowledges::none && frame.address == bus::address::selected);
    if (all) out_.emplace(delayed(end + LineTime{0ns, own_answer_bits}.at(baud_)), bus::octet::acknowledge);
}

void LinkPath::answered(std::uint8_t octet, Nanoseconds end) {
    end_overdue_answer(end);
    if (!answer_at_) begin_answer(end);
    answer_at_ = active_ = end;
    if (swallowed_) return;
    if (state_.faults.lag_one)
        whole_.push_back(octet);
    else
        forward(octet, end);
}

void LinkPath::begin_answer(Nanoseconds at) {
    const LinkFaults& faults = state_.faults;
    request_at_.reset();
    answers_.begin_message();
    const std::uint32_t so_far = faults.stall_until == LinkFaults::Until::restart ? state_.answers : answer_count_;
    swallowed_ = no_answer_ || (faults.stall_after > 0 && so_far >= faults.stall_after);
    if (swallowed_) return;
    ++answer_count_;
    ++state_.answers;
    if (faults.echo_cut) echo_.erase(echo_.lower_bound(at), echo_.end());
}

void LinkPath::end_answer(Nanoseconds at) {
    const LinkFaults& faults = state_.faults;
    answer_at_.reset();
    if (!whole_.empty()) {
        for (const std::uint8_t octet : before_) forward(octet, at);
        before_.swap(whole_);
        whole_.clear();
    }
    release_chunk(at);
    const auto ends_after = [&](std::uint32_t answers) { return answers > 0 && answer_count_ >= answers; };
    if (end_ || (!ends_after(faults.half_open_after) && !ends_after(faults.half_close_after))) return;
    end_ = ends_after(faults.half_open_after) ? LinkEnd::abandoned : LinkEnd::half_closed;
    end_at_ = std::max(at, answer_out_);
}

/// Ends an answer after which the line has been silent for long enough.
void LinkPath::end_overdue_answer(Nanoseconds now) {
    if (answer_at_ && now >= *answer_at_ + pause()) end_answer(*answer_at_ + pause());
}

/// On to the client, through the faults of the link.
void LinkPath::forward(std::uint8_t octet, Nanoseconds at) {
    const LinkFaults& faults = state_.faults;
    std::vector<TimedOctet> left;
    answers_.pass(octet, at, left);
    for (const TimedOctet& timed : left) {
        answer_out_ = std::max(delayed(timed.at), answer_out_);
        if (faults.chunk == 0) {
            out_.emplace(answer_out_, timed.octet);
            continue;
        }
        chunk_.push_back(timed.octet);
        if (chunk_.size() >= faults.chunk) release_chunk(answer_out_);
    }
    if (faults.reset_after == 0 || answers_.octets() < faults.reset_after || end_) return;
    end_ = LinkEnd::reset;
    end_at_ = std::max(at, answer_out_);
}

void LinkPath::release_chunk(Nanoseconds at) {
    if (chunk_.empty()) return;
    answer_out_ = std::max({at, answer_out_, chunk_out_ + state_.faults.chunk_pause});
    for (const std::uint8_t octet : chunk_) out_.emplace(answer_out_, octet);
    chunk_.clear();
    chunk_out_ = answer_out_;
}

void LinkPath::echoed(std::uint8_t octet, Nanoseconds end) {
    const LinkFaults& faults = state_.faults;
    if (echo_count_ == 0 || end - echo_at_ > pause()) ++echo_count_;
    echo_at_ = end;
    if (faults.echo_misses > 0 && echo_count_ % faults.echo_misses == 0) return;
    constexpr int bits = 8;
    for (int bit = 0; faults.echo_losses > 0 && bit < bits; ++bit)
        if (state_.random.share() < faults.echo_losses) octet = static_cast<std::uint8_t>(octet & ~(1u << bit));
    echo_.emplace(end + faults.echo_delay, octet);
}

std::optional<Nanoseconds> LinkPath::next() const {
    const LinkFaults& faults = state_.faults;
    std::optional<Nanoseconds> next;
    if (ended_) return next;
    if (!out_.empty()) earliest(next, out_.begin()->first);
    if (!echo_.empty()) earliest(next, echo_.begin()->first);
    if (answer_at_ && (!chunk_.empty() || !whole_.empty() || faults.half_open_after > 0 || faults.half_close_after > 0))
        earliest(next, *answer_at_ + pause());
    if (end_) earliest(next, end_at_);
    if (faults.close_idle > 0ns) earliest(next, active_ + faults.close_idle);
    return next;
}

std::optional<TimedOctet> LinkPath::pop(Nanoseconds now) {
    end_overdue_answer(now);
    const bool echo_first = !echo_.empty() && (out_.empty() || echo_.begin()->first <= out_.begin()->first);
    Queue& queue = echo_first ? echo_ : out_;
    if (ended_ || queue.empty() || queue.begin()->first > now) return std::nullopt;
    const TimedOctet first{queue.begin()->first, queue.begin()->second};
    queue.erase(queue.begin());
    return first;
}

std::optional<LinkEnd> LinkPath::ending(Nanoseconds now) {
    const Nanoseconds idle = state_.faults.close_idle;
    if (!end_ && idle > 0ns && now >= active_ + idle) {
        end_ = LinkEnd::closed;
        end_at_ = now;
    }
    if (ended_ || !end_ || now < end_at_) return std::nullopt;
    ended_ = true;
    return end_;
}

}  // namespace otbench::meters
