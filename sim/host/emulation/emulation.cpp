#include "sim/host/emulation/emulation.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <boost/asio/post.hpp>
#include <boost/asio/signal_set.hpp>
#include <csignal>
#include <deque>
#include <set>
#include <stdexcept>
#include <utility>

#include "base/rpc/dispatcher.hpp"
#include "bus/capture/capture_notes.hpp"
#include "sim/host/emulation/control_socket.hpp"
#include "sim/host/emulation/emulated_bus.hpp"
#include "sim/host/emulation/emulation_methods.hpp"

namespace otbench::sim {

class Emulation::Impl {
public:
    struct PlacedBus {
        PlacedBus(std::string its_name, boost::asio::io_context& io, std::chrono::steady_clock::time_point start,
                  double baud, EventSink& events)
            : name(std::move(its_name)), notes(events), bus(io, start, baud, notes) {}

        std::string name;
        bus::CaptureNotes notes;
        EmulatedBus bus;
        std::vector<std::string> endpoints;  ///< how clients reach it
    };

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
    PlacedBus& add_bus(const std::string& name, double baud) {
        buses.push_back(std::make_unique<PlacedBus>(name, io, start, baud, events));
        PlacedBus& placed = *buses.back();
        if (capture_of) {
            bus::LineCapture& capture = capture_of(name);
            placed.notes.note_in(capture);
            placed.bus.capture_in(capture);
        }
        return placed;
    }

    /// What has been begun for the bus comes to its end before it goes.
    void remove_bus(const std::string& name) {
        const auto found =
            std::find_if(buses.begin(), buses.end(), [&](const auto& each) { return each->name == name; });
        std::shared_ptr<PlacedBus> gone = std::move(*found);
        buses.erase(found);
        gone->bus.retire();
        boost::asio::post(io, [gone] {});
    }

    meters::ControlScope scope(const meters::ProfileIndex& profiles) {
        refresh();
        meters::ControlScope scope;
        scope.profiles = &profiles;
        scope.now = std::chrono::steady_clock::now() - start;
        for (const auto& each : buses) {
            scope.buses.push_back({each->name, &each->bus.gateway()});
            scope.now = each->bus.now();
        }
        return scope;
    }

    void refresh() {
        for (const auto& each : buses) each->bus.refresh();
    }

    EventSink& events;
    std::function<bus::LineCapture&(const std::string&)> capture_of;
    boost::asio::io_context io{1};
    boost::asio::signal_set signals;
    boost::asio::steady_timer ticker;
    std::chrono::steady_clock::time_point start = std::chrono::steady_clock::now();
    std::vector<std::unique_ptr<PlacedBus>> buses;
    std::vector<std::unique_ptr<ControlSocket>> controls;
    std::deque<JournalEntry> frames;
};

Emulation::Emulation(EventSink& events) : impl_(std::make_unique<Impl>(events)) {}

Emulation::~Emulation() = default;

void Emulation::capture(std::function<bus::LineCapture&(const std::string&)> capture_of) {
    impl_->capture_of = std::move(capture_of);
}

std::vector<std::string> Emulation::add(const meters::BusDescription& description, const meters::ProfileIndex& index) {
    auto meters = meters::make_meters(description.meters, index);
    if (!meters) throw std::invalid_argument{meters.error().message};
    std::set<std::string> names;
    for (const auto& meter : *meters)
        if (find(meter->name()) || !names.insert(meter->name()).second)
            throw std::invalid_argument{
                fmt::format("meter name '{}' is used twice (expected a name of its own)", meter->name())};
    std::vector<Endpoint> endpoints;
    for (const auto& text : description.endpoints) {
        const auto endpoint = parse_endpoint(text);
        if (!endpoint) throw std::invalid_argument{endpoint.error().message};
        endpoints.push_back(*endpoint);
    }
    Impl::PlacedBus& placed = impl_->add_bus(description.name, description.baud);
    placed.bus.gateway().set_link(description.link);
    if (description.unlimited) placed.bus.skip_wire_time();
    for (auto& meter : *meters) {
        // So that it listens when clients come.
        const Nanoseconds powered = placed.bus.now() - meter->profile().start_up_time;
        placed.bus.gateway().line().add(std::move(meter), powered);
    }
    try {
        for (const Endpoint& endpoint : endpoints) placed.endpoints.push_back(placed.bus.open(endpoint));
    } catch (const std::runtime_error&) {
        impl_->remove_bus(description.name);
        throw;
    }
    return placed.endpoints;
}

meters::Meter* Emulation::find(const std::string& name) {
    for (const auto& bus : impl_->buses)
        if (auto* meter = bus->bus.gateway().line().find(name)) return meter;
    return nullptr;
}

std::vector<const meters::Meter*> Emulation::meters() const {
    std::vector<const meters::Meter*> found;
    for (const auto& bus : impl_->buses) {
        const auto& line = bus->bus.gateway().line();
        for (std::size_t i = 0; i < line.size(); ++i) found.push_back(&line.meter(i));
    }
    return found;
}

std::size_t Emulation::buses() const {
    return impl_->buses.size();
}

std::size_t Emulation::clients() const {
    std::size_t clients = 0;
    for (const auto& bus : impl_->buses) clients += bus->bus.clients();
    return clients;
}

std::string Emulation::lateness() const {
    std::string text;
    for (const auto& bus : impl_->buses) {
        const std::string line = bus->bus.lateness().text();
        if (!line.empty()) text += (text.empty() ? "" : "; ") + line;
    }
    return text;
}

std::string Emulation::open_control(const ControlEndpoint& endpoint, const meters::ProfileIndex& profiles) {
    const auto index = std::make_shared<const meters::ProfileIndex>(profiles);
    EmulationActions actions;
    actions.scope = [this, index] { return impl_->scope(*index); };
    actions.refresh = [this] { impl_->refresh(); };
    actions.add_bus = [this, index](const meters::BusDescription& bus) { return add(bus, *index); };
    actions.remove_bus = [this](const std::string& name) { impl_->remove_bus(name); };
    actions.endpoints = [this] {
        std::vector<std::string> all;
        for (const auto& bus : impl_->buses) all.insert(all.end(), bus->endpoints.begin(), bus->endpoints.end());
        return all;
    };
    actions.frames = [this]() -> const std::deque<JournalEntry>& { return impl_->frames; };
    actions.delay = [this] {
        EmulationDelay worst;
        for (const auto& bus : impl_->buses) {
            worst.late = std::max(worst.late, bus->bus.lateness().last());
            worst.most_late = std::max(worst.most_late, bus->bus.lateness().most());
        }
        return worst;
    };
    // The answer is sent in between.
    actions.stop = [this] {
        boost::asio::post(impl_->io, [this] { boost::asio::post(impl_->io, [this] { stop(); }); });
    };
    const std::shared_ptr<rpc::Dispatcher> methods = make_emulation_methods(actions);
    impl_->controls.push_back(std::make_unique<ControlSocket>(
        impl_->io, endpoint, [actions](const std::string& line) { return execute_command(actions, line); },
        [methods](const std::string& line) { return methods->answer(line, 0); }));
    return impl_->controls.back()->address();
}

void Emulation::remember(const std::string& bus, const bus::CapturedFrame& frame) {
    constexpr std::size_t most = 10'000;
    impl_->frames.push_back({bus, frame});
    if (impl_->frames.size() > most) impl_->frames.pop_front();
}

void Emulation::run(Nanoseconds period, const std::function<void()>& tick) {
    impl_->refresh();
    if (period > Nanoseconds{0}) impl_->tick_every(period, tick);
    impl_->io.run();
}

void Emulation::stop() {
    impl_->io.stop();
}

}  // namespace otbench::sim
