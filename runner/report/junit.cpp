#include "runner/report/junit.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <pugixml.hpp>
#include <sstream>

#include "base/output_file.hpp"
#include "base/printable.hpp"
#include "base/time.hpp"
#include "runner/report/result_text.hpp"
#include "runner/report/trace_files.hpp"

namespace otbench::runner {
namespace {

namespace fs = std::filesystem;

/// The path without its extension, with dots between folders: CI servers show it as a tree.
std::string class_name(const std::string& path) {
    std::string name = fs::path{path}.replace_extension().lexically_normal().generic_string();
    name.erase(0, std::min(name.find_first_not_of("./"), name.size()));
    std::replace(name.begin(), name.end(), '/', '.');
    return name;
}

/// The evidence behind a failure: every check that was not met, the line's findings, the last events.
std::string failure_text(const RunResult& result) {
    std::string text;
    for (const StepResult& step : result.steps)
        for (const Check& check : step.checks)
            if (!check.passed)
                text += fmt::format("line {}: {}: {} at {:.6f} s\n  expected  {}\n  got       {}\n", step.at.line,
                                    step.title, check.what, in_seconds(check.at), check.expected, check.got);
    if (!result.explanation.empty()) text += result.explanation + '\n';
    for (const std::string& finding : result.findings) text += fmt::format("line: {}\n", finding);
    if (!result.last_events.empty()) text += "last events before it failed:\n";
    for (const std::string& event : result.last_events) text += fmt::format("  {}\n", event);
    return text;
}

/// A line for each step, the number of those that were skipped, then the files of the trace and its page.
std::string system_out(const RunResult& result, const JunitContext& context) {
    std::string text;
    for (const StepResult& step : result.steps) text += step_line(step, verdict_of(step)) + "\n";
    if (result.steps_skipped > 0)
        text += fmt::format("{} skipped after the failure\n", plural(result.steps_skipped, "step"));
    if (result.verdict == Verdict::skipped || context.out.empty()) return text;
    const auto attach = [&](const char* file) {
        const auto path = fs::path{context.out} / result.folder / file;
        if (fs::exists(path)) text += fmt::format("[[ATTACHMENT|{}]]\n", path.generic_string());
    };
    for (const char* file : trace_files) attach(file);
    attach(report_file);
    return text;
}

/// How JUnit calls a verdict.
struct Outcome {
    Verdict verdict;
    const char* element;
};
constexpr Outcome outcomes[] = {
    {Verdict::failed, "failure"},    {Verdict::unexpected_pass, "failure"},  {Verdict::skipped, "skipped"},
    {Verdict::time_limit, "error"},  {Verdict::expected_failure, "skipped"}, {Verdict::error, "error"},
    {Verdict::environment, "error"}, {Verdict::interrupted, "error"},
};

const char* element_of(Verdict verdict) {
    const auto* const found = std::find_if(std::begin(outcomes), std::end(outcomes),
                                           [&](const Outcome& outcome) { return outcome.verdict == verdict; });
    return found == std::end(outcomes) ? nullptr : found->element;
}

void add_property(pugi::xml_node properties, const std::string& name, const std::string& value) {
    pugi::xml_node property = properties.append_child("property");
    property.append_attribute("name") = printable(name).c_str();
    property.append_attribute("value") = printable(value).c_str();
}

/// The name of a case; with --repeat, those after the first of a name are numbered, as CI servers take cases of one
/// name for one.
std::string case_name(const RunResult& result, std::map<std::string, int>& used) {
    const int round = ++used[result.name];
    return printable(round == 1 ? result.name : fmt::format("{} ({})", result.name, round));
}

void add_case(pugi::xml_node suite, const RunResult& result, const std::string& name, const JunitContext& context) {
    pugi::xml_node test_case = suite.append_child("testcase");
    test_case.append_attribute("classname") = printable(class_name(result.path)).c_str();
    test_case.append_attribute("name") = name.c_str();
    test_case.append_attribute("file") = printable(result.path).c_str();
    test_case.append_attribute("time") = fmt::format("{:.3f}", result.wall_s).c_str();
    pugi::xml_node properties = test_case.append_child("properties");
    add_property(properties, "otbench", context.version);
    add_property(properties, "seed", std::to_string(result.seed));
    if (!result.broker.empty()) add_property(properties, "broker", result.broker);
    add_property(properties, "virtual-time", fmt::format("{:.6f} s", in_seconds(result.virtual_time)));
    if (result.attempts > 1) add_property(properties, "attempts", std::to_string(result.attempts));
    for (const auto& [parameter, value] : result.parameters) add_property(properties, "parameter:" + parameter, value);
    if (const char* element = element_of(result.verdict)) {
        pugi::xml_node outcome = test_case.append_child(element);
        outcome.append_attribute("type") = name_of(result.verdict);
        outcome.append_attribute("message") = printable(headline(result)).c_str();
        outcome.text() = printable(failure_text(result)).c_str();
    }
    test_case.append_child("system-out").text() = printable(system_out(result, context)).c_str();
}

/// The totals of a suite, from its cases.
void add_totals(pugi::xml_node suite, const std::vector<const RunResult*>& results) {
    const auto count = [&](std::string_view element) {
        return std::count_if(results.begin(), results.end(), [&](const RunResult* result) {
            const char* own = element_of(result->verdict);
            return own != nullptr && own == element;
        });
    };
    double time = 0.0;
    for (const RunResult* result : results) time += result->wall_s;
    suite.append_attribute("tests") = results.size();
    suite.append_attribute("failures") = std::size_t(count("failure"));
    suite.append_attribute("errors") = std::size_t(count("error"));
    suite.append_attribute("skipped") = std::size_t(count("skipped"));
    suite.append_attribute("time") = fmt::format("{:.3f}", time).c_str();
}

}  // namespace

void write_junit(const std::string& path, const std::vector<RunResult>& results, const JunitContext& context) {
    pugi::xml_document document;
    pugi::xml_node declaration = document.append_child(pugi::node_declaration);
    declaration.append_attribute("version") = "1.0";
    declaration.append_attribute("encoding") = "UTF-8";
    pugi::xml_node root = document.append_child("testsuites");
    for (std::size_t begin = 0; begin < results.size();) {
        std::vector<const RunResult*> of_file;
        for (std::size_t i = begin; i < results.size() && results[i].path == results[begin].path; ++i)
            of_file.push_back(&results[i]);
        pugi::xml_node suite = root.append_child("testsuite");
        suite.append_attribute("name") = printable(results[begin].path).c_str();
        add_totals(suite, of_file);
        std::map<std::string, int> used;
        for (const RunResult* result : of_file) add_case(suite, *result, case_name(*result, used), context);
        begin += of_file.size();
    }
    std::ostringstream text;
    document.save(text, "  ");
    write_whole_file(path, text.str());
}

}  // namespace otbench::runner
