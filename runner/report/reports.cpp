#include "runner/report/reports.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <pugixml.hpp>
#include <sstream>

#include "base/output_file.hpp"
#include "base/printable.hpp"

namespace otbench::runner {
namespace {

double seconds(Nanoseconds t) {
    return std::chrono::duration<double>(t).count();
}

std::size_t count_of(Verdict verdict, const std::vector<RunResult>& results) {
    return std::size_t(std::count_if(results.begin(), results.end(),
                                     [&](const RunResult& result) { return result.verdict == verdict; }));
}

std::string failure_text(const StepResult& step, const RunResult& result) {
    std::string text;
    for (const Check& check : step.checks)
        if (!check.passed)
            text += fmt::format("{} at {:.6f} s\n  expected  {}\n  got       {}\n", check.what, seconds(check.at),
                                check.expected, check.got);
    if (!result.explanation.empty()) text += result.explanation + '\n';
    for (const std::string& finding : result.findings) text += fmt::format("line: {}\n", finding);
    text += "last events before it failed:\n";
    for (const std::string& event : result.last_events) text += fmt::format("  {}\n", event);
    return text;
}

void add_message(pugi::xml_node test_case, const char* kind, const std::string& message, const std::string& text) {
    pugi::xml_node node = test_case.append_child(kind);
    node.append_attribute("message") = printable(message).c_str();
    node.text() = printable(text).c_str();
}

pugi::xml_node add_case(pugi::xml_node suite, const RunResult& result, const std::string& name, double time) {
    pugi::xml_node test_case = suite.append_child("testcase");
    test_case.append_attribute("classname") = printable(result.name).c_str();
    test_case.append_attribute("name") = printable(name).c_str();
    test_case.append_attribute("file") = printable(result.path).c_str();
    test_case.append_attribute("time") = fmt::format("{:.6f}", time).c_str();
    return test_case;
}

void add_suite(pugi::xml_node root, const RunResult& result) {
    pugi::xml_node suite = root.append_child("testsuite");
    std::size_t failures = 0;
    for (std::size_t i = 0; i < result.steps.size(); ++i) {
        const StepResult& step = result.steps[i];
        pugi::xml_node test_case =
            add_case(suite, result, fmt::format("{} {}", i + 1, step.title), seconds(step.ended - step.started));
        test_case.append_attribute("line") = step.at.line;
        if (!step.failed()) continue;
        ++failures;
        add_message(test_case, "failure", "an expectation was not met", failure_text(step, result));
    }
    const bool skipped = result.verdict == Verdict::skipped;
    const bool stopped = !skipped && result.verdict != Verdict::passed && result.verdict != Verdict::failed;
    if (stopped || skipped)
        add_message(add_case(suite, result, "run", 0.0), skipped ? "skipped" : "error",
                    result.error.empty() ? name_of(result.verdict) : result.error, "");
    suite.append_attribute("name") = printable(result.name).c_str();
    suite.append_attribute("tests") = result.steps.size() + (stopped || skipped ? 1 : 0);
    suite.append_attribute("failures") = failures;
    suite.append_attribute("errors") = stopped ? 1 : 0;
    suite.append_attribute("skipped") = skipped ? 1 : 0;
    suite.append_attribute("time") = fmt::format("{:.6f}", seconds(result.virtual_time)).c_str();
}

}  // namespace

void write_junit(const std::string& path, const std::vector<RunResult>& results) {
    pugi::xml_document document;
    pugi::xml_node declaration = document.append_child(pugi::node_declaration);
    declaration.append_attribute("version") = "1.0";
    declaration.append_attribute("encoding") = "UTF-8";
    pugi::xml_node root = document.append_child("testsuites");
    for (const RunResult& result : results) add_suite(root, result);
    std::ostringstream text;
    document.save(text, "  ");
    write_whole_file(path, text.str());
}

void write_summary(const std::string& path, const std::vector<RunResult>& results) {
    const Verdict verdict = overall(results);
    const nlohmann::json json = {{"verdict", name_of(verdict)},
                                 {"exit_code", exit_code(verdict)},
                                 {"scenarios", results.size()},
                                 {"scenarios_passed", count_of(Verdict::passed, results)},
                                 {"scenarios_failed_as_expected", count_of(Verdict::expected_failure, results)},
                                 {"scenarios_skipped", count_of(Verdict::skipped, results)},
                                 {"results", results}};
    write_whole_file(path, json.dump(2, ' ', false, nlohmann::json::error_handler_t::replace) + "\n");
}

Verdict overall(const std::vector<RunResult>& results) {
    for (const Verdict verdict : {Verdict::interrupted, Verdict::error, Verdict::environment, Verdict::failed,
                                  Verdict::unexpected_pass, Verdict::time_limit})
        for (const RunResult& result : results)
            if (result.verdict == verdict) return verdict;
    return Verdict::passed;
}

}  // namespace otbench::runner
