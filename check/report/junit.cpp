#include "check/report/junit.hpp"

#include <fmt/format.h>

#include <pugixml.hpp>
#include <sstream>

#include "base/printable.hpp"
#include "check/report/group_totals.hpp"

namespace otbench::check {
namespace {

std::string unmet_text(const CaseResult& result) {
    std::string text;
    for (const Finding& finding : result.findings)
        if (!finding.got.empty()) text += fmt::format("expected: {}\ngot:      {}\n", finding.expected, finding.got);
    return text + fmt::format("why:      {} ({})\nreplay:   {}\n", result.correct, result.reference, result.replay);
}

void add_case(pugi::xml_node suite, const CaseResult& result, const std::string& client) {
    pugi::xml_node one = suite.append_child("testcase");
    one.append_attribute("classname") = printable(client + "." + result.group).c_str();
    one.append_attribute("name") = result.name.c_str();
    one.append_attribute("time") = fmt::format("{:.3f}", result.seconds).c_str();
    if (result.verdict == Verdict::not_applicable)
        one.append_child("skipped").append_attribute("message") = printable(result.reason).c_str();
    if (result.verdict == Verdict::fail) {
        pugi::xml_node failure = one.append_child("failure");
        failure.append_attribute("message") = printable(result.done).c_str();
        failure.text() = printable(unmet_text(result)).c_str();
    }
    if (result.verdict == Verdict::informational)
        one.append_child("system-out").text() = printable(unmet_text(result)).c_str();
}

}  // namespace

std::string junit_xml(const Scorecard& scorecard) {
    pugi::xml_document document;
    pugi::xml_node suites = document.append_child("testsuites");
    for (const GroupTotals& group : group_totals(scorecard)) {
        pugi::xml_node suite = suites.append_child("testsuite");
        suite.append_attribute("name") = group.name.c_str();
        suite.append_attribute("tests") = group.sum();
        suite.append_attribute("failures") = group.of(Verdict::fail);
        suite.append_attribute("skipped") = group.of(Verdict::not_applicable);
        for (const CaseResult& result : scorecard.results)
            if (result.group == group.name) add_case(suite, result, scorecard.client);
    }
    std::ostringstream text;
    document.save(text, "  ");
    return text.str();
}

}  // namespace otbench::check
