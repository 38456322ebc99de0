#include "app/codec/capture_input.hpp"

#include <fmt/core.h>
#include <CLI/CLI.hpp>

#include <sstream>

#include "bus/capture/pcapng_reader.hpp"
#include "bus/capture/wave_frames.hpp"
#include "sim/trace/sigrok_reader.hpp"
#include "sim/trace/vcd_reader.hpp"

namespace otbench::app {
namespace {

OctetView octets_of(std::string_view text) {
    return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

Checked<meters::Tape> packets_of(std::string_view file) {
    auto packets = bus::read_pcapng(octets_of(file));
    if (!packets) return packets.error();
    meters::Tape tape;
    for (auto& packet : *packets) {
        if (tape.frames.empty()) tape.head.started = packet.frame.start;
        packet.frame.start -= tape.head.started;
        packet.frame.end -= tape.head.started;
        tape.frames.push_back(std::move(packet.frame));
    }
    return tape;
}

Checked<meters::Tape> waves_of(std::string_view file, std::optional<double> baud) {
    std::vector<bus::Wave> waves;
    const sim::WaveListener listener{[&](const sim::WaveSignal& signal) {
                                         waves.push_back({signal.is_real, {}});
                                     },
                                     [&](std::size_t signal, Nanoseconds at, double value) {
                                         waves[signal].changes.push_back({at, value});
                                     }};
    Checked<Nanoseconds> end = Nanoseconds{};
    if (sim::is_sigrok_session(file)) {
        end = sim::read_sigrok_session(file, listener);
    } else {
        std::istringstream text{std::string{file}};
        end = sim::read_vcd(text, listener);
    }
    if (!end) return end.error();
    auto found = bus::find_frames(waves, *end, baud);
    if (found.frames.empty())
        return InputError{baud ? fmt::format("no frames at {} baud found in the waves", *baud)
                               : std::string{"no frames at 300 … 38400 baud found in the waves"}};
    meters::Tape tape;
    tape.head.format.baud = found.baud;
    tape.frames = std::move(found.frames);
    return tape;
}

}  // namespace

bool is_capture(std::string_view begin) {
    return bus::is_pcapng(octets_of(begin)) || sim::is_sigrok_session(begin) || sim::is_vcd(begin);
}

Checked<meters::Tape> read_capture(std::string_view file, std::optional<double> baud) {
    return bus::is_pcapng(octets_of(file)) ? packets_of(file) : waves_of(file, baud);
}

void add_capture_options(CLI::App& verb, std::optional<double>& baud) {
    verb.add_option("--baud", baud, "Speed of the bus in a capture of a logic analyser, for example 2400")
        ->type_name("BAUD")
        ->check(CLI::Range(50.0, 1e6))
        ->default_str("the usual one at which most frames are found");
}

}  // namespace otbench::app
