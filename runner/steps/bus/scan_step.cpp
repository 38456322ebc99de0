// Searches a bus with the bench's own master.
#include <fmt/core.h>
#include <fmt/format.h>

#include <algorithm>

#include "bus/master/scan.hpp"
#include "bus/master/slave_mask.hpp"
#include "bus/message/telegram.hpp"
#include "meters/meter.hpp"
#include "runner/steps/bus/master_step.hpp"
#include "sim/bus_segment.hpp"

namespace otbench::runner {
namespace {

constexpr Key scan_keys[] = {
    {"scan", types::scan_target, required,
     "What the bench's own master searches: primary, secondary, or a secondary address with wildcards (1000****).", "",
     2},
    master_baud_key,
    master_style_key,
    {"expect", types::meter_names, optional,
     "The meters that must be found, and no other; without it, all those that the scan is about."},
    {"frames", types::count_range, optional, "How many frames the master sends for it, such as .. 600."},
    bus_key,
};
const MappingDescription scan_description{"scan-step", "a scan step", scan_keys};

struct ScanStep : MasterStep {
    std::optional<bus::SelectSlave> mask;            ///< none: by primary addresses
    std::optional<std::vector<std::string>> expect;  ///< names of meters
    std::optional<QuantityRange> frames;

    void perform(Execution& run, StepResult& result) const override;

private:
    [[nodiscard]] bus::ScanResult scan(Execution& run) const;
    [[nodiscard]] bool is_about(const meters::Meter& meter) const;
    [[nodiscard]] bool is(const bus::FoundSlave& found, const meters::Meter& meter) const;
};

std::string counted(std::size_t count, std::string_view what) {
    return fmt::format("{} {}{}", count, what, count == 1 ? "" : "s");
}

/// "WHAT a, b", with no more than ten of `names`; empty without any.
std::string some_of(std::string_view what, const std::vector<std::string>& names) {
    constexpr std::size_t most = 10;
    if (names.empty()) return {};
    const auto end = names.begin() + static_cast<std::ptrdiff_t>(std::min(most, names.size()));
    const auto others = names.size() > most ? fmt::format(" and {} more", names.size() - most) : "";
    return fmt::format(", {} {}{}", what, fmt::join(names.begin(), end, ", "), others);
}

std::string text_of(const bus::FoundSlave& found) {
    return found.device ? bus::secondary_address(*found.device) : fmt::format("address {}", found.primary.value_or(0));
}

std::string text_of(const bus::UnresolvedCollision& collision) {
    return collision.primary ? fmt::format("address {}", *collision.primary) : bus::to_string(collision.mask);
}

bus::ScanResult ScanStep::scan(Execution& run) const {
    if (mask) return bus::scan_secondary(master(run), *mask);
    return bus::scan_primary(master(run), 0, bus::address::last_primary);
}

bool ScanStep::is_about(const meters::Meter& meter) const {
    if (!mask) return true;
    bus::SelectSlave its = bus::every_slave();
    its.device = meter.readout().device();
    its.fabrication_number = mask->fabrication_number;
    return bus::covers(*mask, its);
}

bool ScanStep::is(const bus::FoundSlave& found, const meters::Meter& meter) const {
    if (!mask) return found.primary == meter.primary_address();
    const auto& readout = meter.readout();
    return found.device && bus::secondary_address(*found.device) == bus::secondary_address(readout.device()) &&
           (!found.fabrication_number || found.fabrication_number == readout.fabrication_number());
}

void ScanStep::perform(Execution& run, StepResult& result) const {
    const auto start = run.bench.time();
    const auto done = scan(run);

    std::vector<const meters::Meter*> open;
    for (const auto& meter : running(run).description->meters) {
        const auto& attached = run.meters.at(meter.name)->meter();
        const bool named = expect && std::find(expect->begin(), expect->end(), meter.name) != expect->end();
        if (expect ? named : is_about(attached)) open.push_back(&attached);
    }
    const auto expected = open.size();
    std::vector<std::string> missing, unexpected, collisions;
    for (const auto& found : done.found) {
        const auto one = std::find_if(open.begin(), open.end(), [&](const auto* meter) { return is(found, *meter); });
        if (one == open.end())
            unexpected.push_back(text_of(found));
        else
            open.erase(one);
    }
    for (const auto* meter : open) missing.push_back(meter->name());
    for (const auto& collision : done.collisions) collisions.push_back(text_of(collision));

    result.checks.push_back(
        {missing.empty() && unexpected.empty() && collisions.empty() && !done.stopped, "meters found",
         counted(expected, "meter"),
         fmt::format("{}, {}, {:.1f} s{}{}{}{}", counted(done.found.size(), "meter"), counted(done.frames, "frame"),
                     in_seconds(run.bench.time() - start), some_of("missing", missing),
                     some_of("unexpected", unexpected), some_of("unresolved collision at", collisions),
                     done.gave_up ? ", gave up: something answers every selection" : ""),
         run.bench.time()});
    if (frames)
        result.checks.push_back({frames->contains(static_cast<double>(done.frames)), "frames", frames->text,
                                 std::to_string(done.frames), run.bench.time()});
}

/// Whose search: none for primary addresses.
Checked<std::optional<bus::SelectSlave>> parse_scan_target(std::string_view text) {
    if (text == "primary") return std::optional<bus::SelectSlave>{};
    if (text == "secondary") return std::optional{bus::every_slave()};
    const auto mask = bus::parse_slave_mask(text);
    if (mask) return std::optional{*mask};
    return InputError{
        fmt::format("invalid scan '{}' (expected primary, secondary, or a secondary address such as 1427****)", text)};
}

/// Names of meters on `bus`.
std::vector<std::string> parse_names(const YamlNode& node, const Bus& bus, const Context& context) {
    std::vector<std::string> names;
    if (!config::expect_kind(node, YamlNode::Kind::list, "expect", "a list of meter names", context.diagnostics))
        return names;
    for (const auto& item : node.items) {
        const auto found = parts::find_meter(item.text, context);
        if (!found)
            context.diagnostics.add(item.at, found.error().message);
        else if (found->bus != &bus)
            context.diagnostics.add(
                item.at, fmt::format("'{}' is on another bus (expected a meter on '{}')", item.text, bus.name));
        else
            names.push_back(item.text);
    }
    return names;
}

Step parse_scan(const Mapping& step, const Context& context) {
    auto scan = std::make_shared<ScanStep>();
    step.read("scan", scan->mask, parse_scan_target);
    const Bus* bus = parts::parse_step_bus(step, "scan", context);
    read_master_keys(step, "scan", bus, *scan);
    const auto* expect = step.find("expect");
    if (expect != nullptr && bus != nullptr) scan->expect = parse_names(*expect, *bus, context);
    scan->frames = parts::parse_range(step, "frames", Dimension::count, context);
    return {step.at(), titled("scan", step.written("scan")), scan};
}

}  // namespace

const StepKind scan_step{scan_description, parse_scan};

}  // namespace otbench::runner
