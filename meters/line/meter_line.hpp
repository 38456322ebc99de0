#pragma once

#include <cstddef>
#include <functional>
#include <list>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include "base/event_sink.hpp"
#include "meters/link/frame_receiver.hpp"
#include "meters/meter.hpp"

namespace otbench::meters {

/// Several meters on one line without resistance or capacitance: what the master sends reaches all of them at once,
/// their currents add up.
///
/// Event-driven like a meter: call `wake` at `next_wake()`, and `edge` in order of time. Meters that listen at one rate
/// share a receiver, so that a line of 250 meters costs little more than one meter. All meters have power from the
/// moment they are added.
class MeterLine {
public:
    /// The master's receiver sees mark or, while one meter or more draw their space current, space.
    using LevelListener = std::function<void(Nanoseconds at, bool mark, Cause cause)>;

    /// `events` must outlive the line; it gets what the meters report, and `frame_error` (fields `what`, `octet`) once
    /// for all that share a receiver.
    MeterLine(EventSink& events, LevelListener listener);
    ~MeterLine();

    /// Adds a meter behind the others.
    void add(std::unique_ptr<Meter> meter, Nanoseconds at);
    /// Disconnects the meter at `index`; the places of those behind it move up.
    void remove(std::size_t index, Nanoseconds at);
    [[nodiscard]] std::size_t size() const { return ports_.size(); }
    [[nodiscard]] Meter& meter(std::size_t index);
    [[nodiscard]] const Meter& meter(std::size_t index) const;
    /// The meter of that name; null if it is unknown.
    [[nodiscard]] Meter* find(const std::string& name);

    /// To be called before and after meters are changed through references to them, at `at`.
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
        bool tolerant;
        std::vector<Port*> ports;

        /// Whether it receives the same as that meter's own receiver would.
        [[nodiscard]] bool fits(const Meter& meter) const;
    };
    /// When a port is due; ports that are due at one time come in the order in which they were added.
    struct Due {
        Nanoseconds at;
        std::size_t number;
        Port* port;
        bool operator<(const Due& other) const { return std::tie(at, number) < std::tie(other.at, other.number); }
    };

    void join_receiver(Port& port);
    static void leave_receiver(Port& port);
    void receive(SharedReceiver& shared, Nanoseconds now);
    void deliver(SharedReceiver& shared, const LineEvent& event, Nanoseconds now);
    void reschedule(Port& port);
    void current_changed(Nanoseconds at, bool on, Cause cause);

    EventSink& events_;
    LevelListener listener_;
    bool mark_ = true;
    std::size_t drawing_ = 0;
    std::vector<std::unique_ptr<Port>> ports_;
    std::list<SharedReceiver> receivers_;  ///< a list, since a meter may join a new one while they are visited
    std::size_t last_number_ = 0;
    std::set<Due> due_;
};

}  // namespace otbench::meters
