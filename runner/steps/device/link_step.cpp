// Something happens to the network between devices and broker.
#include <fmt/core.h>

#include <algorithm>
#include <iterator>

#include "base/config/suggest.hpp"
#include "runner/steps/step_support.hpp"
#include "sim/mqtt_network.hpp"

namespace otbench::runner {
namespace {

constexpr Key link_keys[] = {
    {"link", types::link_event, required, "The event on the network."},
};
const MappingDescription link_description{"link-step", "a link step", link_keys};

struct LinkEvent {
    std::string_view name;
    void (*happen)(sim::MqttNetwork& network);
};

constexpr LinkEvent link_events[] = {
    {"wifi down", [](sim::MqttNetwork& network) { network.set_wifi(false); }},
    {"wifi up", [](sim::MqttNetwork& network) { network.set_wifi(true); }},
    {"broker down", [](sim::MqttNetwork& network) { network.set_broker(false); }},
    {"broker up", [](sim::MqttNetwork& network) { network.set_broker(true); }},
    {"closed", [](sim::MqttNetwork& network) { network.end_connections(sim::CloseKind::orderly); }},
    {"reset", [](sim::MqttNetwork& network) { network.end_connections(sim::CloseKind::reset); }},
};

struct LinkStep : StepAction {
    const LinkEvent* event = nullptr;

    void perform(Execution& run, StepResult& result) const override {
        const auto& devices = run.scenario.devices;
        const auto outside = std::count_if(devices.begin(), devices.end(), [&](const Device& device) {
            return run.is_out_of_reach("network", device.name, result);
        });
        if (devices.empty() || outside < static_cast<std::ptrdiff_t>(devices.size()))
            event->happen(run.bench.network());
    }
};

Checked<const LinkEvent*> parse_event(std::string_view text) {
    const auto* const found =
        std::find_if(std::begin(link_events), std::end(link_events), [&](const auto& e) { return e.name == text; });
    if (found != std::end(link_events)) return found;
    std::vector<std::string_view> names;
    for (const auto& event : link_events) names.push_back(event.name);
    return InputError{fmt::format("unknown network event '{}'{}", text, did_you_mean(text, names))};
}

Step parse_link(const Mapping& step, const Context& /*context*/) {
    auto link = std::make_shared<LinkStep>();
    step.read("link", link->event, parse_event);
    return {step.at(), titled("link", step.written("link")), link};
}

}  // namespace

const StepKind link_step{link_description, parse_link};

}  // namespace otbench::runner
