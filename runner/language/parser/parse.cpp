#include "runner/language/parser/parse.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <filesystem>
#include <limits>

#include "base/config/suggest.hpp"
#include "base/config/text_file.hpp"
#include "runner/language/parser/parse_parts.hpp"
#include "sim/host/broker/broker_address.hpp"

namespace otbench::runner {

namespace {

constexpr int newest_version = 2;

// Beyond these the pieces in which paced time passes, milliseconds times the factor, get too short or too long.
constexpr double slowest_pace = 0.001;
constexpr int fastest_pace = 1'000'000;

Checked<int> parse_version(std::string_view text) {
    const auto version = parse_whole_number(text, 1, newest_version);
    if (!version) return InputError{fmt::format("unknown version '{}' (expected 1 or {})", text, newest_version)};
    return static_cast<int>(*version);
}

Checked<std::uint64_t> parse_seed(std::string_view text) {
    const auto seed = parse_whole_number(text, 0, std::numeric_limits<std::int64_t>::max());
    if (!seed) return seed.error();
    return static_cast<std::uint64_t>(*seed);
}

Checked<std::string> parse_broker(std::string_view text) {
    const auto known = sim::check_broker(text);
    return known ? Checked<std::string>{std::string{text}} : known.error();
}

Checked<Nanoseconds> parse_positive_duration(std::string_view text) {
    const auto duration = parse_duration(text);
    if (duration && *duration == Nanoseconds{}) return InputError{"invalid duration 0 (expected more)"};
    return duration;
}

void append(std::vector<Step>& steps, std::vector<Step> more, Phase phase) {
    for (Step& step : more) {
        step.phase = phase;
        steps.push_back(std::move(step));
    }
}

/// The steps of the scenario between those that its folder has in common.
std::vector<Step> parse_all_steps(const Mapping& scenario, const std::optional<YamlNode>& folder,
                                  const parts::Context& context) {
    std::vector<Step> steps;
    const auto add = [&](const YamlNode* node, Phase phase) {
        if (node != nullptr) append(steps, parts::parse_steps(*node, context), phase);
    };
    const auto add_shared = [&](std::string_view key, Phase phase) {
        if (folder) add(config::find(*folder, key), phase);
    };
    const auto add_own = [&](std::string_view key, Phase phase) { add(scenario.find(key), phase); };
    add_shared("setup", Phase::setup);
    add_own("setup", Phase::setup);
    add_own("steps", Phase::steps);
    add_own("teardown", Phase::teardown);
    add_shared("teardown", Phase::teardown);
    return steps;
}

Scenario parse_root(const std::string& name, const YamlNode& root, const std::optional<YamlNode>& folder,
                    parts::Context context) {
    Scenario scenario;
    scenario.path = name;
    const Mapping mapping{root, keys::scenario, context.diagnostics};
    mapping.read("name", scenario.name, any_text);
    mapping.read("description", scenario.description, any_text);
    mapping.read("version", scenario.version, parse_version);
    context.version = scenario.version;
    mapping.require_version(scenario.version);
    if (const auto* tags = mapping.find("tags")) scenario.tags = parts::parse_tags(*tags, context);
    if (const auto* needs = mapping.find("skip-unless"))
        scenario.skip_unless = parts::parse_requirements(*needs, context);
    mapping.read("pace", scenario.pace, parse_pace);
    mapping.read("seed", scenario.seed, parse_seed);
    mapping.read("broker", scenario.broker, parse_broker);
    mapping.read("time-limit", scenario.time_limit, parse_positive_duration);
    mapping.read("within", scenario.default_within, parse_positive_duration);
    context.pace = scenario.pace;
    const auto* devices = mapping.find("devices");
    if (devices != nullptr) scenario.devices = parts::parse_devices(*devices, context);
    context.devices = scenario.devices;
    context.has_devices = devices != nullptr;
    scenario.buses = parts::parse_buses(mapping, context);
    context.buses = scenario.buses;
    const bool may_lack_devices =
        scenario.version >= 2 || std::any_of(scenario.buses.begin(), scenario.buses.end(),
                                             [](const Bus& bus) { return bus.has_outside_master(); });
    if (root.kind == YamlNode::Kind::mapping && devices == nullptr && !may_lack_devices)
        context.diagnostics.add(root.at, "a scenario needs 'devices': a mapping of device names");
    context.has_bridges = scenario.has_bridges();
    scenario.steps = parse_all_steps(mapping, folder, context);
    if (const auto* failure = mapping.find("expect-fail")) {
        scenario.expected_failure = parts::parse_expected_failure(*failure, context);
        parts::check_step_reference(*failure, *scenario.expected_failure, scenario.steps, context);
    }
    return scenario;
}

bool is_version_2(const YamlNode& root) {
    const YamlNode* version = config::find(root, "version");
    return version != nullptr && version->text == "2";
}

/// A bench without steps of its own has one that does nothing, as a scenario needs one.
void add_steps(YamlNode& root) {
    if (root.kind != YamlNode::Kind::mapping || config::find(root, "steps") != nullptr) return;
    const auto text = [&](const char* what) { return YamlNode{YamlNode::Kind::text, root.at, what, {}, {}}; };
    const YamlNode step{YamlNode::Kind::mapping, root.at, {}, {}, {{text("wait"), text("1ms")}}};
    root.entries.push_back({text("steps"), YamlNode{YamlNode::Kind::list, root.at, {}, {step}, {}}});
}

/// The values in place of `${name}` in all that a file describes, but for the parameters themselves.
void fill_file(YamlNode& root, const ParameterValues& values) {
    for (YamlEntry& entry : root.entries)
        if (entry.key.text != "parameters" && entry.key.text != "exclude") fill_parameters(entry.value, values);
}

/// What a file is read for.
enum class Purpose { run, bench };

/// One case of the file `name`, whose contents are `root`; `shared`: those of the folder's file.
Scenario read_case(const std::string& name, YamlNode root, std::optional<YamlNode> shared, const ParameterCase& each,
                   Purpose purpose, parts::Context context) {
    std::set<std::string> files;
    context.files = &files;
    context.scope = std::make_shared<parts::VariableScope>();
    context.parameters = each.values;
    fill_file(root, each.values);
    if (is_version_2(root)) {
        context.version = 2;
        parts::insert_fragments(root, context);
    }
    if (shared) {
        files.emplace(shared->at.file);
        fill_file(*shared, each.values);
        parts::insert_fragments(*shared, context);
        parts::take_from_folder(root, *shared);
    }
    if (purpose == Purpose::bench) add_steps(root);
    parts::announce_variables(root, *context.scope);
    Scenario scenario = parse_root(name, root, shared, std::move(context));
    if (!each.name.empty()) scenario.name += fmt::format(" [{}]", each.name);
    scenario.parameters = each.values;
    scenario.files = std::move(files);
    return scenario;
}

CasesResult read_cases(const std::string& name, std::string_view text, const ProfileCatalog& profiles, StepKinds verbs,
                       const ParameterValues& chosen, Purpose purpose) {
    Diagnostics diagnostics{name};
    CasesResult result;
    const auto folder = std::filesystem::path{name}.parent_path().string();
    if (const auto root = read_yaml(text, "a scenario", diagnostics)) {
        parts::Context context{std::make_shared<const ProfileCatalog>(profiles), verbs, diagnostics};
        context.folder = folder;
        const auto shared = is_version_2(*root) ? parts::read_folder_file(folder, context) : std::nullopt;
        if (!diagnostics.empty()) return {{}, diagnostics.take_all(), false};
        const auto cases = parameter_cases(*root, chosen, folder, diagnostics);
        result.lacks_chosen = !cases.empty() && std::any_of(chosen.begin(), chosen.end(), [&](const auto& each) {
            return cases.front().values.count(each.first) == 0;
        });
        for (const ParameterCase& each : cases) {
            result.scenarios.push_back(read_case(name, *root, shared, each, purpose, context));
            if (!diagnostics.empty()) break;  // the other cases would have the same mistakes
        }
    }
    result.diagnostics = diagnostics.take_all();
    if (!result.diagnostics.empty()) result.scenarios.clear();
    return result;
}

ParseResult first_of(CasesResult cases) {
    if (cases.scenarios.empty()) return {std::nullopt, std::move(cases.diagnostics)};
    return {std::move(cases.scenarios.front()), {}};
}

}  // namespace

bool Bus::has_outside_master() const {
    return std::any_of(bridges.begin(), bridges.end(),
                       [](const Bridge& bridge) { return bridge.settings.role == sim::BridgeRole::master; });
}

bool Bus::has_own_master() const {
    return !has_outside_master() && !converter.port && converter.tx.gpio < 0;
}

bool Scenario::has_bridges() const {
    return std::any_of(buses.begin(), buses.end(), [](const Bus& bus) { return !bus.bridges.empty(); }) ||
           std::any_of(devices.begin(), devices.end(), [](const Device& device) { return device.uart.has_value(); });
}

bool Scenario::needs_real_time() const {
    return has_bridges() || std::any_of(devices.begin(), devices.end(), [](const Device& device) {
               return device.http.has_value() || device.is_outside();
           });
}

Checked<double> parse_pace(std::string_view text) {
    if (text == "virtual") return 0.0;
    if (text == "real") return real_pace;
    if (!text.empty() && text.front() == 'x') {
        if (const auto factor = parse_number(text.substr(1)))
            if (*factor >= slowest_pace && *factor <= fastest_pace) return *factor;
    }
    return InputError{fmt::format("invalid pace '{}' (expected virtual, real or a factor such as x10, from x{} to x{})",
                                  text, slowest_pace, fastest_pace)};
}

CasesResult parse_cases_text(const std::string& name, std::string_view text, const ProfileCatalog& profiles,
                             StepKinds verbs, const ParameterValues& chosen) {
    return read_cases(name, text, profiles, verbs, chosen, Purpose::run);
}

ParseResult parse_bench_text(const std::string& name, std::string_view text, const ProfileCatalog& profiles,
                             StepKinds verbs, const ParameterValues& chosen) {
    return first_of(read_cases(name, text, profiles, verbs, chosen, Purpose::bench));
}

CasesResult parse_cases_file(const std::string& path, const ProfileCatalog& profiles, StepKinds verbs,
                             const ParameterValues& chosen) {
    Diagnostics diagnostics{path};
    if (const auto text = read_text_file(path, "a scenario", diagnostics))
        return parse_cases_text(path, *text, profiles, verbs, chosen);
    return {{}, diagnostics.take_all(), false};
}

ParseResult parse_scenario_text(const std::string& name, std::string_view text, const ProfileCatalog& profiles,
                                StepKinds verbs) {
    return first_of(parse_cases_text(name, text, profiles, verbs, {}));
}

ParseResult parse_scenario_file(const std::string& path, const ProfileCatalog& profiles, StepKinds verbs) {
    return first_of(parse_cases_file(path, profiles, verbs, {}));
}

namespace parts {

Checked<std::string> check_name(std::string_view text) {
    constexpr std::size_t longest = 64;
    const auto fits = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
    };
    if (text.empty() || text.size() > longest || !std::all_of(text.begin(), text.end(), fits)) {
        return InputError{
            fmt::format("invalid name '{}' (expected letters, digits, '-' and '_', at most {})", text, longest)};
    }
    return std::string{text};
}

Checked<std::string> check_device(std::string_view text, boost::span<const Device> devices) {
    std::vector<std::string_view> names;
    names.reserve(devices.size());
    for (const auto& device : devices) names.push_back(device.name);
    if (std::find(names.begin(), names.end(), text) != names.end()) return std::string{text};
    return InputError{fmt::format("unknown device '{}'{}", text, did_you_mean(text, names))};
}

}  // namespace parts

}  // namespace otbench::runner
