#include <set>

#include "circuit/replay/replay.hpp"
#include "circuit/replay/replay_parts.hpp"

namespace otbench::circuit {
namespace {

using namespace std::chrono_literals;

constexpr Nanoseconds pause = 30ms;           // after which a bus with meters has settled
constexpr Nanoseconds before_input = 20us;    // settled time before the first input of a piece
constexpr Nanoseconds after_last = 1ms;       // what follows the last thing seen
constexpr std::size_t lead_in = 2;            // inputs before the first one judged
constexpr double pull_up_decides_ohm = 1e11;  // R1 open

std::size_t setup_at(const Recording& recording, Nanoseconds at) {
    std::size_t index = 0;
    while (index + 1 < recording.setups.size() && recording.setups[index + 1].from <= at) ++index;
    return index;
}

/// When nothing more is seen of what the input at `at` led to.
Nanoseconds last_seen_after(const Recording& recording, Nanoseconds at, Nanoseconds until) {
    Nanoseconds last = at;
    for (const auto& seen : recording.seen)
        if (seen.at >= at && seen.at < until && seen.at - last < pause) last = std::max(last, seen.at);
    return std::min(last + after_last, until);
}

}  // namespace

std::vector<ReplayPiece> replay_pieces(const Recording& recording, Nanoseconds most) {
    std::vector<ReplayPiece> pieces;
    const auto times = input_times(recording);
    std::size_t group = 0;  // first input since the bus rested
    for (std::size_t i = 0; i < times.size();) {
        const std::size_t setup = setup_at(recording, times[i]);
        const bool rested = i == 0 || times[i] - times[i - 1] >= pause;
        const bool changed = i > 0 && setup_at(recording, times[i - 1]) != setup;
        if (rested || changed) group = i;
        std::size_t next = i + 1;
        while (next < times.size() && times[next] - times[i] < most && times[next] - times[next - 1] < pause &&
               setup_at(recording, times[next]) == setup)
            ++next;
        const std::size_t first = i - std::min(i - group, lead_in);
        const Nanoseconds room = first == 0 ? times[0] : (times[first] - times[first - 1]) / 2;
        ReplayPiece piece{times[first] - std::min(before_input, room), times[i], {}, setup};
        const Nanoseconds limit = next < times.size() ? times[next] : recording.end;
        const bool goes_on = next < times.size() && times[next] - times[next - 1] < pause;
        piece.end = goes_on ? limit : last_seen_after(recording, times[next - 1], limit);
        pieces.push_back(piece);
        i = next;
    }
    return pieces;
}

std::optional<std::string> replay_obstacle(const Recording& recording) {
    for (const auto& setup : recording.setups) {
        const auto& resistors = setup.installation.converter.resistors;
        const auto r1 = resistors.find("r1");
        if (r1 != resistors.end() && r1->second >= pull_up_decides_ohm)
            return "R1 is open: the netlist does not determine the level of RX";
    }
    return std::nullopt;
}

std::vector<Nanoseconds> input_times(const Recording& recording) {
    std::set<Nanoseconds> times;
    for (const auto& change : recording.tx) times.insert(change.at);
    for (const auto& change : recording.slaves) times.insert(change.at);
    return {times.begin(), times.end()};
}

}  // namespace otbench::circuit
