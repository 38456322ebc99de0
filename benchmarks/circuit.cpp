// The frame run of the circuit's reference (149 ms: a request of 5 octets, a reply's first 20) by the model and by
// ngspice in the same process, and what an edge costs with many meters on the bus.
#include <benchmark/benchmark.h>
#include <fmt/core.h>

#include <string>
#include <vector>

#include "base/text.hpp"
#include "circuit/measure/uart_trace.hpp"
#include "circuit/segment/segment.hpp"
#include "circuit/segment/standard_master.hpp"
#include "sim/host/process/ngspice.hpp"

namespace {

using namespace otbench;
using namespace otbench::circuit;
using namespace std::chrono_literals;

const Nanoseconds request_start = 2ms, reply_start = 55360us;
constexpr double master_bit_s = 417e-6, slave_bit_s = 1.0 / 2400;
constexpr int master_character_bits = 16;

std::vector<LevelChange> request() {
    return uart_changes(parse_octets("105b015c16").value(), request_start, master_bit_s, master_character_bits);
}
std::vector<LevelChange> reply() {
    return uart_changes(parse_octets("684d4d680801725555555577040904551000000c").value(), reply_start, slave_bit_s);
}

CableParameters lumped_10_nf() {
    CableParameters cable;
    cable.extra_farad = 10e-9;
    return cable;
}

void take_until(Segment& segment, Nanoseconds until) {
    while (segment.next() && *segment.next() <= until) benchmark::DoNotOptimize(segment.pop());
}

/// One frame both ways, `offset` after the start; returns when it is over.
Nanoseconds run_frame(Segment& segment, Nanoseconds offset) {
    for (const auto& change : request()) {
        take_until(segment, offset + change.at);
        segment.set_tx(offset + change.at, change.level ? TxInput::high : TxInput::low, {});
    }
    for (const auto& change : reply()) {
        take_until(segment, offset + change.at);
        segment.set_slave_space(0, offset + change.at, !change.level, {});
    }
    take_until(segment, offset + 149ms);
    return offset + 149ms;
}

/// A segment that has seen no edge before: what the first frame of a run costs.
void first_frame(benchmark::State& state) {
    for (auto _ : state) {
        Segment segment{{}, lumped_10_nf(), {SlaveParameters{}}};
        segment.set_tx(0ns, TxInput::high, {});
        run_frame(segment, 0ns);
    }
}

/// And every later one.
void later_frame(benchmark::State& state) {
    Segment segment{{}, lumped_10_nf(), {SlaveParameters{}}};
    segment.set_tx(0ns, TxInput::high, {});
    Nanoseconds at = run_frame(segment, 0ns);
    for (auto _ : state) at = run_frame(segment, at);
}

/// A space and a mark edge with many meters on the bus of a standard master.
void edges_with_meters(benchmark::State& state) {
    ConverterParameters converter;
    converter.model = ConverterModel::standard_master;
    converter.supply_v = standard_master::mark_v;
    Segment segment{converter, lumped_10_nf(), std::vector<SlaveParameters>(static_cast<std::size_t>(state.range(0)))};
    segment.set_tx(0ns, TxInput::high, {});
    Nanoseconds at = 1s;
    take_until(segment, at);
    for (auto _ : state) {
        segment.set_tx(at, TxInput::low, {});
        take_until(segment, at + 2ms);
        segment.set_tx(at + 2ms, TxInput::high, {});
        at += 4ms;
        take_until(segment, at);
    }
}

std::string pwl(const std::vector<LevelChange>& changes, double high, double low, double ramp_s) {
    double level = high;
    std::string text = fmt::format("PWL(0 {}", level);
    for (const auto& change : changes) {
        const double at = seconds_between(0ns, change.at), next = change.level ? high : low;
        text += fmt::format("\n+ {:.12g} {} {:.12g} {}", at, level, at + ramp_s, next);
        level = next;
    }
    return text + ")";
}

/// ngspice with the settings that make it fastest: print step 1 ms, default accuracy.
void ngspice_frame(benchmark::State& state) {
    const std::string deck = fmt::format(
        "frame\n.include {}/circuit/netlists/level_converter.cir\n.options reltol=1e-3 abstol=1e-10 chgtol=1e-15\n"
        "Vsup vbus36 0 36\nX1 tx rx vbus36 mbusp mbusn 0 mbus_master\nXl mbusp mbusn sp sn mbus_lump r=1m c=10n\n"
        "Xs sp sn ctl mbus_slave nul=1\nVtx tx 0 {}\nVc ctl 0 {}\n.tran 1m 0.149\n.control\nrun\nquit 0\n.endc\n.end\n",
        OTBENCH_SOURCE_DIR, pwl(request(), 3.3, 0, 20e-9), pwl(reply(), 0, 1, 1e-6));
    for (auto _ : state) sim::run_ngspice(deck);
}

BENCHMARK(first_frame)->Unit(benchmark::kMicrosecond);
BENCHMARK(later_frame)->Unit(benchmark::kMicrosecond);
BENCHMARK(ngspice_frame)->Unit(benchmark::kMicrosecond)->UseRealTime();
BENCHMARK(edges_with_meters)->Arg(1)->Arg(10)->Arg(250)->Unit(benchmark::kMicrosecond);

}  // namespace

BENCHMARK_MAIN();
