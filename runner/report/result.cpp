#include "runner/report/result.hpp"

#include <algorithm>
#include <array>
#include <limits>
#include <nlohmann/json.hpp>

#include "base/config/json_numbers.hpp"
#include "base/time.hpp"

namespace otbench::runner {
namespace {

struct VerdictEntry {
    const char* name;
    int exit_code;
};

// In the order of `Verdict`.
constexpr std::array<VerdictEntry, 9> verdicts = {{
    {"passed", 0},
    {"failed", 1},
    {"time limit", 42},
    {"interrupted", 130},
    {"error", 2},
    {"environment error", 3},
    {"skipped", 0},
    {"expected failure", 0},
    {"unexpected pass", 1},
}};

Nanoseconds nanoseconds(const nlohmann::json& json) {
    return Nanoseconds{json_integer<Nanoseconds::rep>(json, "time")};
}

/// Takes the whole number at `key`, which is not negative.
template <class Integer>
void read_whole(const nlohmann::json& json, const char* key, Integer& target) {
    constexpr auto most = std::numeric_limits<Integer>::max();
    constexpr auto longest = std::numeric_limits<std::int64_t>::max();
    const auto limit = std::min<std::uint64_t>(most, longest);
    target = static_cast<Integer>(json_integer(json.at(key), key, 0, static_cast<std::int64_t>(limit)));
}

}  // namespace

int exit_code(Verdict verdict) {
    return verdicts.at(std::size_t(verdict)).exit_code;
}
const char* name_of(Verdict verdict) {
    return verdicts.at(std::size_t(verdict)).name;
}

bool is_good(Verdict verdict) {
    return verdict == Verdict::passed || verdict == Verdict::expected_failure;
}

bool StepResult::failed() const {
    return std::any_of(checks.begin(), checks.end(), [](const Check& check) { return !check.passed; });
}

std::size_t RunResult::checks(bool passed) const {
    std::size_t count = 0;
    for (const StepResult& step : steps)
        count += std::size_t(std::count_if(step.checks.begin(), step.checks.end(),
                                           [&](const Check& check) { return check.passed == passed; }));
    return count;
}

RunResult blank_result(const Scenario& scenario) {
    RunResult result;
    result.name = scenario.name;
    result.path = scenario.path;
    result.seed = scenario.seed;
    result.parameters = scenario.parameters;
    result.steps_in_file = scenario.steps.size();
    return result;
}

static nlohmann::json number_or_null(const std::optional<double>& number) {
    return number ? nlohmann::json(*number) : nlohmann::json();
}

static void to_json(nlohmann::json& json, const Measurement& measurement) {
    json = {{"value", measurement.value},
            {"min", number_or_null(measurement.minimum)},
            {"max", number_or_null(measurement.maximum)},
            {"unit", measurement.unit}};
}

static void from_json(const nlohmann::json& json, Measurement& measurement) {
    json.at("value").get_to(measurement.value);
    if (!json.at("min").is_null()) measurement.minimum = json.at("min").get<double>();
    if (!json.at("max").is_null()) measurement.maximum = json.at("max").get<double>();
    json.at("unit").get_to(measurement.unit);
}

static void to_json(nlohmann::json& json, const Correction& correction) {
    json = {{"file", correction.file},
            {"line", correction.at.line},
            {"column", correction.at.column},
            {"was", correction.was},
            {"wanted", correction.wanted}};
}

static void from_json(const nlohmann::json& json, Correction& correction) {
    json.at("file").get_to(correction.file);
    read_whole(json, "line", correction.at.line);
    read_whole(json, "column", correction.at.column);
    json.at("was").get_to(correction.was);
    json.at("wanted").get_to(correction.wanted);
}

static void to_json(nlohmann::json& json, const Check& check) {
    json = {{"passed", check.passed},
            {"what", check.what},
            {"expected", check.expected},
            {"got", check.got},
            {"at_ns", check.at.count()}};
    if (check.measurement) json["measured"] = *check.measurement;
    if (!check.corrections.empty()) json["corrections"] = check.corrections;
}

static void from_json(const nlohmann::json& json, Check& check) {
    json.at("passed").get_to(check.passed);
    json.at("what").get_to(check.what);
    json.at("expected").get_to(check.expected);
    json.at("got").get_to(check.got);
    check.at = nanoseconds(json.at("at_ns"));
    if (json.contains("measured")) check.measurement = json.at("measured").get<Measurement>();
    if (json.contains("corrections")) json.at("corrections").get_to(check.corrections);
}

static void to_json(nlohmann::json& json, const ReadingLine& line) {
    json = {{"name", line.name}, {"value", line.value}};
}

static void from_json(const nlohmann::json& json, ReadingLine& line) {
    json.at("name").get_to(line.name);
    json.at("value").get_to(line.value);
}

static void to_json(nlohmann::json& json, const StepResult& step) {
    json = {{"index", step.index},
            {"title", step.title},
            {"line", step.at.line},
            {"column", step.at.column},
            {"started_ns", step.started.count()},
            {"ended_ns", step.ended.count()},
            {"checks", step.checks},
            {"notes", step.notes},
            {"reading", step.reading}};
    if (!step.at.file.empty()) json["file"] = step.at.file;
}

static void from_json(const nlohmann::json& json, StepResult& step) {
    read_whole(json, "index", step.index);
    json.at("title").get_to(step.title);
    read_whole(json, "line", step.at.line);
    read_whole(json, "column", step.at.column);
    if (json.contains("file")) step.at.file = config::lasting_path(json.at("file").get<std::string>());
    step.started = nanoseconds(json.at("started_ns"));
    step.ended = nanoseconds(json.at("ended_ns"));
    json.at("checks").get_to(step.checks);
    json.at("notes").get_to(step.notes);
    json.at("reading").get_to(step.reading);
}

static void to_json(nlohmann::json& json, const BridgeResult& bridge) {
    json = {{"where", bridge.where},
            {"role", bridge.role},
            {"octets_out", bridge.octets_out},
            {"octets_in", bridge.octets_in},
            {"unheard", bridge.unheard},
            {"damaged", bridge.damaged},
            {"late_median_ms", bridge.late_median_ms},
            {"late_p99_ms", bridge.late_p99_ms},
            {"late_max_ms", bridge.late_max_ms},
            {"messages", bridge.messages}};
}

static void from_json(const nlohmann::json& json, BridgeResult& bridge) {
    json.at("where").get_to(bridge.where);
    json.at("role").get_to(bridge.role);
    read_whole(json, "octets_out", bridge.octets_out);
    read_whole(json, "octets_in", bridge.octets_in);
    read_whole(json, "unheard", bridge.unheard);
    read_whole(json, "damaged", bridge.damaged);
    json.at("late_median_ms").get_to(bridge.late_median_ms);
    json.at("late_p99_ms").get_to(bridge.late_p99_ms);
    json.at("late_max_ms").get_to(bridge.late_max_ms);
    json.at("messages").get_to(bridge.messages);
}

void to_json(nlohmann::json& json, const RunResult& result) {
    json = {{"name", result.name},
            {"path", result.path},
            {"seed", result.seed},
            {"parameters", result.parameters},
            {"index", result.index},
            {"folder", result.folder},
            {"attempts", result.attempts},
            {"verdict", name_of(result.verdict)},
            {"exit_code", exit_code(result.verdict)},
            {"error", result.error},
            {"explanation", result.explanation},
            {"broker", result.broker},
            {"steps", result.steps},
            {"steps_in_file", result.steps_in_file},
            {"steps_skipped", result.steps_skipped},
            {"checks_passed", result.checks(true)},
            {"checks_failed", result.checks(false)},
            {"findings", result.findings},
            {"bridges", result.bridges},
            {"stood_still_ms", result.stood_still_ms},
            {"last_events", result.last_events},
            {"virtual_ns", result.virtual_time.count()},
            {"virtual_s", in_seconds(result.virtual_time)},
            {"wall_s", result.wall_s},
            {"events", result.events}};
}

void from_json(const nlohmann::json& json, RunResult& result) {
    json.at("name").get_to(result.name);
    json.at("path").get_to(result.path);
    read_whole(json, "seed", result.seed);
    json.at("parameters").get_to(result.parameters);
    read_whole(json, "index", result.index);
    json.at("folder").get_to(result.folder);
    read_whole(json, "attempts", result.attempts);
    const auto& verdict = json.at("verdict").get_ref<const std::string&>();
    for (std::size_t i = 0; i < verdicts.size(); ++i)
        if (verdict == verdicts[i].name) result.verdict = Verdict(i);
    json.at("error").get_to(result.error);
    json.at("explanation").get_to(result.explanation);
    json.at("broker").get_to(result.broker);
    json.at("steps").get_to(result.steps);
    read_whole(json, "steps_in_file", result.steps_in_file);
    read_whole(json, "steps_skipped", result.steps_skipped);
    json.at("findings").get_to(result.findings);
    json.at("bridges").get_to(result.bridges);
    json.at("stood_still_ms").get_to(result.stood_still_ms);
    json.at("last_events").get_to(result.last_events);
    result.virtual_time = nanoseconds(json.at("virtual_ns"));
    json.at("wall_s").get_to(result.wall_s);
    read_whole(json, "events", result.events);
}

std::string result_text(const RunResult& result) {
    return nlohmann::json(result).dump(-1, ' ', true, nlohmann::json::error_handler_t::replace);
}

std::optional<RunResult> read_result(const std::string& text) {
    try {
        return nlohmann::json::parse(text).get<RunResult>();
    } catch (const std::exception&) {  // of the JSON library, and of numbers that are out of range
        return std::nullopt;
    }
}

}  // namespace otbench::runner
