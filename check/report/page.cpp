#include "check/report/page.hpp"

#include <fmt/format.h>

#include "base/text.hpp"
#include "check/report/group_totals.hpp"
#include "check/report/time_line.hpp"

namespace otbench::check {
namespace {

constexpr std::string_view style = R"(
:root { --page: #f6f7f9; --card: #fff; --text: #1b2230; --quiet: #5b6576; --line: #d9dee6; --pass: #187a3c; --fail: #c22b2b;
 --informational: #8a6100; --na: #8d96a5; --asks: #1f5fd6; --tells: #0b7d84; color-scheme: light dark; }
@media (prefers-color-scheme: dark) { :root { --page: #12161d; --card: #1a2029; --text: #e4e8ee; --quiet: #98a3b3; --line: #2f3845;
 --pass: #56c67c; --fail: #ff7b76; --informational: #e0b04a; --na: #6b7585; --asks: #78a9ff; --tells: #4fd0d6; } }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 20px; max-width: 1100px; background: var(--page); color: var(--text); font: 14px/1.45 system-ui, "DejaVu Sans", sans-serif; }
h1 { font-size: 20px; margin: 0 0 4px; overflow-wrap: anywhere; } h2 { font-size: 15px; margin: 24px 0 8px; }
p { margin: 4px 0; } .quiet { color: var(--quiet); }
section, details { background: var(--card); border: 1px solid var(--line); border-radius: 8px; }
section { padding: 12px 16px; margin-top: 14px; } details { margin: 6px 0; }
summary { cursor: pointer; padding: 8px 12px; display: flex; gap: 12px; flex-wrap: wrap; align-items: baseline; }
summary code { font-weight: 600; } summary .quiet { flex: 1 1 300px; }
details > div { padding: 0 14px 12px; }
a { color: var(--asks); } .verdict { font-weight: 700; min-width: 118px; } .pass { color: var(--pass); } .fail { color: var(--fail); }
.informational { color: var(--informational); } .not-applicable { color: var(--na); }
.group { display: grid; grid-template-columns: 130px 1fr 70px; gap: 10px; align-items: center; margin: 5px 0; }
.bar { display: flex; height: 14px; border-radius: 4px; overflow: hidden; background: var(--line); }
.bar i { background: currentColor; } .count { text-align: right; font-variant-numeric: tabular-nums; }
ul { margin: 6px 0; padding-left: 20px; } li { overflow-wrap: anywhere; }
code, pre { font: 12.5px ui-monospace, "DejaVu Sans Mono", monospace; }
pre { white-space: pre-wrap; overflow-wrap: anywhere; margin: 6px 0; padding: 8px; background: var(--page); border-radius: 6px; max-height: 260px; overflow: auto; }
.time-line { overflow-x: auto; } svg { width: 100%; min-width: 700px; height: auto; display: block; margin: 8px 0; } svg text { fill: var(--quiet); font-size: 11px; } svg line { stroke: var(--line); }
rect.asks { fill: var(--asks); } rect.tells { fill: var(--tells); } rect.bad { fill: var(--fail); }
@media (max-width: 600px) { body { padding: 10px; } .group { grid-template-columns: 105px 1fr 52px; } }
)";

std::string class_of(Verdict verdict) {
    return verdict == Verdict::not_applicable ? "not-applicable" : name_of(verdict);
}

std::string group_bar(const GroupTotals& group) {
    std::string parts;
    for (const Verdict verdict : {Verdict::pass, Verdict::informational, Verdict::fail, Verdict::not_applicable})
        if (group.of(verdict) > 0)
            parts += fmt::format(R"(<i class="{}" style="flex:{}" title="{} {}"></i>)", class_of(verdict),
                                 group.of(verdict), group.of(verdict), name_of(verdict));
    return fmt::format(
        R"(<div class="group"><a href="#{0}">{0}</a><div class="bar">{1}</div><span class="count">{2}/{3}</span></div>)"
        "\n",
        group.name, parts, group.of(Verdict::pass), group.sum());
}

std::string findings_list(const CaseResult& result) {
    std::string list;
    for (const Finding& finding : result.findings) {
        const char* kind = finding.got.empty() ? "pass" : finding.informational ? "informational" : "fail";
        list += fmt::format(R"(<li><b class="{}">{}</b>{}</li>)", kind, html_text(finding.expected),
                            finding.got.empty() ? "" : ": " + html_text(finding.got));
    }
    return list.empty() ? "" : "<ul>" + list + "</ul>\n";
}

std::string frames_text(const CaseResult& result) {
    std::string text;
    for (const LineFrame& frame : result.evidence.frames)
        text += fmt::format("{:9.4f} {} {:<8} {}\n", in_seconds(frame.start), frame.from_client ? '>' : '<',
                            frame.service, hex_text(frame.octets, " "));
    return text.empty() ? "" : "<pre>" + html_text(text) + "</pre>\n";
}

std::string end_of(const ClientRun& run) {
    if (run.ended) return fmt::format("exit code {}", run.exit_code);
    return run.flooded ? "ended because it printed too much" : "ended by the time limit";
}

std::string runs_text(const CaseResult& result) {
    std::string text;
    for (const ClientRun& run : result.evidence.runs)
        text += fmt::format("<pre>$ {}\n{}{}{}</pre>\n", html_text(run.command), html_text(run.out),
                            html_text(run.errors), end_of(run));
    return text;
}

std::string mqtt_text(const CaseResult& result) {
    std::string text;
    for (const MqttNote& note : result.evidence.mqtt)
        text += fmt::format("{:9.4f} {} {}\n", in_seconds(note.time), note.from_gateway ? '>' : '<', note.text);
    return text.empty() ? "" : "<pre>" + html_text(text) + "</pre>\n";
}

std::string case_text(const CaseResult& result, const std::string& subject) {
    return fmt::format(
        R"(<details{}><summary><span class="verdict {}">{}</span><code>{}</code><span class="quiet">{}</span></summary><div>
<p><b>A correct {}:</b> {} <span class="quiet">{}</span></p>{}
{}{}{}{}{}<p class="quiet">Replay: <code>{}</code></p></div></details>
)",
        result.verdict == Verdict::fail ? " open" : "", class_of(result.verdict), name_of(result.verdict), result.name,
        html_text(result.done), subject, html_text(result.correct), html_text(result.reference),
        result.reason.empty() ? "" : "<p>" + html_text(result.reason) + "</p>", findings_list(result),
        time_line_svg(result.evidence.frames), frames_text(result), mqtt_text(result), runs_text(result),
        html_text(result.replay));
}

}  // namespace

std::string scorecard_page(const Scorecard& scorecard) {
    const auto groups = group_totals(scorecard);
    std::string page = fmt::format(
        R"(<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>M-Bus check: {0}</title><style>{1}</style></head><body>
<h1>M-Bus check: {0}</h1>
<p><b class="pass">{2} passed</b>, <b class="fail">{3} failed</b>, <b class="informational">{4} informational</b>, {5} not applicable
<span class="quiet">· {6}, Otbench {7}</span></p>
<section>
)",
        html_text(scorecard.client), style, scorecard.count(Verdict::pass), scorecard.count(Verdict::fail),
        scorecard.count(Verdict::informational), scorecard.count(Verdict::not_applicable), scorecard.date,
        scorecard.version);
    for (const GroupTotals& group : groups) page += group_bar(group);
    page += "</section>\n";
    for (const GroupTotals& group : groups) {
        page += fmt::format("<h2 id=\"{0}\">{0}</h2>\n", group.name);
        for (const CaseResult& result : scorecard.results)
            if (result.group == group.name) page += case_text(result, scorecard.subject);
    }
    return page + "</body></html>\n";
}

}  // namespace otbench::check
