#include "bus/capture/wave_frames.hpp"

#include <algorithm>
#include <array>
#include <iterator>
#include <utility>

#include "bus/capture/line_capture.hpp"
#include "bus/frame/frame.hpp"
#include "bus/uart/uart_line.hpp"

namespace otbench::bus {
namespace {

/// The speeds of EN 13757-2, the usual one first: of equals the first wins.
constexpr std::array<double, 8> usual_bauds{2400, 300, 600, 1200, 4800, 9600, 19200, 38400};

/// Where between the resting value and the farthest one a wave counts as space. Peaks of the waves (the charge of a
/// cable, switching on) are several times the signal, so a part of the way may be the right one.
constexpr std::array<double, 3> parts_of_swing{0.5, 0.25, 0.12};
constexpr double hysteresis = 0.1;  ///< of the way from the resting value to the threshold

/// When a wave is a space: beyond `enter`, until it is back at `leave`, seen from the resting value.
struct Slicer {
    double enter, leave;
    [[nodiscard]] bool is_mark(double value, bool was_mark) const {
        const double limit = was_mark ? enter : leave;
        return enter < leave ? value > limit : value < limit;
    }
};

/// The value that a wave has most of the time: a bus rests at mark.
double resting_value(const Wave& wave, Nanoseconds end) {
    std::vector<std::pair<double, Nanoseconds>> pieces;
    Nanoseconds total{0};
    for (std::size_t i = 0; i < wave.changes.size(); ++i) {
        const auto until = i + 1 < wave.changes.size() ? wave.changes[i + 1].at : std::max(end, wave.changes[i].at);
        pieces.emplace_back(wave.changes[i].value, until - wave.changes[i].at);
        total += pieces.back().second;
    }
    std::sort(pieces.begin(), pieces.end());
    Nanoseconds below{0};
    for (const auto& [value, time] : pieces)
        if ((below += time) * 2 >= total) return value;
    return 0;
}

/// All ways to make levels of a wave.
std::vector<Slicer> slicers(const Wave& wave, Nanoseconds end) {
    if (!wave.is_real) return {{0.4, 0.6}, {0.6, 0.4}};
    const double rest = resting_value(wave, end);
    const auto [least, most] = std::minmax_element(wave.changes.begin(), wave.changes.end(),
                                                   [](const auto& a, const auto& b) { return a.value < b.value; });
    std::vector<Slicer> all;
    for (const double far : {least->value, most->value}) {
        if (far == rest) continue;
        for (const double part : parts_of_swing) {
            const double way = (far - rest) * part;
            all.push_back({rest + way * (1 + hysteresis), rest + way * (1 - hysteresis)});
        }
    }
    return all;
}

bool begins_as_long_frame(const OctetBuffer& octets) {
    return octets.size() > 3 && octets[0] == octet::long_start && octets[3] == octet::long_start;
}

/// Who sent octets, from their control field.
Direction sender(const OctetBuffer& octets) {
    const std::size_t at = octets.front() == octet::long_start ? 4 : 1;
    const bool by_master = octets.size() > at && (octets[at] & control::from_master) != 0;
    return by_master ? Direction::from_master : Direction::from_slave;
}

/// Keeps what may be frames of one wave.
class FrameKeeper {
public:
    void keep(const CapturedFrame& found) {
        const bool sound = bool{parse_frame(found.octets)};
        const bool follows = found.start < end_;  // an acknowledgement does not follow other characters at once
        end_ = found.end + (found.end - found.start) / static_cast<Nanoseconds::rep>(found.octets.size());
        if (sound ? found.octets.size() == 1 && (follows || found.damaged) : !begins_as_long_frame(found.octets))
            return;
        if (sound && !found.damaged) score_ += found.octets.size();
        frames_.push_back(found);
        frames_.back().direction = sender(found.octets);
    }
    /// Bytes in sound frames.
    [[nodiscard]] std::size_t score() const { return score_; }
    [[nodiscard]] std::vector<CapturedFrame> take() { return std::move(frames_); }

private:
    std::vector<CapturedFrame> frames_;
    std::size_t score_ = 0;
    Nanoseconds end_{Nanoseconds::min()};
};

FrameKeeper receive(const Wave& wave, Nanoseconds end, const Slicer& slicer, double baud) {
    FrameKeeper keeper;
    LineCapture capture{[&](const CapturedFrame& found) { keeper.keep(found); }};
    const UartFormat format{baud};
    UartReceiver receiver{format};
    const auto advance = [&](Nanoseconds now) {
        if (const auto got = receiver.advance(now))
            capture.character(Direction::from_slave, got->octet, got->start,
                              got->start + format.bit_start(format.bits()), got->parity_ok && got->framing_ok);
    };
    bool mark = true;
    for (const auto& change : wave.changes) {
        const bool now_mark = slicer.is_mark(change.value, mark);
        if (now_mark == mark) continue;
        mark = now_mark;
        advance(change.at);
        receiver.edge(change.at, mark);
    }
    advance(std::max(end, wave.changes.back().at) + format.bit_start(format.bits()));
    capture.finish();
    return keeper;
}

/// The frames of a wave by the slicer that yields most.
FrameKeeper best_of(const Wave& wave, Nanoseconds end, const std::vector<Slicer>& ways, double baud) {
    FrameKeeper best;
    for (const auto& way : ways)
        if (auto found = receive(wave, end, way, baud); found.score() > best.score()) best = std::move(found);
    return best;
}

/// In order of time, each once: of what is there at the same time with the same bytes, or damaged beside a sound one.
std::vector<CapturedFrame> merged(std::vector<CapturedFrame> all) {
    std::stable_sort(all.begin(), all.end(), [](const auto& a, const auto& b) {
        return std::make_pair(a.damaged, a.start) < std::make_pair(b.damaged, b.start);
    });
    std::vector<CapturedFrame> kept;
    for (auto& frame : all) {
        const bool known = std::any_of(kept.rbegin(), kept.rend(), [&](const CapturedFrame& other) {
            return frame.start < other.end && other.start < frame.end &&
                   (frame.damaged || frame.octets == other.octets);
        });
        if (!known) kept.push_back(std::move(frame));
    }
    std::stable_sort(kept.begin(), kept.end(), [](const auto& a, const auto& b) { return a.start < b.start; });
    return kept;
}

}  // namespace

WaveFrames find_frames(const std::vector<Wave>& waves, Nanoseconds end, std::optional<double> baud) {
    std::vector<std::pair<const Wave*, std::vector<Slicer>>> ways;
    for (const auto& wave : waves)
        if (!wave.changes.empty()) ways.emplace_back(&wave, slicers(wave, end));
    WaveFrames best;
    std::size_t best_score = 0;
    for (const double speed : baud ? std::vector{*baud} : std::vector(usual_bauds.begin(), usual_bauds.end())) {
        std::size_t score = 0;
        std::vector<CapturedFrame> frames;
        for (const auto& [wave, of_wave] : ways) {
            auto found = best_of(*wave, end, of_wave, speed);
            score += found.score();
            auto more = found.take();
            std::move(more.begin(), more.end(), std::back_inserter(frames));
        }
        if (score <= best_score) continue;
        best_score = score;
        best = {speed, std::move(frames)};
    }
    best.frames = merged(std::move(best.frames));
    return best;
}

}  // namespace otbench::bus
