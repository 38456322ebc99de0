#include "sim/host/emulation/emulation.hpp"

#include <fmt/core.h>

#include <boost/asio/signal_set.hpp>
#include <csignal>
#include <stdexcept>

#include "base/rpc/dispatcher.hpp"
#include "bus/capture/capture_notes.hpp"
#include "meters/line/control.hpp"
#include "sim/host/emulation/control_socket.hpp"
#include "sim/host/emulation/emulated_bus.hpp"
#include "sim/host/emulation/emulation_methods.hpp"

namespace otbench::sim {

class Emulation::Impl {
public:
    explicit Impl(EventSink& sink) : events(sink), signals(io, SIGINT, SIGTERM, SIGHUP), ticker(io) {
        signals.async_wait([this](boost::system::error_code, int) { io.stop(); });
        std::signal(SIGPIPE, SIG_IGN);
    }

    void tick_every(Nanoseconds period, const std::function<void()>& tick) {
        tick();
        ticker.expires_after(period);
        ticker.async_wait([this, period, &tick](boost::system::error_code error) {
            if (!error) tick_every(period, tick);
        });
    }

    /// A bus, captured where that is wanted.
    EmulatedBus& add_bus(const std::string& name, double baud) {
        sinks.push_back(std::make_unique<bus::CaptureNotes>(events));
        buses.push_back(std::make_unique<EmulatedBus>(io, start, baud, *sinks.back()));
        names.push_back(name);
        if (capture_of) {
            bus::LineCapture& capture = capture_of(name);
            sinks.back()->note_in(capture);
            buses.back()->capture_in(capture);
        }
        return *buses.back();
    }

    EventSink& events;
    std::function<bus::LineCapture&(const std::string&)> capture_of;
    boost::asio::io_context io{1};
    boost::asio::signal_set signals;
    boost::asio::steady_timer ticker;
    std::chrono::steady_clock::time_point start = std::chrono::steady_clock::now();
    std::vector<std::unique_ptr<bus::CaptureNotes>> sinks;  ///< of the buses
    std::vector<std::unique_ptr<EmulatedBus>> buses;
    std::vector<std::string> names;  ///< of the buses
    std::unique_ptr<ControlSocket> control;
};

Emulation::Emulation(EventSink& events) : impl_(std::make_unique<Impl>(events)) {}

Emulation::~Emulation() = default;

void Emulation::capture(std::function<bus::LineCapture&(const std::string&)> capture_of) {
    impl_->capture_of = std::move(capture_of);
}

std::vector<std::string> Emulation::add(const meters::BusDescription& description, const meters::ProfileIndex& index) {
    auto meters = meters::make_meters(description.meters, index);
    if (!meters) throw std::invalid_argument{meters.error().message};
    EmulatedBus& bus = impl_->add_bus(description.name, description.baud);
    bus.gateway().set_link(description.link);
    for (auto& meter : *meters) {
        if (find(meter->name()))
            throw std::invalid_argument{
                fmt::format("meter name '{}' is used twice (expected a name of its own)", meter->name())};
        const Nanoseconds powered = -meter->profile().start_up_time;  // so that it listens when clients come
        bus.gateway().line().add(std::move(meter), powered);
    }
    std::vector<std::string> reached;
    for (const auto& text : description.endpoints) {
        const auto endpoint = parse_endpoint(text);
        if (!endpoint) throw std::invalid_argument{endpoint.error().message};
        reached.push_back(bus.open(*endpoint));
    }
    return reached;
}

meters::Meter* Emulation::find(const std::string& name) {
    for (const auto& bus : impl_->buses)
        if (auto* meter = bus->gateway().line().find(name)) return meter;
    return nullptr;
}

std::vector<const meters::Meter*> Emulation::meters() const {
    std::vector<const meters::Meter*> found;
    for (const auto& bus : impl_->buses) {
        const auto& line = bus->gateway().line();
        for (std::size_t i = 0; i < line.size(); ++i) found.push_back(&line.meter(i));
    }
    return found;
}

std::size_t Emulation::buses() const {
    return impl_->buses.size();
}

std::size_t Emulation::clients() const {
    std::size_t clients = 0;
    for (const auto& bus : impl_->buses) clients += bus->clients();
    return clients;
}

std::string Emulation::lateness() const {
    std::string text;
    for (const auto& bus : impl_->buses) {
        const std::string line = bus->lateness().text();
        if (!line.empty()) text += (text.empty() ? "" : "; ") + line;
    }
    return text;
}

void Emulation::open_control(const std::string& path, const meters::ProfileIndex& profiles) {
    const auto execute = [this, profiles](const std::string& line) {
        meters::ControlScope scope;
        scope.profiles = &profiles;
        for (const auto& bus : impl_->buses) bus->refresh();
        for (std::size_t i = 0; i < impl_->buses.size(); ++i) {
            scope.buses.push_back({impl_->names[i], &impl_->buses[i]->gateway()});
            scope.now = impl_->buses[i]->now();
        }
        auto output = meters::execute_command(line, scope);
        for (const auto& bus : impl_->buses) bus->refresh();
        return output;
    };
    const std::shared_ptr<rpc::Dispatcher> methods = make_emulation_methods(execute);
    impl_->control = std::make_unique<ControlSocket>(
        impl_->io, path, execute, [methods](const std::string& line) { return methods->answer(line, 0); });
}

void Emulation::run(Nanoseconds period, const std::function<void()>& tick) {
    for (const auto& bus : impl_->buses) bus->refresh();
    if (period > Nanoseconds{0}) impl_->tick_every(period, tick);
    impl_->io.run();
}

void Emulation::stop() {
    impl_->io.stop();
}

}  // namespace otbench::sim
