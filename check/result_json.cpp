#include "check/result_json.hpp"

#include <nlohmann/json.hpp>
#include <stdexcept>

#include "base/text.hpp"

namespace otbench::check {
namespace {

using json = nlohmann::ordered_json;

constexpr Verdict verdicts[] = {Verdict::pass, Verdict::fail, Verdict::not_applicable, Verdict::informational};

Verdict verdict_named(const std::string& name) {
    for (const Verdict verdict : verdicts)
        if (name == name_of(verdict)) return verdict;
    throw std::runtime_error{"unknown verdict " + name};
}

json json_of(const LineFrame& frame) {
    return {{"from", frame.from_client ? "client" : "meter"},
            {"start", in_seconds(frame.start)},
            {"end", in_seconds(frame.end)},
            {"service", frame.service},
            {"address", frame.address},
            {"hex", hex_text(frame.octets)},
            {"client", frame.client},
            {"meters", frame.meters}};
}

Nanoseconds time_of(const json& seconds) {
    return Nanoseconds{std::int64_t(seconds.get<double>() * 1e9)};
}

LineFrame frame_of(const json& object) {
    LineFrame frame;
    frame.from_client = object.at("from") == "client";
    frame.start = time_of(object.at("start"));
    frame.end = time_of(object.at("end"));
    frame.service = object.at("service");
    frame.address = object.at("address");
    frame.octets = parse_octets(object.at("hex").get<std::string>()).value();
    frame.client = object.at("client");
    frame.meters = object.at("meters");
    return frame;
}

json json_of(const ClientRun& run) {
    return {{"command", run.command},     {"start", in_seconds(run.start)},
            {"end", in_seconds(run.end)}, {"ended", run.ended},
            {"flooded", run.flooded},     {"exit_code", run.exit_code},
            {"printed", run.out},         {"errors", run.errors}};
}

ClientRun run_of(const json& object) {
    ClientRun run;
    run.command = object.at("command");
    run.start = time_of(object.at("start"));
    run.end = time_of(object.at("end"));
    run.ended = object.at("ended");
    run.flooded = object.at("flooded");
    run.exit_code = object.at("exit_code");
    run.out = object.at("printed");
    run.errors = object.at("errors");
    return run;
}

json json_of(const MqttNote& note) {
    return {{"from", note.from_gateway ? "gateway" : "broker"}, {"time", in_seconds(note.time)}, {"packet", note.text}};
}

MqttNote note_of(const json& object) {
    MqttNote note;
    note.from_gateway = object.at("from") == "gateway";
    note.time = time_of(object.at("time"));
    note.text = object.at("packet");
    return note;
}

json json_of(const CaseResult& result) {
    json object = {{"name", result.name},           {"group", result.group},     {"verdict", name_of(result.verdict)},
                   {"reference", result.reference}, {"done", result.done},       {"correct", result.correct},
                   {"reason", result.reason},       {"seconds", result.seconds}, {"baud", result.evidence.baud},
                   {"replay", result.replay}};
    for (const char* list : {"findings", "runs", "frames"}) object[list] = json::array();
    for (const Finding& finding : result.findings)
        object["findings"].push_back(
            {{"expected", finding.expected}, {"got", finding.got}, {"informational", finding.informational}});
    for (const ClientRun& run : result.evidence.runs) object["runs"].push_back(json_of(run));
    for (const LineFrame& frame : result.evidence.frames) object["frames"].push_back(json_of(frame));
    for (const MqttNote& note : result.evidence.mqtt) object["mqtt"].push_back(json_of(note));
    return object;
}

/// Bytes that are not UTF-8 are replaced.
std::string dumped(const json& object, int indent = -1) {
    return object.dump(indent, ' ', false, json::error_handler_t::replace);
}

}  // namespace

std::string to_json(const CaseResult& result) {
    return dumped(json_of(result));
}

CaseResult case_result(std::string_view text) try {
    const json object = json::parse(text);
    CaseResult result;
    result.name = object.at("name");
    result.group = object.at("group");
    result.verdict = verdict_named(object.at("verdict"));
    result.reference = object.at("reference");
    result.done = object.at("done");
    result.correct = object.at("correct");
    result.reason = object.at("reason");
    result.seconds = object.at("seconds");
    result.evidence.baud = object.at("baud");
    result.replay = object.at("replay");
    for (const json& finding : object.at("findings"))
        result.findings.push_back({finding.at("expected"), finding.at("got"), finding.at("informational")});
    for (const json& run : object.at("runs")) result.evidence.runs.push_back(run_of(run));
    for (const json& frame : object.at("frames")) result.evidence.frames.push_back(frame_of(frame));
    if (object.contains("mqtt"))
        for (const json& note : object.at("mqtt")) result.evidence.mqtt.push_back(note_of(note));
    return result;
} catch (const json::exception& error) {
    throw std::runtime_error{error.what()};
}

std::string to_json(const Scorecard& scorecard) {
    json object = {{scorecard.subject, scorecard.client}, {"otbench", scorecard.version}, {"date", scorecard.date}};
    for (const Verdict verdict : verdicts) object["totals"][name_of(verdict)] = scorecard.count(verdict);
    object["cases"] = json::array();
    for (const CaseResult& result : scorecard.results) object["cases"].push_back(json_of(result));
    return dumped(object, 1) + "\n";
}

}  // namespace otbench::check
