#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <utility>

#include "circuit/measure/edge_times.hpp"
#include "circuit/netlist/time.hpp"
#include "circuit/replay/replay.hpp"
#include "circuit/replay/replay_parts.hpp"
#include "circuit/segment/plant.hpp"

namespace otbench::circuit {
const DeviationKind& kind_of(Deviation::Kind kind) {
    static constexpr std::array<DeviationKind, 8> kinds{{{"bus voltage", "V"},
                                                         {"bus, space edge", "us"},
                                                         {"bus, mark edge", "us"},
                                                         {"meter reads space", "us"},
                                                         {"meter reads mark", "us"},
                                                         {"RX falls", "us"},
                                                         {"RX rises", "us"},
                                                         {"RX level", ""}}};
    return kinds[static_cast<std::size_t>(kind)];
}

double Deviation::off() const {
    const double difference = std::abs(run - ngspice);
    return std::isnan(difference) ? std::numeric_limits<double>::infinity() : difference;
}

namespace {

using namespace std::chrono_literals;
using Kind = Deviation::Kind;

constexpr double reach_m = 1000;  // no tolerance is promised for longer lines
constexpr double unseen = std::numeric_limits<double>::quiet_NaN();

class ReplayJudge {
public:
    ReplayJudge(const Recording& recording, const ReplayPiece& piece, const SpiceRows& rows)
        : recording_{recording},
          piece_{piece},
          rows_{rows},
          parts_{recording.setups.at(piece.setup).installation},
          inputs_{input_times(recording)},
          is_line_{parts_.cable.length_m > 0},
          judged_{parts_.cable.length_m <= reach_m} {
        // As in the tables of tolerances: half a microsecond, one on lines and with much capacitance.
        constexpr double much_farad = 1e-7;
        rx_allowed_us_ = is_line_ || parts_.cable.extra_farad > much_farad ? 1.0 : 0.5;
    }

    std::vector<Deviation> all() {
        for (std::size_t i = 0; i < inputs_.size(); ++i)
            if (inputs_[i] >= piece_.judged_from && inputs_[i] < piece_.end) before_input(i);
        check_settled(piece_.end, inputs_.back() < piece_.end ? inputs_.back() : piece_.begin);
        for (const auto& seen : recording_.seen) {
            if (seen.at < piece_.judged_from || seen.at >= piece_.end) continue;
            if (!decides(seen)) continue;
            if (seen.what == Crossing::What::bus_edge) bus_edge(seen);
            if (seen.what == Crossing::What::slave_receiver) receiver_edge(seen);
            if (seen.what == Crossing::What::rx) rx_edge(seen);
        }
        return std::move(found_);
    }

private:
    [[nodiscard]] double time_s(Nanoseconds at) const { return seconds_between(piece_.begin, at); }
    [[nodiscard]] double value(Nanoseconds at, std::size_t column) const {
        const double wanted_s = time_s(at);
        const auto later = std::lower_bound(rows_.begin(), rows_.end(), wanted_s,
                                            [](const auto& row, double t) { return row[scale_column] < t; });
        if (later == rows_.begin()) return rows_.front()[column];
        if (later == rows_.end()) return rows_.back()[column];
        const auto& before = *std::prev(later);
        const double share = (wanted_s - before[scale_column]) / ((*later)[scale_column] - before[scale_column]);
        return before[column] + share * ((*later)[column] - before[column]);
    }

    /// When the column passes the level, nearest to `near`, between two instants; seconds since the piece's beginning.
    [[nodiscard]] double passing(std::size_t column, double level, bool up, Nanoseconds near, Nanoseconds from,
                                 Nanoseconds to) const {
        double best_s = unseen;
        const auto first = std::lower_bound(rows_.begin(), rows_.end(), time_s(from),
                                            [](const auto& row, double t) { return row[scale_column] < t; });
        for (auto row = first == rows_.begin() ? std::next(first) : first; row != rows_.end(); ++row) {
            const auto& before = *std::prev(row);
            if (before[scale_column] > time_s(to)) break;
            const double low = before[column] - level, high = (*row)[column] - level;
            if (!(up ? low < 0 && high >= 0 : low >= 0 && high < 0)) continue;
            const double at_s =
                before[scale_column] + low / (low - high) * ((*row)[scale_column] - before[scale_column]);
            if (std::isnan(best_s) || std::abs(at_s - time_s(near)) < std::abs(best_s - time_s(near))) best_s = at_s;
        }
        return best_s;
    }

    /// The input that an edge at `at` follows from, and the one after it; only TX, or any.
    [[nodiscard]] std::pair<Nanoseconds, Nanoseconds> inputs_around(Nanoseconds at, bool tx_only) const {
        Nanoseconds before = piece_.begin, next = piece_.end;
        const auto look = [&](Nanoseconds input) {
            if (input <= at) before = std::max(before, input);
            if (input > at) next = std::min(next, input);
        };
        if (tx_only) {
            for (const auto& change : recording_.tx) look(change.at);
        } else {
            for (const Nanoseconds input : inputs_) look(input);
        }
        return {before, next};
    }

    /// Whether an edge leads to the level that still stands at the next input, and is the first that does: echoes and
    /// the ringing of a line come and go between two inputs, and their number means nothing.
    [[nodiscard]] bool decides(const Recording::Seen& seen) const {
        const auto [input, next] = inputs_around(seen.at, seen.what != Crossing::What::rx);
        const Recording::Seen *first = nullptr, *last = nullptr;
        std::size_t count = 0;
        for (auto other = seen_from(input); other != recording_.seen.end() && other->at < next; ++other) {
            if (other->what != seen.what || other->slave != seen.slave) continue;
            if (!first) first = &*other;
            last = &*other;
            ++count;
        }
        return count % 2 == 1 && last->level == seen.level && first == &seen;
    }
    [[nodiscard]] std::vector<Recording::Seen>::const_iterator seen_from(Nanoseconds at) const {
        return std::lower_bound(recording_.seen.begin(), recording_.seen.end(), at,
                                [](const auto& seen, Nanoseconds t) { return seen.at < t; });
    }

    void add(Kind kind, const Recording::Seen& seen, double ngspice_s, Nanoseconds input, double ramp_s,
             double allowed_us, double allowed_share) {
        const double middle_s = time_s(input) + ramp_s / 2;
        const double run_us = (time_s(seen.at) - middle_s) * 1e6, spice_us = (ngspice_s - middle_s) * 1e6;
        const double reference_us = std::isnan(spice_us) ? run_us : spice_us;
        found_.push_back({kind, seen.at, run_us, spice_us, allowed_us + allowed_share * std::abs(reference_us),
                          seen.slave, judged_});
    }

    // The primary tolerances: space edges 3 % and half a microsecond, mark edges 0.3 us and on a line a tenth of them.
    void edge(Kind space, Kind mark, const Recording::Seen& seen, std::size_t column, double level) {
        const auto [input, next] = inputs_around(seen.at, true);
        constexpr Nanoseconds slack = 50us;  // a bit cut short by the next edge
        const double at_s = passing(column, level, seen.level, seen.at, input, std::min(next + slack, piece_.end));
        if (seen.level)
            add(mark, seen, at_s, input, tx_ramp_s, 0.3, is_line_ ? 0.1 : 0.0);
        else
            add(space, seen, at_s, input, tx_ramp_s, 0.5, begins_overcharged(input) ? 0.05 : 0.03);
    }
    /// Whether an edge begins while an open line is still above its mark level: a mark edge charges it to that by
    /// ringing, the meters discharge it, and what is left when the next edge comes depends on every swing before.
    [[nodiscard]] bool begins_overcharged(Nanoseconds input) const {
        constexpr Nanoseconds discharged = 300us;
        return is_line_ && input - inputs_around(input - Nanoseconds{1}, true).first < discharged;
    }
    void bus_edge(const Recording::Seen& seen) {
        edge(Kind::space_edge, Kind::mark_edge, seen, bus_column, seen.bus_v);
    }
    void receiver_edge(const Recording::Seen& seen) {
        const auto& slave = parts_.slaves.at(seen.slave);
        const auto places = receivers_of(parts_);
        const auto own = places.find({place_of(slave, parts_.cable), slave.receive_threshold_v});
        const auto number = static_cast<std::size_t>(std::distance(places.begin(), own));
        edge(Kind::receiver_space, Kind::receiver_mark, seen, receiver_column + number, -slave.receive_threshold_v);
    }
    void rx_edge(const Recording::Seen& seen) {
        const auto [input, next] = inputs_around(seen.at, false);
        constexpr Nanoseconds slack = 5us;
        const double at_s =
            passing(rx_column, rx_half_v, seen.level, seen.at, input, std::min(next + slack, piece_.end));
        add(seen.level ? Kind::rx_rise : Kind::rx_fall, seen, at_s, input, slave_ramp_s, rx_allowed_us_, 0.0);
    }

    [[nodiscard]] bool run_rx(Nanoseconds at) const {
        for (auto seen = seen_from(at); seen != recording_.seen.begin();)
            if ((--seen)->what == Crossing::What::rx) return seen->level;
        return recording_.rx_at_start;
    }
    /// Whether RX has just changed, in the run or in ngspice, so that its level at `at` means nothing.
    [[nodiscard]] bool rx_unsettled(Nanoseconds at) const {
        const Nanoseconds near = after(Nanoseconds{0}, 2 * rx_allowed_us_ * 1e-6);
        for (auto seen = seen_from(at - near); seen != recording_.seen.end() && seen->at <= at; ++seen)
            if (seen->what == Crossing::What::rx) return true;
        return !std::isnan(passing(rx_column, rx_half_v, true, at, at - near, at)) ||
               !std::isnan(passing(rx_column, rx_half_v, false, at, at - near, at));
    }

    void before_input(std::size_t index) {
        const Nanoseconds at = inputs_[index];
        check_settled(at, index == 0 ? piece_.begin : std::max(piece_.begin, inputs_[index - 1]));
    }
    /// Level of RX, and the settled bus voltage.
    void check_settled(Nanoseconds at, Nanoseconds since) {
        if (!rx_unsettled(at))
            found_.push_back({Kind::rx_level, at, run_rx(at) ? 1.0 : 0.0, value(at, rx_column) >= rx_half_v ? 1.0 : 0.0,
                              0.5, 0, judged_});
        constexpr double still_v = 0.05, primary_share = 0.01;
        const double volts = value(at, bus_column), before_v = value(at - (at - since) / 4, bus_column);
        // A run's voltage is drawn up to its last event.
        if (std::abs(volts - before_v) > still_v || at > recording_.bus_v.back().at) return;
        found_.push_back(
            {Kind::bus_level, at, recording_.bus_voltage(at), volts, primary_share * std::abs(volts), 0, judged_});
    }

    const Recording& recording_;
    const ReplayPiece& piece_;
    const SpiceRows& rows_;
    const Installation& parts_;
    std::vector<Nanoseconds> inputs_;
    bool is_line_, judged_;
    double rx_allowed_us_;
    std::vector<Deviation> found_;
};

}  // namespace

std::vector<Deviation> judge_replay(const Recording& recording, const ReplayPiece& piece, const SpiceRows& rows) {
    return ReplayJudge{recording, piece, rows}.all();
}

}  // namespace otbench::circuit
