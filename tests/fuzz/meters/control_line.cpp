// Any lines for the control interface of `otbench emulate`, to a meter that is then read.
#include "meters/line/control.hpp"

#include "tests/fuzz/fuzz_input.hpp"

namespace {

using namespace otbench;

constexpr const char* profile_text = R"(
title: Heat
manufacturer: ABC
medium: "Heat: Outlet"
id: '00000001'
records:
  - {quantity: energy, step: 1 kWh, coding: bcd8, default: 0 kWh}
  - {quantity: power, step: 1 W, coding: bcd8, error-state: nines, default: error}
  - {quantity: volume-flow, step: 1 l/h, coding: bcd6, default: 1000 l/h}
  - {quantity: flow-temperature, step: 0.1 C, coding: bcd4, error-state: nines, default: 70 C}
  - {quantity: return-temperature, step: 0.1 C, coding: bcd4, default: 40 C}
  - {name: clock, quantity: time-point, step: date-time, coding: date-time-f, default: 2023-12-30T00:00}
  - {name: energy-last, quantity: energy, step: 1 kWh, coding: bcd8, storage: 1, default: 7 kWh}
)";

class Nowhere : public meters::GatewayOutput, public EventSink {
public:
    void deliver(meters::ClientId, std::uint8_t, Nanoseconds) override {}
    void end(meters::ClientId, meters::LinkEnd) override {}
    Cause record(Nanoseconds, std::string_view, Cause, std::initializer_list<EventField>) override {
        return Cause::none;
    }
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const auto profile = *meters::read_profile(profile_text, "heat", "heat.yaml");
    Nowhere nowhere;
    meters::LineGateway gateway{2400, nowhere, nowhere};
    gateway.line().add(std::make_unique<meters::Meter>(profile, "heat", 1), Nanoseconds{0});
    const auto client = gateway.connect();
    std::string_view text = fuzz::text_of(data, size);
    Nanoseconds now{};
    while (!text.empty()) {
        const auto line = text.substr(0, text.find('\n'));
        text.remove_prefix(std::min(line.size() + 1, text.size()));
        if (line.find("series") != std::string_view::npos) continue;  // it would read a file
        (void)meters::execute_command(line, {{{"bus", &gateway}}, nullptr, now});
        now += std::chrono::seconds{1};
        gateway.line().refresh(now);
    }
    gateway.receive(client, bus::short_frame(0x5B, 1), now);
    constexpr int most_events = 10'000;  // a fault may keep it busy for ever
    for (int i = 0; i < most_events && gateway.next_event(); ++i) gateway.advance(*gateway.next_event());
    return 0;
}
