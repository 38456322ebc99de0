// Compares what earlier steps read, measured and saved with a stored file, and writes it anew.
#include <fmt/core.h>

#include <filesystem>
#include <map>
#include <nlohmann/json.hpp>
#include <set>

#include "base/input_file.hpp"
#include "base/output_file.hpp"
#include "bus/record/unit.hpp"
#include "runner/steps/message/agreement.hpp"
#include "runner/steps/step_support.hpp"

namespace otbench::runner {
namespace {

using Json = nlohmann::ordered_json;
using Texts = std::map<std::string, std::string>;

constexpr Key snapshot_values_keys[] = {
    {"snapshot-values", types::path, required,
     "The file beside the scenario whose values are compared; otbench run --update writes it.", "", 2},
    {"values", types::value_names, optional,
     "The values: names of readings, measurements such as bus-voltage-mark, and variables; without them, the last "
     "reading."},
    {"tolerance", types::tolerances, optional,
     "How far numbers may be from the stored ones: one for all, such as 1 %, or a mapping of values to theirs."},
};
const MappingDescription snapshot_values_description{"snapshot-values-step", "a snapshot-values step",
                                                     snapshot_values_keys};

/// The values in a file that `text_of` wrote; else what is wrong with it.
Checked<Texts> stored_values(const std::string& path) {
    const auto text = read_whole_file(path, "a snapshot");
    if (!text) return text.error();
    try {
        return Json::parse(*text).get<Texts>();
    } catch (const nlohmann::json::exception&) {
        return InputError{"invalid snapshot (expected a JSON object of texts)"};
    }
}

std::string text_of(const std::vector<std::string>& names, const Texts& values) {
    Json json = Json::object();
    for (const std::string& name : names)
        if (const auto found = values.find(name); found != values.end()) json[name] = found->second;
    return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

struct SnapshotValuesStep : StepAction {
    std::string path;  ///< of the stored file
    std::vector<std::string> values;
    Texts tolerances;
    std::optional<std::string> tolerance;  ///< of the others

    void perform(Execution& run, StepResult& result) const override;

private:
    [[nodiscard]] Check compare(const std::string& name, const Texts& stored, const Texts& now) const;
};

/// What the run has of these values.
Texts values_now(const Execution& run, const std::vector<std::string>& names) {
    Texts now;
    for (const std::string& name : names) {
        const auto variable = run.variables.find(name);
        const auto seen = run.seen.find(name);
        if (variable != run.variables.end())
            now[name] = variable->second;
        else if (seen != run.seen.end())
            now[name] = seen->second;
    }
    return now;
}

Check SnapshotValuesStep::compare(const std::string& name, const Texts& stored, const Texts& now) const {
    const auto expected = stored.find(name), got = now.find(name);
    Check check;
    check.what = name;
    check.expected = expected == stored.end() ? "no such value" : expected->second;
    check.got = got == now.end() ? "no such value so far" : got->second;
    if (expected == stored.end() || got == now.end()) return check;
    const auto own = tolerances.find(name);
    const auto allowed = own != tolerances.end() ? own->second : tolerance;
    const auto measure = bus::parse_measure(got->second);
    const auto agreement =
        agrees(got->second, measure ? std::optional{*measure} : std::nullopt, expected->second, allowed);
    check.passed = agreement && *agreement;
    if (!agreement) check.got += fmt::format(" ({})", agreement.error().message);
    if (allowed) check.expected += " ± " + *allowed;
    return check;
}

void SnapshotValuesStep::perform(Execution& run, StepResult& result) const {
    const auto& names = values.empty() ? run.last_reading : values;
    const Texts now = values_now(run, names);
    const std::string text = text_of(names, now);
    if (!run.out.empty()) {
        const auto folder = std::filesystem::path{run.out} / "snapshots";
        make_output_folder(folder.string());
        write_whole_file((folder / std::filesystem::path{path}.filename()).string(), text);
    }
    const auto stored = stored_values(path);
    if (!stored)
        result.checks.push_back(
            {false, "snapshot", path,
             fmt::format("{}; otbench run --update {} writes it", stored.error().message, run.scenario.path)});
    std::set<std::string> all{names.begin(), names.end()};
    if (stored)
        for (const auto& [name, value] : *stored) all.insert(name);
    for (const std::string& name : all)
        if (stored || now.count(name) == 0) result.checks.push_back(compare(name, stored ? *stored : Texts{}, now));
    for (Check& check : result.checks) {
        check.at = run.bench.time();
        const bool is_missing = now.count(check.what) == 0 && check.what != "snapshot" &&
                                std::find(names.begin(), names.end(), check.what) != names.end();
        if (!is_missing) run.correct(check, {{path, {}, {}, text}});
    }
}

/// A share of a value, or a width with its unit.
Checked<std::string> check_tolerance(std::string_view text) {
    const auto share = bus::parse_tolerance(text, bus::measure(1.0, bus::Unit::none));
    const auto width = bus::parse_measure(text);
    if (share || (width && width->value >= 0.0)) return std::string{text};
    return InputError{
        fmt::format("invalid tolerance '{}' (expected a share such as 1 % or a width such as 0.1 V)", text)};
}

void read_tolerances(const Mapping& step, const Context& context, SnapshotValuesStep& snapshot) {
    const YamlNode* node = step.find("tolerance");
    if (node == nullptr || node->kind != YamlNode::Kind::mapping)
        return step.read("tolerance", snapshot.tolerance, check_tolerance);
    for (const YamlEntry* entry : step.entries("tolerance")) {
        const auto& names = snapshot.values;
        if (!names.empty() && std::find(names.begin(), names.end(), entry->key.text) == names.end())
            context.diagnostics.add(entry->key.at,
                                    fmt::format("unknown value '{}' (expected one of 'values')", entry->key.text));
        if (const auto tolerance = check_tolerance(entry->value.text))
            snapshot.tolerances[entry->key.text] = *tolerance;
        else
            context.diagnostics.add(entry->value.at, tolerance.error().message);
    }
}

/// The path of the stored file, which is beside the scenario or below.
Checked<std::string> check_snapshot_path(std::string_view text, const Context& context) {
    const auto path = std::filesystem::path{text}.lexically_normal();
    if (text.empty() || path.is_absolute() || *path.begin() == ".." || !path.has_filename() || text == ".")
        return InputError{fmt::format("invalid file '{}' (expected one beside the scenario, such as heat.json)", text)};
    return (std::filesystem::path{context.folder} / path).lexically_normal().string();
}

Step parse_snapshot_values(const Mapping& step, const Context& context) {
    auto snapshot = std::make_shared<SnapshotValuesStep>();
    step.read("snapshot-values", snapshot->path,
              [&](std::string_view text) { return check_snapshot_path(text, context); });
    if (step.find("values") != nullptr) {
        for (const YamlNode& item : step.list("values")) {
            if (!expect_kind(item, YamlNode::Kind::text, "values", "the name of a value", context.diagnostics))
                continue;
            const auto& names = snapshot->values;
            if (item.text.empty() || std::find(names.begin(), names.end(), item.text) != names.end())
                context.diagnostics.add(item.at,
                                        fmt::format("invalid name '{}' (expected each value once)", item.text));
            snapshot->values.push_back(item.text);
        }
        if (step.find("values")->kind == YamlNode::Kind::list && step.list("values").empty())
            step.complain("values", "'values' needs at least one name");
    }
    read_tolerances(step, context, *snapshot);
    return {step.at(), titled("snapshot", step.written("snapshot-values")), snapshot};
}

}  // namespace

const StepKind snapshot_values_step{snapshot_values_description, parse_snapshot_values};

}  // namespace otbench::runner
