#include "runner/trace/view.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <optional>
#include <utility>

namespace otbench::runner {
namespace {

using sim::VcdWriter;
using sim::WaveSignal;

/// What a lane shows from a moment on.
struct LaneChange {
    Nanoseconds at;
    VcdWriter::Signal signal;
    std::string text;
};

void add_changes(std::vector<LaneChange>& changes, VcdWriter::Signal signal, const std::vector<LaneBlock>& blocks) {
    Nanoseconds end{};
    for (const LaneBlock& block : blocks) {
        if (!changes.empty() && changes.back().signal == signal && end < block.from)
            changes.push_back({end, signal, {}});
        changes.push_back({block.from, signal, block.text});
        end = block.to;
    }
    if (!blocks.empty()) changes.push_back({end, signal, {}});
}

class ViewWriter {
public:
    ViewWriter(std::vector<Lane> lanes, std::string path, VcdWriter::Unit unit)
        : view_{{}, std::move(lanes), {}}, path_{std::move(path)}, unit_{unit} {}

    void declare(const WaveSignal& signal) {
        view_.signals.push_back(signal);
        initial_.push_back(0.0);
    }

    void change(std::size_t signal, Nanoseconds at, double value) {
        if (at == Nanoseconds{}) {
            initial_[signal] = value;
            return;
        }
        open();
        write_lanes(at);
        waves_.add_point(at, signals_[signal], value);
    }

    View close(Nanoseconds end) {
        open();
        write_lanes(end);
        waves_.close(end);
        view_.end = end;
        return std::move(view_);
    }

private:
    /// When time goes on, all signals and their first values are known.
    void open() {
        if (waves_.is_open()) return;
        for (std::size_t i = 0; i < initial_.size(); ++i) {
            const auto& [scope, name, is_real] = view_.signals[i];
            signals_.push_back(is_real ? waves_.add_real(scope, name, initial_[i])
                                       : waves_.add_level(scope, name, initial_[i] != 0.0));
        }
        for (const Lane& lane : view_.lanes)
            add_changes(changes_, waves_.add_text(lane.source, lane.name), lane.blocks);
        std::stable_sort(changes_.begin(), changes_.end(),
                         [](const LaneChange& a, const LaneChange& b) { return a.at < b.at; });
        waves_.open(path_, unit_);
    }

    /// The changes of lanes up to `at`.
    void write_lanes(Nanoseconds at) {
        for (; written_ < changes_.size() && changes_[written_].at <= at; ++written_)
            waves_.change_text(changes_[written_].at, changes_[written_].signal, changes_[written_].text);
    }

    View view_;
    std::string path_;
    VcdWriter::Unit unit_;
    VcdWriter waves_;
    std::vector<double> initial_;  ///< the values of the signals at time 0
    std::vector<VcdWriter::Signal> signals_;
    std::vector<LaneChange> changes_;
    std::size_t written_ = 0;
};

/// The trace flags of GTKWave (analyzer.h there) that matter here.
enum TraceFlags : unsigned {
    right_aligned = 0x20,
    blank = 0x200,
    ascii = 0x800,
    stepped = 0x8000,  ///< a curve of steps; GTKWave drops points that repeat a value, so lines between points mislead
    stretched = 0x20000,  ///< a blank line that makes the curve above it higher
    real = 0x40000,
};

/// GTKWave's colours of traces.
enum Colour : int { normal = 0, red, orange, yellow, green, blue, indigo, violet };

/// The same colours as Surfer's themes call them; empty: the theme's own.
constexpr const char* surfer_colours[] = {"", "Red", "Orange", "Yellow", "Green", "Blue", "Purple", "Violet"};

Colour colour_of_lane(const std::string& name) {
    if (name == "steps") return violet;
    if (name == "frames") return yellow;
    return name == "tx_bytes" ? orange : green;
}

Colour colour_of_signal(const std::string& name) {
    if (name == "tx" || name == "bus_voltage") return orange;
    return name == "rx" || name == "bus_current_ma" ? green : normal;
}

/// What Surfer calls an item of its list: "a" to "p" are the digits of its number.
std::string surfer_index(std::size_t index) {
    std::string text;
    do {
        text.insert(text.begin(), static_cast<char>('a' + index % 16));
        index /= 16;
    } while (index > 0);
    return text;
}

/// Levels before analogue signals.
std::vector<WaveSignal> in_order(std::vector<WaveSignal> signals) {
    std::stable_partition(signals.begin(), signals.end(), [](const WaveSignal& signal) { return !signal.is_real; });
    return signals;
}

/// When the first step, frame or byte begins.
Nanoseconds first_block(const View& view) {
    Nanoseconds first = view.end;
    for (const Lane& lane : view.lanes) first = std::min(first, lane.blocks.front().from);
    return view.lanes.empty() ? Nanoseconds{} : first;
}

}  // namespace

Checked<View> write_view(std::istream& vcd, std::vector<Lane> lanes, const std::string& path, VcdWriter::Unit unit) {
    ViewWriter writer{std::move(lanes), path, unit};
    const auto end = sim::read_vcd(
        vcd, {[&](const WaveSignal& signal) { writer.declare(signal); },
              [&](std::size_t signal, Nanoseconds at, double value) { writer.change(signal, at, value); }});
    if (!end) return end.error();
    return writer.close(*end);
}

std::string gtkwave_save(const View& view, const std::string& dump, const std::string& save_file) {
    constexpr double pixels_of_frame = 200.0, width = 900.0;  // zoom 0 shows a unit of time a frame
    constexpr int height_of_curve = 4;                        // in lines
    const Nanoseconds begin = first_block(view);
    const double shown = std::max(double((view.end - begin).count()) / 2.0, 1.0);
    // Names that begin with a slash make GTKWave search the dump beside the save file.
    std::string text =
        fmt::format("[dumpfile] \"/{0}\"\n[savefile] \"/{1}\"\n[timestart] {2}\n[size] 1400 800\n*{3:.6f} {2}\n", dump,
                    save_file, begin.count(), -std::log2(shown * pixels_of_frame / width));  // a marker at the begin
    const auto out = std::back_inserter(text);
    const auto add = [&](unsigned flags, Colour colour, const std::string& scope, const std::string& name) {
        fmt::format_to(out, "[color] {}\n@{:x}\n{}.{}\n", int(colour), flags, scope, name);
    };
    for (const Lane& lane : view.lanes) add(ascii | right_aligned, colour_of_lane(lane.name), lane.source, lane.name);
    for (const WaveSignal& signal : in_order(view.signals)) {
        add(signal.is_real ? stepped | real : right_aligned, colour_of_signal(signal.name), signal.scope, signal.name);
        if (!signal.is_real) continue;
        fmt::format_to(out, "@{:x}\n", unsigned{stretched});
        for (int line = 1; line < height_of_curve; ++line) text += "-\n";
    }
    return text;
}

std::string surfer_commands(const View& view) {
    std::string text;
    std::vector<Colour> colours;
    const auto add = [&](const std::string& scope, const std::string& name, Colour colour) {
        text += fmt::format("variable_add {}.{}\n", scope, name);
        colours.push_back(colour);
    };
    for (const Lane& lane : view.lanes) add(lane.source, lane.name, colour_of_lane(lane.name));
    for (const WaveSignal& signal : in_order(view.signals))
        add(signal.scope, signal.name, colour_of_signal(signal.name));
    for (std::size_t i = 0; i < colours.size(); ++i)
        if (colours[i] != normal)
            text += fmt::format("item_focus {}\nitem_set_color {}\n", surfer_index(i), surfer_colours[colours[i]]);
    text += "item_unfocus\nzoom_fit\n";
    return text;
}

}  // namespace otbench::runner
