#pragma once

#include <boost/core/span.hpp>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "base/config/units.hpp"
#include "base/config/yaml_reader.hpp"
#include "base/text.hpp"
#include "runner/language/electrical_change.hpp"
#include "runner/language/keys.hpp"
#include "runner/language/parser/parse.hpp"
#include "runner/language/quantity_range.hpp"
#include "runner/language/save.hpp"
#include "runner/language/step_kind.hpp"

/// The pieces of the parser, one file each, for the parser itself and for the verbs.
namespace otbench::runner::parts {

/// The variables and labels of a scenario, as far as its steps have been read.
struct VariableScope {
    using Names = std::set<std::string, std::less<>>;
    Names saved;                                      ///< by a step so far
    Names announced;                                  ///< by any step of the file
    Names labels;                                     ///< of the steps so far
    std::shared_ptr<const VariableScope> outer = {};  ///< what is known beside them; null: nothing

    /// Whether a name is among those of a kind, here or in what is outside.
    [[nodiscard]] bool knows(Names VariableScope::*kind, std::string_view name) const;
    /// All names of a kind.
    [[nodiscard]] std::vector<std::string_view> all(Names VariableScope::*kind) const;
    /// Adds what `inner` has beside what is outside of it.
    void take(VariableScope& inner);
};

/// What is known of a scenario while its parts are read.
struct Facts {
    int version = 1;
    ParameterValues parameters = {};  ///< of this case
    std::shared_ptr<VariableScope> scope = {};
    std::set<std::string>* files = nullptr;   ///< those that the scenario includes
    std::vector<std::string> including = {};  ///< the files that are being included, outermost first
    std::string folder = {};                  ///< where included files are looked for
    double pace = 0.0;                        ///< as `Scenario::pace`
    bool has_devices = false;
    bool has_bridges = false;
    // Known once they are read; of the scenario that is being read.
    boost::span<const Device> devices = {};
    boost::span<const Bus> buses = {};
};

struct Context : Facts {
    Context(std::shared_ptr<const ProfileCatalog> catalog, StepKinds kinds, Diagnostics& where, Facts facts = {})
        : Facts(std::move(facts)), profiles(std::move(catalog)), verbs(kinds), diagnostics(where) {}

    std::shared_ptr<const ProfileCatalog> profiles;  ///< which steps that are read again later share
    StepKinds verbs;
    Diagnostics& diagnostics;
};

/// What is known of a scenario that has been read; but for variables.
[[nodiscard]] Facts facts_of(const Scenario& scenario);

/// The devices, also those with a mistake in them, so that references to them are not reported on top.
[[nodiscard]] std::vector<Device> parse_devices(const YamlNode& node, const Context& context);

/// `bus`, or all of `buses`, of a scenario whose devices are known.
[[nodiscard]] std::vector<Bus> parse_buses(const Mapping& scenario, const Context& context);

/// `buses` of such a scenario.
[[nodiscard]] std::vector<Bus> parse_named_buses(const YamlNode& node, const Context& context);

/// The bus that a step is about: the one that its key `bus` names, or else the only one. Null, with a diagnostic at
/// `verb`, unless it is clear which.
[[nodiscard]] const Bus* parse_step_bus(const Mapping& step, std::string_view verb, const Context& context);

/// The meter of this name on one of the buses; an unknown name gets `expected`, such as " (expected a name)", and
/// suggestions.
struct MeterOnBus {
    const Bus* bus = nullptr;
    const Meter* meter = nullptr;
};
[[nodiscard]] Checked<MeterOnBus> find_meter(std::string_view name, const Context& context,
                                             std::string_view expected = {});

/// `bridge`: one mapping, or a list of them.
[[nodiscard]] std::vector<Bridge> parse_bridges(const YamlNode& node, const Context& context);

/// `uart` of a device whose boards are known: an endpoint, or a mapping.
[[nodiscard]] DeviceUart parse_uart(const YamlNode& node, const Device& device, const Context& context);

/// The converter of a bus: what it is wired to, and its part of `electrics`.
/// `outside_master`: a bridge is the master, so that nothing else is wired to it.
[[nodiscard]] Converter parse_converter(const YamlNode& node, circuit::Electrics& electrics, bool outside_master,
                                        const Context& context);
void parse_cable(const YamlNode& node, circuit::Electrics& electrics, const Context& context);

/// The electrical parameters of a part that `mapping` names.
[[nodiscard]] ElectricalChange parse_electrical_change(const Mapping& mapping, circuit::ElectricalPart part,
                                                       circuit::ConverterModel model, const Context& context);

/// `tags`.
[[nodiscard]] std::vector<std::string> parse_tags(const YamlNode& node, const Context& context);

/// `skip-unless`: one requirement, or a list of them.
[[nodiscard]] std::vector<Requirement> parse_requirements(const YamlNode& node, const Context& context);

/// `expect-fail`: a defect, a reason, or a mapping.
[[nodiscard]] ExpectedFailure parse_expected_failure(const YamlNode& node, const Context& context);

/// Reports a step of `failure`, which was read from `node`, that is not among `steps`.
void check_step_reference(const YamlNode& node, const ExpectedFailure& failure, const std::vector<Step>& steps,
                          const Context& context);

[[nodiscard]] std::vector<Step> parse_steps(const YamlNode& node, const Context& context);

/// The same with more values for `${name}`.
[[nodiscard]] std::vector<Step> parse_filled(YamlNode steps, const ParameterValues& values, const Context& context);

/// "repeat: {count: 3, steps: […]}", "repeat: {for: {baud: [300, 2400]}, steps: […]}" or "repeat: {count: 9, until: n >
/// 3, steps: […]}": the steps so many times.
[[nodiscard]] std::vector<Step> parse_repeat(const YamlNode& item, const Context& context);

/// What stands in a file that another one includes.
struct IncludedFile {
    YamlNode root;  ///< as written: its parameters are to be filled in
    Facts facts;    ///< for what is read from it
};

/// The file that `include` names, with the values of `with`; `what` it has to describe: "a meter". Nothing, and a
/// diagnostic, when it cannot be read or includes itself.
[[nodiscard]] std::optional<IncludedFile> open_include(const Mapping& include, std::string_view what,
                                                       const Context& context);

/// The YAML in `text`, which stands in the file `path` and not in the one that is being read.
[[nodiscard]] std::optional<YamlNode> read_other_file(const std::string& path, std::string_view text,
                                                      std::string_view what, Diagnostics& diagnostics);

/// Replaces each `include` of a device, a bus or a meter by what its file says; keys beside it count more.
void insert_fragments(YamlNode& scenario, const Context& context);

/// Gives `own` what `other` has and it has not; mappings are joined key by key.
void join_mappings(YamlNode& own, const YamlNode& other);

/// The folder of the file in which `at` is.
[[nodiscard]] std::string folder_of(const Position& at, const Context& context);

/// What folder.yaml in `folder` says, when there is one; nothing, too, when it cannot be read.
[[nodiscard]] std::optional<YamlNode> read_folder_file(const std::string& folder, const Context& context);

/// Gives `scenario` what folder.yaml has and it has not, but for steps.
void take_from_folder(YamlNode& scenario, YamlNode shared);

/// How a report names a step: what it does and to what, in one short line.
[[nodiscard]] std::string titled(std::string_view verb, std::string_view object);

/// The step's device: as given, or the only one there is.
[[nodiscard]] std::string device_of(const Mapping& step, const Context& context);

/// Settings of a meter as written, each checked against its profile; `what` names them in messages.
[[nodiscard]] std::map<std::string, std::string> parse_settings(const YamlNode& node, std::string_view what,
                                                                const std::string& profile, const Context& context);

/// Faults of a link as written, each checked; `what` names them in messages.
[[nodiscard]] std::map<std::string, std::string> parse_link_faults(const YamlNode& node, std::string_view what,
                                                                   const Context& context);

/// What a publish or expect-message step expects: a payload, a mapping or a list.
[[nodiscard]] MessageExpectation parse_message_expectation(const YamlNode& node, const Context& context);

/// A name with a value: "9730 kWh", "9730 kWh ± 1 %", or a mapping with `value` and `tolerance`.
[[nodiscard]] ReadingExpectation parse_value_with_tolerance(const YamlEntry& entry, const Context& context);

/// A JSON pointer (RFC 6901).
[[nodiscard]] Checked<std::string> check_pointer(std::string_view text);

/// `decode … expect`.
[[nodiscard]] std::vector<ReadingExpectation> parse_readings(const YamlNode& node, const Context& context);

/// A range at `key`, as text or as a mapping; nothing when the key is not there.
[[nodiscard]] std::optional<QuantityRange> parse_range(const Mapping& mapping, std::string_view key,
                                                       Dimension dimension, const Context& context);

/// The label of a step that was read before.
[[nodiscard]] Checked<std::string> check_earlier_label(std::string_view text, const Context& context);

/// `expect-line`.
[[nodiscard]] std::vector<LineExpectation> parse_line(const YamlNode& node, const Context& context);

/// A topic to publish to: not empty, no wildcards, known placeholders.
[[nodiscard]] Checked<std::string> check_topic(std::string_view text, const Context& context);

/// MQTT quality of service.
[[nodiscard]] Checked<int> parse_qos(std::string_view text);

/// Text in which every `${…}` is the chip id or a variable that an earlier step saves.
[[nodiscard]] Checked<std::string> check_placeholders(std::string_view text, const Context& context);

/// A regular expression (ECMAScript, 1000 characters at most), with its placeholders as they are.
[[nodiscard]] Checked<std::string> check_regex(std::string_view text, const Context& context);

/// A formula whose variables earlier steps save.
[[nodiscard]] Checked<Formula> parse_formula(std::string_view text, const Context& context);

/// The same as a conversion for `Mapping::read`.
[[nodiscard]] inline auto formula_in(const Context& context) {
    return [&context](std::string_view text) { return parse_formula(text, context); };
}

/// Where the variables of a step's `save` come from.
enum class SaveSource { payload, reading };

/// `save` of a step, whose names later steps may use from now on.
[[nodiscard]] std::vector<Save> parse_saves(const Mapping& step, SaveSource source, const Context& context);

/// Notes the variables that the steps in `node` will save, for better messages.
void announce_variables(const YamlNode& node, VariableScope& scope);

/// A mapping of the file, of which also the keys that its version of the format does not have are reported.
[[nodiscard]] Mapping open_mapping(const YamlNode& node, const MappingDescription& description, const Context& context);

/// Saves `variable` for later steps.
void declare_variable(const std::string& variable, const Context& context);

/// A pin of one of the devices, such as "boiler.gpio15".
[[nodiscard]] Checked<Pin> parse_device_pin(std::string_view text, boost::span<const Device> devices);

/// The number of a pin that can carry serial data.
[[nodiscard]] Checked<int> parse_serial_pin(std::string_view text);

/// Idle current in units of 1.5 mA.
[[nodiscard]] Checked<double> parse_unit_loads(std::string_view text);

/// The number of any pin.
[[nodiscard]] Checked<int> parse_gpio(std::string_view text);

/// "low" or "high".
[[nodiscard]] Checked<bool> parse_level(std::string_view text);

/// The pin of a device at `key`, with its place.
[[nodiscard]] Pin read_pin(const Mapping& mapping, std::string_view key, const Context& context);

/// A speed in baud.
[[nodiscard]] Checked<int> parse_speed(std::string_view text);

/// The address of a temperature sensor as the firmware writes it, and a temperature that it can measure.
[[nodiscard]] Checked<std::string> parse_sensor_address(std::string_view text);
[[nodiscard]] Checked<double> parse_sensor_temperature(std::string_view text);

/// A program, or a list of a program and its arguments.
[[nodiscard]] std::vector<std::string> parse_command(const YamlNode& node, const Context& context);

/// The name of one of the devices.
[[nodiscard]] Checked<std::string> check_device(std::string_view text, boost::span<const Device> devices);

/// A name that the writer of the file made up, for a device or meter: letters, digits, '-' and '_', 64 at most.
[[nodiscard]] Checked<std::string> check_name(std::string_view text);

}  // namespace otbench::runner::parts
