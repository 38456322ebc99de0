// What meters cost: answers a second, scans of a full bus, and many buses at once, in virtual time.
#include <benchmark/benchmark.h>
#include <malloc.h>

#include <memory>
#include <string>
#include <vector>

#include "bus/message/command.hpp"
#include "meters/line/line_gateway.hpp"
#include "meters/profile/profile_index.hpp"

namespace {

using namespace otbench;
using namespace std::chrono_literals;

class NoEvents : public EventSink {
public:
    Cause record(Nanoseconds, std::string_view, Cause, std::initializer_list<EventField>) override {
        return Cause::none;
    }
};

class Inbox : public meters::GatewayOutput {
public:
    void deliver(meters::ClientId, std::uint8_t octet, Nanoseconds) override { octets.push_back(octet); }
    void end(meters::ClientId, meters::LinkEnd) override {}
    OctetBuffer octets;
};

std::shared_ptr<const meters::Profile> profile() {
    return *meters::load_profile(OTBENCH_SOURCE_DIR "/meters/profiles/itron-cf-echo-2.yaml");
}

/// REQ_UD2 with a toggling frame count bit, answered by link and application alone.
void answers_of_the_state_machine(benchmark::State& state) {
    meters::MeterApplication application{profile()};
    bus::SlaveLink link{application, 1};
    const auto first = bus::short_frame(0x7B, 1), second = bus::short_frame(0x5B, 1);
    const auto frames = std::array{*bus::parse_frame(first), *bus::parse_frame(second)};
    std::size_t n = 0;
    for (auto _ : state) benchmark::DoNotOptimize(link.receive(frames[n++ % 2], Nanoseconds{0}));
    state.counters["answers/s"] = benchmark::Counter{1, benchmark::Counter::kIsIterationInvariantRate};
}
BENCHMARK(answers_of_the_state_machine);

/// A bus and its one client, which waits for silence after each request.
class Bus {
public:
    Bus() : client_(gateway_.connect()) {}

    void add(std::uint8_t address, const std::string& id) {
        static const auto shared = profile();
        auto meter = std::make_unique<meters::Meter>(shared, id, address);
        static_cast<void>(meter->readout().set_id(id));
        gateway_.line().add(std::move(meter), now_);
    }
    const OctetBuffer& ask(const OctetBuffer& request, Nanoseconds wait) {
        inbox_.octets.clear();
        gateway_.receive(client_, request, now_);
        now_ += wait;
        gateway_.advance(now_);
        return inbox_.octets;
    }
    [[nodiscard]] Nanoseconds now() const { return now_; }
    void rest(Nanoseconds time) {
        now_ += time;
        gateway_.advance(now_);
    }

private:
    NoEvents events_;
    Inbox inbox_;
    meters::LineGateway gateway_{2400, inbox_, events_};
    meters::ClientId client_;
    Nanoseconds now_ = 1s;
};

/// The digit by digit search (spec: M-Bus protocol, section 9); how many meters it finds below a mask.
int scan(Bus& bus, std::uint32_t mask, int digit) {
    int found = 0;
    for (std::uint32_t d = 0; d <= 9 && digit < 8; ++d) {
        const int shift = 28 - 4 * digit;
        const std::uint32_t narrowed = (mask & ~(0xFu << shift)) | d << shift;
        const auto select = *bus::encode_command(bus::SelectSlave{{narrowed, 0xFFFF, 0xFF, 0xFF}, {}});
        if (bus.ask(bus::long_frame(0x73, 253, select.ci, select.data), 300ms).empty()) continue;
        if (bus::parse_frame(bus.ask(bus::short_frame(0x7B, 253), 700ms)))
            ++found;
        else
            found += scan(bus, narrowed, digit + 1);
    }
    return found;
}

void secondary_scan_of_250_meters(benchmark::State& state) {
    constexpr int meters_on_bus = 250;
    double virtual_seconds = 0;
    for (auto _ : state) {
        Bus bus;
        for (int i = 0; i < meters_on_bus; ++i)
            bus.add(static_cast<std::uint8_t>(i + 1), std::to_string(10'000'000 + (i * 7'919'081L) % 89'999'999));
        bus.rest(1s);  // meters start once they have power
        if (scan(bus, 0xFFFFFFFF, 0) != meters_on_bus) state.SkipWithError("not all meters were found");
        virtual_seconds = std::chrono::duration<double>(bus.now()).count();
    }
    state.counters["virtual s"] = virtual_seconds;
}
BENCHMARK(secondary_scan_of_250_meters)->Unit(benchmark::kMillisecond)->Iterations(1);

void thousand_buses_read_every_10_s(benchmark::State& state) {
    constexpr std::size_t buses_at_once = 1000;
    const auto before = mallinfo2().uordblks;
    std::vector<std::unique_ptr<Bus>> buses;
    for (std::size_t i = 0; i < buses_at_once; ++i) {
        buses.push_back(std::make_unique<Bus>());
        buses.back()->add(1, std::to_string(10'000'000 + i));
        buses.back()->rest(1s);  // meters start once they have power
    }
    const auto request = bus::short_frame(0x4B, 1);
    for (auto _ : state) {
        for (const auto& bus : buses) {
            if (bus->ask(request, 1s).size() != 83) state.SkipWithError("a meter did not answer");
            bus->rest(9s);
        }
    }
    state.counters["bytes/meter"] = static_cast<double>(mallinfo2().uordblks - before) / buses_at_once;
    state.counters["virtual s/s"] = benchmark::Counter{10, benchmark::Counter::kIsIterationInvariantRate};
}
BENCHMARK(thousand_buses_read_every_10_s)->Unit(benchmark::kMillisecond);

}  // namespace

BENCHMARK_MAIN();
