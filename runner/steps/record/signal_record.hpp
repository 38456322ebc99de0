#pragma once

#include <array>
#include <cstddef>
#include <deque>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "bus/capture/captured_frame.hpp"
#include "runner/steps/record/signal_part.hpp"
#include "sim/test_bench.hpp"

namespace otbench::runner {

/// The frames of a bus, oldest first.
using FrameHistory = std::deque<bus::CapturedFrame>;

/// What signals and frames of a run there were so far, for steps that look back.
class SignalRecord {
public:
    /// The names of the signals that every bus has.
    [[nodiscard]] static std::vector<std::string_view> bus_signals();

    /// Records the waves of the buses and the pins of all devices, in SI units.
    void record_signals(sim::TestBench& bench);
    /// Records the frames of the buses. `client_at` tells what is the master of a bus at a time.
    void record_frames(sim::TestBench& bench,
                       std::function<std::string(const std::string& bus, Nanoseconds at)> client_at);
    /// Called for every frame that is recorded from now on.
    void on_frame(std::function<void(const std::string& bus, const bus::CapturedFrame& frame)> listener) {
        listener_ = std::move(listener);
    }

    /// A signal of a bus by the name that scenarios use: "bus voltage", "rx"; of no bus, a pin: "boiler.gpio15". Empty
    /// while nothing has changed.
    [[nodiscard]] const SignalHistory& signal(const std::string& bus, const std::string& name) const;
    [[nodiscard]] const FrameHistory& frames(const std::string& bus) const;
    /// The same of all buses by name, also of those that are gone.
    [[nodiscard]] const std::map<std::string, FrameHistory>& frames() const { return frames_; }

    /// Forgets all but the last `most` frames of each bus.
    void keep_frames(std::size_t most);
    /// Forgets what signals were before this time.
    void forget_signals(Nanoseconds before);

    static constexpr std::size_t waves_of_a_bus = 4;

private:
    /// Where the last change of a wave was recorded: the next one is of the same bus as a rule.
    struct LastChanged {
        std::string bus;
        SignalHistory* history = nullptr;
    };
    SignalHistory& history_of(std::size_t wave, const std::string& bus);

    std::map<std::pair<std::string, std::string>, SignalHistory> signals_;  ///< by bus and name
    std::array<LastChanged, waves_of_a_bus> last_changed_;
    std::map<std::string, FrameHistory> frames_;  ///< by bus
    std::function<void(const std::string& bus, const bus::CapturedFrame& frame)> listener_;
};

}  // namespace otbench::runner
