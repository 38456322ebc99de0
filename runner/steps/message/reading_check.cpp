#include "runner/steps/message/reading_check.hpp"

#include <fmt/core.h>

#include <string_view>

#include "runner/steps/message/agreement.hpp"

namespace otbench::runner {
namespace {

// The header of a reading, in the order in which a report shows it.
constexpr std::string_view identity_names[] = {"id",     "manufacturer",  "version", "product",
                                               "medium", "access-number", "status"};

// What a scenario expects of a value that it does not want to name.
constexpr std::string_view error_state_text = "value during error state";

void tabulate(const bus::Reading& reading, StepResult& result) {
    for (const std::string_view name : identity_names)
        result.reading.push_back({std::string{name}, reading.identity_text(name).value_or("")});
    for (const bus::NamedValue& value : reading.values) result.reading.push_back({value.selector(), value.text()});
}

/// Whether a value is what was expected; a value that the meter sends in an error state may have any number.
Checked<bool> is_met(const bus::NamedValue& value, const ReadingExpectation& expect) {
    if (value.function == bus::Function::error_state && expect.value == error_state_text) return true;
    return agrees(value.text(), value.measure(), expect.value, expect.tolerance);
}

/// "10 h during error state": a number that a meter sends in an error state is not to be taken for any other.
std::string text_with_function(const bus::NamedValue& value) {
    const bool tells = value.function == bus::Function::error_state && value.text() != error_state_text;
    return tells ? value.text() + " during error state" : value.text();
}

/// What a scenario would have to expect of a value; nothing when the reading does not have it.
std::optional<std::string> text_of(const bus::Reading& reading, const std::string& name) {
    if (auto text = reading.identity_text(name)) return text;
    const auto found = reading.find(name);
    if (!found) return std::nullopt;
    return (*found)->function == bus::Function::error_state ? std::string{error_state_text} : (*found)->text();
}

Check check_value(const bus::Reading& reading, const ReadingExpectation& expect) {
    Check check;
    check.what = expect.name;
    check.expected = expect.tolerance ? fmt::format("{} +/- {}", expect.value, *expect.tolerance) : expect.value;
    if (const auto text = reading.identity_text(expect.name)) {
        check.passed = *text == expect.value;
        check.got = *text;
        return check;
    }
    const auto found = reading.find(expect.name);
    if (!found) {
        check.got = found.error().message;
        return check;
    }
    const auto agreement = is_met(**found, expect);
    check.passed = agreement && *agreement;
    check.got = agreement ? text_with_function(**found) : agreement.error().message;
    return check;
}

/// Saves a value of the reading; a check that fails when the reading does not have it.
void save(Execution& run, const bus::Reading& reading, const Save& save, StepResult& result) {
    const auto identity = reading.identity_text(save.what);
    const auto found = reading.find(save.what);
    if (identity || found)
        run.variables[save.variable] = identity ? *identity : (*found)->text();
    else
        result.checks.push_back({false, "save " + save.variable, save.what, found.error().message, run.bench.time()});
}

}  // namespace

void check_reading(Execution& run, const bus::Reading& reading, const std::vector<ReadingExpectation>& expect,
                   const std::vector<Save>& saves, StepResult& result) {
    tabulate(reading, result);
    for (ReadingExpectation expected : expect) {
        expected.value = fill_in(run, {}, expected.value);
        Check check = check_value(reading, expected);
        check.at = run.bench.time();
        if (const auto text = text_of(reading, expected.name))
            run.correct(check, {{{}, expected.value_at, expected.value, *text}});
        result.checks.push_back(std::move(check));
    }
    for (const Save& each : saves) save(run, reading, each, result);
}

}  // namespace otbench::runner
