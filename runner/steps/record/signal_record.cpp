#include "runner/steps/record/signal_record.hpp"

#include <fmt/core.h>

#include <iterator>

#include "base/event_kinds.hpp"
#include "sim/trace/capture_file.hpp"
#include "sim/trace/event_log.hpp"
#include "sim/trace/vcd_writer.hpp"

namespace otbench::runner {
namespace {

struct Wave {
    std::string_view wave;    ///< in waves.vcd
    std::string_view signal;  ///< in scenarios
    double scale;
};
constexpr Wave waves[] = {
    {"tx", "tx", 1.0},
    {"rx", "rx", 1.0},
    {"bus_voltage", "bus voltage", 1.0},
    {"bus_current_ma", "bus current", 1e-3},
};

static_assert(std::size(waves) == SignalRecord::waves_of_a_bus);

/// The field of an event, as a number.
double number_in(boost::span<const EventField> fields, std::string_view key) {
    for (const EventField& field : fields)
        if (field.key == key)
            if (const auto* number = std::get_if<std::int64_t>(&field.value)) return static_cast<double>(*number);
    return 0.0;
}

}  // namespace

std::vector<std::string_view> SignalRecord::bus_signals() {
    std::vector<std::string_view> names;
    for (const Wave& wave : waves) names.push_back(wave.signal);
    return names;
}

void SignalRecord::record_signals(sim::TestBench& bench) {
    bench.waves().on_change([this](Nanoseconds at, const std::string& scope, const std::string& name, double value) {
        for (std::size_t i = 0; i < std::size(waves); ++i)
            if (waves[i].wave == name) history_of(i, scope).push_back({at, value * waves[i].scale});
    });
    bench.log().on_event([this](const sim::EventView& event) {
        if (event.kind != event::gpio_edge) return;
        auto& pin = signals_[{{}, fmt::format("{}.gpio{:g}", event.source, number_in(event.fields, "pin"))}];
        const double level = number_in(event.fields, "level");
        if (pin.empty()) pin.push_back({Nanoseconds{0}, 1.0 - level});  // an edge comes from the other level
        pin.push_back({event.at, level});
    });
}

SignalHistory& SignalRecord::history_of(std::size_t wave, const std::string& bus) {
    LastChanged& last = last_changed_.at(wave);
    if (last.history == nullptr || last.bus != bus) last = {bus, &signals_[{bus, std::string{waves[wave].signal}}]};
    return *last.history;
}

void SignalRecord::record_frames(sim::TestBench& bench,
                                 std::function<std::string(const std::string& bus, Nanoseconds at)> client_at) {
    bench.captures().on_frame(
        [this, client_at = std::move(client_at)](const std::string& bus, const bus::CapturedFrame& frame) {
            bus::CapturedFrame& kept = frames_[bus].emplace_back(frame);
            if (frame.direction == bus::Direction::from_master) kept.client = client_at(bus, frame.start);
            if (listener_) listener_(bus, kept);
        });
}

void SignalRecord::keep_frames(std::size_t most) {
    for (auto& [bus, frames] : frames_)
        while (frames.size() > most) frames.pop_front();
}

void SignalRecord::forget_signals(Nanoseconds before) {
    for (auto& [name, points] : signals_)
        while (points.size() > 1 && points[1].at <= before) points.pop_front();  // the value of the last one lasts
}

const SignalHistory& SignalRecord::signal(const std::string& bus, const std::string& name) const {
    static const SignalHistory none;
    const auto found = signals_.find({bus, name});
    return found == signals_.end() ? none : found->second;
}

const FrameHistory& SignalRecord::frames(const std::string& bus) const {
    static const FrameHistory none;
    const auto found = frames_.find(bus);
    return found == frames_.end() ? none : found->second;
}

}  // namespace otbench::runner
