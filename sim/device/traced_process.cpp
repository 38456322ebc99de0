#include "sim/device/traced_process.hpp"

namespace otbench::sim {
namespace {

class TracedProcess : public firmware::TraceSubject {
public:
    TracedProcess(const ProcessSettings& settings, const firmware::TraceCase& trace_case,
                  firmware::NetworkPort& network, EventSink& events)
        : device_("device", trace_case.device, settings, network, nullptr, events,
                  [this] { return watched_ ? Nanoseconds{} : Nanoseconds::max(); }) {}

    /// Returns when it has booted, which belongs to the instant before the first step.
    void power_on() override {
        const int before = device_.boots();
        device_.power_on();
        while (device_.boots() == before) sc_core::wait(sc_core::SC_ZERO_TIME);
    }
    firmware::PinBank& pins() override { return device_.pins(); }
    firmware::BoardHardware& hardware() override { return device_.hardware(); }
    void receive(std::uint8_t octet) override { device_.receive(octet, 0, Cause::none); }
    /// What the player does at a certain time is on the simulation's agenda; what it does when the process is idle is
    /// not, so that the process must not run ahead.
    void watch_idle(bool on) override { watched_ = on; }
    [[nodiscard]] bool is_idle() const override { return device_.is_idle(); }
    [[nodiscard]] const sc_core::sc_event& settled() const override { return device_.settled(); }

private:
    bool watched_ = false;
    ProcessDevice device_;
};

}  // namespace

firmware::MakeTraceSubject traced_process(const ProcessSettings& settings) {
    return [settings](const firmware::TraceCase& trace_case, firmware::NetworkPort& network, EventSink& events) {
        return std::make_unique<TracedProcess>(settings, trace_case, network, events);
    };
}

}  // namespace otbench::sim
