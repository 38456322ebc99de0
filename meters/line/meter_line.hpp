#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "base/event_sink.hpp"
#include "meters/link/frame_receiver.hpp"
#include "meters/meter.hpp"

namespace otbench::meters {

/// Several meters on one line without resistance or capacitance: what the master sends reaches all of them at once,
/// their currents add up.
///
/// Event-driven like a meter: call `wake` at `next_wake()`, and `edge` in order of time. Meters that listen at one rate
/// share a receiver, so that a line of 250 costs little more than one meter while nobody answers. All meters have power
/// from the moment they are added.
class MeterLine {
public:
    /// The master's receiver sees mark or, while one meter or more draw their space current, space.
    using LevelListener = std::function<void(Nanoseconds at, bool mark, Cause cause)>;

    /// `events` must outlive the line; it gets what the meters report, and `frame_error` (fields `what`, `octet`) once
    /// for all that share a receiver.
    MeterLine(EventSink& events, LevelListener listener);
    ~MeterLine();

    /// The new meter's place in the order of meters.
    std::size_t add(std::unique_ptr<Meter> meter, Nanoseconds at);
    [[nodiscard]] std::size_t size() const { return ports_.size(); }
    [[nodiscard]] Meter& meter(std::size_t index);
    [[nodiscard]] const Meter& meter(std::size_t index) const;
    /// The meter of that name; null when there is none.
    [[nodiscard]] Meter* find(const std::string& name);

    /// Meters are about to be or were changed from outside, at `at`.
    void refresh(Nanoseconds at);

    /// The master's line went to mark or space.
    void edge(Nanoseconds at, bool mark, Cause cause);
    [[nodiscard]] std::optional<Nanoseconds> next_wake() const;
    void wake(Nanoseconds at);

    /// How many meters draw their space current.
    [[nodiscard]] std::size_t drawing() const { return drawing_; }

private:
    class Port;
    struct SharedReceiver {
        FrameReceiver receiver;
        bus::UartFormat format;
        bool lax;
        std::vector<std::size_t> meters;

        /// Whether it hears what that meter would hear.
        [[nodiscard]] bool fits(const Meter& meter) const;
    };

    void join_receiver(std::size_t index);
    void hear(SharedReceiver& shared, Nanoseconds now);
    void deliver(SharedReceiver& shared, const LineEvent& event, Nanoseconds now);
    void settle(std::size_t index);
    void current_changed(Nanoseconds at, bool on, Cause cause);

    EventSink& events_;
    LevelListener listener_;
    bool mark_ = true;
    std::size_t drawing_ = 0;
    std::vector<std::unique_ptr<Port>> ports_;
    std::vector<std::unique_ptr<SharedReceiver>> receivers_;
    std::set<std::pair<Nanoseconds, std::size_t>> due_;  ///< meters that want to be woken, and when
};

}  // namespace otbench::meters
