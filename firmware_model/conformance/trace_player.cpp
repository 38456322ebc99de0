#include "firmware_model/conformance/trace_player.hpp"

#include <fmt/core.h>

#include <stdexcept>
#include <systemc>

#include "base/livelock_guard.hpp"
#include "base/systemc/simulate.hpp"
#include "base/systemc/time.hpp"
#include "firmware_model/conformance/trace_network.hpp"
#include "firmware_model/conformance/trace_writer.hpp"
#include "firmware_model/hardware/agenda.hpp"
#include "firmware_model/otb_iot_device.hpp"

namespace otbench::firmware {
namespace {

/// The model.
class TracedModel : public TraceSubject {
public:
    TracedModel(const TraceCase& trace_case, NetworkPort& network, EventSink& events)
        : device_("device", trace_case.device, network, events) {
        device_.parts() = trace_case.parts;
    }

    void power_on() override { device_.power_on(); }
    PinBank& pins() override { return device_.pins(); }
    BoardHardware& hardware() override { return device_.hardware(); }
    void receive(std::uint8_t octet) override { device_.hardware().uart0().receive(octet, Cause::none); }
    void watch_idle(bool /*on*/) override {}
    [[nodiscard]] bool is_idle() const override { return device_.cpu().is_idle(); }
    [[nodiscard]] const sc_core::sc_event& settled() const override { return device_.cpu().settled(); }

private:
    OtbIotDevice device_;
};

class TracePlayer : public sc_core::sc_module {
public:
    SC_HAS_PROCESS(TracePlayer);
    TracePlayer(sc_core::sc_module_name name, const TraceCase& trace_case, const MakeTraceSubject& make,
                std::ostream& out)
        : sc_module(name),
          case_(trace_case),
          writer_(out, trace_case.recorded_pins, trace_case.records_log),
          network_(agenda_, simulated_time, trace_case.network),
          device_(make(trace_case, network_, writer_)) {
        SC_THREAD(run);
    }

    /// The number of the step that is being played.
    [[nodiscard]] int step_number() const { return step_; }

private:
    void run() {
        for (const auto& step : case_.steps) {
            // The instant of power-on comes before the first step.
            if (!std::holds_alternative<TraceCase::PowerOn>(step.action)) writer_.enter_step(step_);
            device_->watch_idle(true);
            std::visit([this](const auto& action) { act(action); }, step.action);
            writer_.enter_step(step_);
            finish_what_is_due();
            device_->watch_idle(false);
            const Nanoseconds end = now() + step.then;
            while (now() < end) pass_time(end);
            device_->watch_idle(true);
            finish_what_is_due();
            ++step_;
        }
        sc_core::sc_pause();
    }

    [[nodiscard]] static Nanoseconds now() { return simulated_time(); }

    void finish_what_is_due() {
        while (!device_->is_idle()) pass_time(Nanoseconds::max());
    }

    /// Until `limit`, or until something happened.
    void pass_time(Nanoseconds limit) {
        const Nanoseconds next = std::min(limit, agenda_.next().value_or(limit));
        if (next == Nanoseconds::max()) {
            wait(device_->settled());
        } else {
            wait(to_sc_time(next - now()), device_->settled());
        }
        agenda_.run_due(now());
    }

    void act(const TraceCase::PowerOn&) { device_->power_on(); }
    void act(const TraceCase::Advance&) {}
    void act(const TraceCase::Deliver& delivery) { network_.deliver(delivery.packets); }
    void act(const TraceCase::DriveEdges& drive) {
        for (const auto& edge : drive.edges) {
            agenda_.at(now() + edge.at, [this, pin = drive.pin, level = edge.level] { set_level(pin, level); });
        }
    }
    void act(const TraceCase::DriveLevel& drive) { set_level(drive.pin, drive.level); }
    void act(const TraceCase::ReceiveOctets& receive) {
        for (const auto& [at, octet] : receive.octets) {
            agenda_.at(now() + at, [this, where = receive.where, octet = octet] { this->receive(where, octet); });
        }
    }
    void act(const TraceCase::BrokerDrop& drop) {
        network_.set_broker(drop.accepts_reconnect);
        network_.drop(drop.is_error);
    }
    void act(const TraceCase::WifiDrop&) { network_.drop_wifi(); }
    void act(const TraceCase::BrokerSet& set) { network_.set_broker(set.up); }

    void receive(TraceCase::ReceiveOctets::At where, std::uint8_t octet) {
        if (where == TraceCase::ReceiveOctets::At::hat) return device_->receive(octet);
        if (auto* const mezzanine = device_->hardware().mezzanine()) mezzanine->receive(0, octet, Cause::none);
    }

    void set_level(int pin, bool level) { device_->pins().set_external(pin, now(), level, Cause::none); }

    const TraceCase& case_;
    Agenda agenda_;
    TraceWriter writer_;
    TraceNetwork network_;
    std::unique_ptr<TraceSubject> device_;
    int step_ = 0;  ///< the one that is played
};

}  // namespace

void play_trace(const TraceCase& trace_case, const MakeTraceSubject& make, std::ostream& out) {
    TracePlayer player{"player", trace_case, make, out};
    try {
        simulate(Nanoseconds::max());
    } catch (const Livelock& error) {
        throw std::runtime_error{fmt::format("step {}: {}", player.step_number(), error.what())};
    }
}

void play_trace(const TraceCase& trace_case, std::ostream& out) {
    const MakeTraceSubject model = [](const TraceCase& described, NetworkPort& network, EventSink& events) {
        return std::make_unique<TracedModel>(described, network, events);
    };
    play_trace(trace_case, model, out);
}

}  // namespace otbench::firmware
