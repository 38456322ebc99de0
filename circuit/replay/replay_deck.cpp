#include <fmt/core.h>

#include <algorithm>
#include <set>
#include <string>

#include "circuit/netlist/time.hpp"
#include "circuit/replay/replay.hpp"
#include "circuit/replay/replay_parts.hpp"
#include "circuit/segment/plant.hpp"

namespace otbench::circuit {
namespace {

// Typical application of the TSS721 (spec: circuit, section 8; netlist tss721_rx), and the ratio of its discharge.
constexpr double receiver_farad = 220e-9, receiver_charge_a = 30e-6, receiver_discharge_a = receiver_charge_a / 40;

class ReplayDeck {
public:
    ReplayDeck(const Recording& recording, const ReplayPiece& piece)
        : recording_{recording}, piece_{piece}, parts_{recording.setups.at(piece.setup).installation} {}

    std::string text() const {
        const auto circuit = parts_.converter.circuit ? parts_.converter.circuit : nominal_circuit();
        return fmt::format("* otbench replay of {:.6f} s to {:.6f} s\n{}", seconds(piece_.begin), seconds(piece_.end),
                           spice_subcircuits(*circuit)) +
               spice_cable("mbus_lossy_cable", parts_.cable) +
               // Looser than for single edges, and by Gear's method: else the ringing of a short line, far below
               // anything compared, takes nearly all the time.
               fmt::format(
                   ".options temp={:.12g} tnom=27 reltol=1e-3 abstol=1e-7 vntol=1e-4 chgtol=1e-13 "
                   "method=gear\n",
                   parts_.converter.temperature_c) +
               converter() + tx() + line() + control();
    }

private:
    static double seconds(Nanoseconds at) { return seconds_between(Nanoseconds{0}, at); }
    [[nodiscard]] double since_begin(Nanoseconds at) const { return seconds_between(piece_.begin, at); }

    [[nodiscard]] std::string converter() const {
        constexpr double least_ohm = 1e-3, most_ohm = 1e12;  // what is bridged or cut
        const auto& c = parts_.converter;
        std::string text =
            fmt::format("Vsup src 0 {:.12g}\nRsup src vbus36 {:.12g}\nX1 tx rx vbus36 mbusp mbusn 0 mbus_master",
                        c.supply_v, std::max(c.supply_resistance_ohm, least_ohm));
        for (const auto& [name, ohm] : c.resistors)
            text += fmt::format(" {}={:.12g}", name, std::clamp(ohm, least_ohm, most_ohm));
        return text + "\n";
    }

    /// The pin as a voltage behind a conductance, which is zero while it floats.
    [[nodiscard]] std::string tx() const {
        const double high_v = parts_.converter.tx_high_v;
        const auto volts = [&](TxInput input) { return input == TxInput::high ? high_v : 0.0; };
        const auto siemens = [](TxInput input) { return input == TxInput::floating ? 0.0 : Plant::tx_siemens; };
        TxInput input = TxInput::low;
        auto change = recording_.tx.begin();
        for (; change != recording_.tx.end() && change->at < piece_.begin; ++change) input = change->input;
        SpicePoints level{volts(input)}, drive{siemens(input)};
        for (; change != recording_.tx.end() && change->at < piece_.end; ++change) {
            level.ramp(since_begin(change->at), tx_ramp_s, volts(change->input));
            if (siemens(change->input) != siemens(input))
                drive.ramp(since_begin(change->at), 1e-12, siemens(change->input));
            input = change->input;
        }
        return fmt::format("Vtx pin 0 {}\nVdrive drive 0 {}\nBtx 0 tx I=v(drive)*(v(pin)-v(tx))\n", level.text(),
                           drive.text());
    }

    /// The current of one meter, in amperes as volts of a node.
    [[nodiscard]] std::string meter(std::size_t slave) const {
        const auto& part = parts_.slaves[slave];
        const double idle_a = part.unit_loads * replay_unit_load_a;
        bool space = false;
        auto change = recording_.slaves.begin();
        for (; change != recording_.slaves.end() && change->at < piece_.begin; ++change)
            if (change->slave == slave) space = change->space;
        SpicePoints current{idle_a + (space ? part.space_current_a : 0.0)};
        for (; change != recording_.slaves.end() && change->at < piece_.end; ++change)
            if (change->slave == slave)
                current.ramp(since_begin(change->at), slave_ramp_s,
                             idle_a + (change->space ? part.space_current_a : 0.0));
        return fmt::format("Vm{} m{} 0 {}\n", slave, slave, current.text());
    }

    /// The cable with everything on it, from place to place.
    [[nodiscard]] std::string line() const {
        const auto& cable = parts_.cable;
        std::string text = fmt::format("Cbus mbusp mbusn {:.12g}\nRleak mbusp mbusn {:.12g}\n",
                                       cable.extra_farad + 1e-12, std::clamp(cable.leak_ohm, 1e-3, 1e12));
        std::string plus = "mbusp", minus = "mbusn";
        if (cable.cut) {
            text += "Rcut mbusn cut 1e12\nRdischarge mbusp cut 1e9\n";
            minus = "cut";
        }
        std::set<double> places{cable.length_m};
        for (const auto& slave : parts_.slaves) places.insert(place_of(slave, cable));
        double reached_m = 0;
        int count = 0;
        for (const double place_m : places) {
            if (place_m > reached_m) {
                text += fmt::format("Xl{0} {1} {2} p{0} n{0} mbus_lossy_cable len={3:.12g}\n", count, plus, minus,
                                    place_m - reached_m);
                plus = fmt::format("p{}", count);
                minus = fmt::format("n{}", count++);
            }
            reached_m = place_m;
            text += meters_at(place_m, plus, minus);
        }
        return text;
    }

    [[nodiscard]] std::string meters_at(double place_m, const std::string& plus, const std::string& minus) const {
        std::string text;
        for (std::size_t i = 0; i < parts_.slaves.size(); ++i) {
            if (place_of(parts_.slaves[i], parts_.cable) != place_m) continue;
            text += meter(i) + fmt::format("Xm{0} {1} {2} m{0} mbus_slave nul=0 isp=1 cin={3:.12g}\n", i, plus, minus,
                                           std::max(parts_.slaves[i].input_farad, 1e-15));
        }
        const auto places = receivers_of(parts_);
        int number = 0;
        for (const auto& receiver : places) {
            if (receiver.distance_m == place_m)
                text += fmt::format(
                    "Xr{0} {1} {2} r{0} tss721_rx csc={3:g} ich={4:g} vth={5:.12g}\n.ic v(xr{0}.sc)={6:.6g}\n"
                    "Bd{0} d{0} 0 V=v({1})-v({2})-v(xr{0}.sc)\n",
                    number, plus, minus, receiver_farad, receiver_charge_a, receiver.threshold_v, stored_v(place_m));
            ++number;
        }
        return text;
    }

    /// What a receiver at a place has stored of the mark level when the piece begins, from the recorded voltage.
    [[nodiscard]] double stored_v(double place_m) const {
        double drop_v = 0;
        for (const auto& slave : parts_.slaves)
            drop_v += slave.unit_loads * replay_unit_load_a * parts_.cable.ohm_per_m *
                      std::min(place_m, place_of(slave, parts_.cable));
        const auto& points = recording_.bus_v;
        if (points.empty() || parts_.cable.cut) return 0.0;
        double stored = points.front().volts - drop_v;
        Nanoseconds before = points.front().at;
        const auto follow = [&](Nanoseconds at, double volts) {
            const double elapsed_s = seconds_between(before, at);
            stored = std::clamp(volts - drop_v, stored - receiver_discharge_a / receiver_farad * elapsed_s,
                                stored + receiver_charge_a / receiver_farad * elapsed_s);
            before = at;
        };
        for (const auto& point : points) {
            if (point.at >= piece_.begin) break;
            follow(point.at, point.volts);
        }
        follow(piece_.begin, recording_.bus_voltage(piece_.begin));
        return stored;
    }

    [[nodiscard]] std::string control() const {
        std::string vectors = "bus_v v(rx)";
        for (std::size_t i = 0; i < receivers_of(parts_).size(); ++i) vectors += fmt::format(" v(d{})", i);
        return spice_control(fmt::format("tran 5u {:.12g} 0 50u", since_begin(piece_.end)),
                             "let bus_v = v(mbusp)-v(mbusn)", vectors);
    }

    const Recording& recording_;
    const ReplayPiece& piece_;
    const Installation& parts_;
};

}  // namespace

std::string replay_deck(const Recording& recording, const ReplayPiece& piece) {
    return ReplayDeck{recording, piece}.text();
}

ReplayWave replay_wave(const ReplayPiece& piece, const SpiceRows& rows) {
    ReplayWave wave;
    const double begin_s = seconds_between(Nanoseconds{0}, piece.begin);
    for (const auto& row : rows) {
        wave.time_s.push_back(begin_s + row[scale_column]);
        wave.bus_v.push_back(row[bus_column]);
        wave.rx_v.push_back(row[rx_column]);
    }
    return wave;
}

}  // namespace otbench::circuit
