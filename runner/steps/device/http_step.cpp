// Sends a request to a device's web server and checks its answer.
#include <fmt/core.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <iterator>

#include "runner/steps/step_support.hpp"

#include "base/event_kinds.hpp"
#include "base/time.hpp"
#include "sim/http_exchange.hpp"

namespace otbench::runner {
namespace {

const ValueType request_type{
    "http-request", "a method and a URL such as GET /",
    R"json({"type": "string", "pattern": "^(CONNECT|DELETE|GET|HEAD|OPTIONS|PATCH|POST|PUT|TRACE) /\\S*$", "examples": ["GET /", "POST /mqtt/trigger/ping"]})json"};
const ValueType status_type{
    "http-status", "a status from 100 to 599, refused or closed",
    R"json({"anyOf": [{"type": "integer", "minimum": 100, "maximum": 599}, {"enum": ["refused", "closed"]}]})json"};
const ValueType expectation_type{
    "http-expectation", "a status such as 200, or a mapping such as {status: 200, body: ok}",
    R"json({"anyOf": [{"$ref": "#/$defs/http-status"}, {"$ref": "#/$defs/http-answer"}]})json"};

constexpr Key http_keys[] = {
    {"http", request_type, required, "Sends this request to the device's web server."},
    {"body", types::payload, optional, "What follows the head of the request, such as the fields of a form."},
    device_key,
    {"expect", expectation_type, optional, "What must come back."},
};
const MappingDescription http_description{"http-step", "an http step", http_keys};

constexpr Key answer_keys[] = {
    {"status", status_type, optional,
     "The status of the answer; refused when nothing listens, closed when the connection ends without an answer."},
    {"body", types::payload, optional, "The whole body of the answer."},
    {"body-contains", types::payload, optional, "A text that occurs in the body of the answer."},
    {"within", types::duration, optional, "How long to wait for the answer; the scenario's within otherwise."},
};
const MappingDescription answer_description{"http-answer", "an expected answer", answer_keys};
const MappingDescription* const nested[] = {&answer_description};

/// What an answer must be like.
struct Expectation {
    std::optional<std::string> status;
    std::optional<std::string> body;
    std::optional<std::string> part_of_body;
    std::optional<Nanoseconds> within;
};

/// What came back, as far as a scenario looks at it.
struct Answer {
    std::string status;
    std::string body;
};

/// The words for an exchange without an answer.
constexpr std::string_view refused = "refused";
constexpr std::string_view closed = "closed";

Answer read_answer(const std::string& bytes) {
    const auto status_at = std::min(bytes.find(' '), bytes.size());
    const auto status_end = bytes.find_first_of(" \r\n", std::min(status_at + 1, bytes.size()));
    constexpr std::string_view end_of_head = "\r\n\r\n";
    const auto head_end = bytes.find(end_of_head);
    Answer answer;
    if (status_at < bytes.size()) answer.status = bytes.substr(status_at + 1, status_end - status_at - 1);
    if (head_end != std::string::npos) answer.body = bytes.substr(head_end + end_of_head.size());
    return answer;
}

Answer answer_of(const sim::HttpExchange& exchange) {
    using Outcome = sim::HttpExchange::Outcome;
    if (exchange.outcome() == Outcome::answered) return read_answer(exchange.answer());
    return {std::string{exchange.outcome() == Outcome::refused ? refused : closed}, {}};
}

struct HttpStep : StepAction {
    std::string target;
    std::string request;
    std::string body;
    std::optional<Expectation> expect;

    void perform(Execution& run, StepResult& result) const override {
        if (run.is_out_of_reach("HTTP server", target, result)) return;
        sim::DeviceUnderTest& device = run.device(target);
        const std::string line = fill_in(run, target, request);
        const std::string content = fill_in(run, target, body);
        const Cause event = run.bench.log().record(run.bench.time(), event::bench_request, run.step_event,
                                                   {{"request", line}, {"body", content}});
        const Nanoseconds started = run.bench.time();
        const auto exchange =
            run.bench.http_request(device,
                                   fmt::format("{} HTTP/1.1\r\nHost: {}\r\nContent-Length: {}\r\n\r\n{}", line, target,
                                               content.size(), content),
                                   event);
        const bool came = wait_for(
            run, [&] { return exchange->outcome() != sim::HttpExchange::Outcome::pending; },
            run.deadline(expect ? expect->within : std::nullopt));
        if (came) return check(run, answer_of(*exchange), result);
        exchange->give_up();
        result.checks.push_back({false, "answer", "an answer",
                                 fmt::format("nothing within {:g} s", in_seconds(run.bench.time() - started)),
                                 run.bench.time()});
    }
    [[nodiscard]] std::string device() const override { return target; }

    void check(Execution& run, const Answer& answer, StepResult& result) const {
        if (!expect) return;
        const auto add = [&](const char* what, bool passed, std::string expected, const std::string& got) {
            result.checks.push_back({passed, what, std::move(expected), got, run.bench.time()});
        };
        if (expect->status) add("status", answer.status == *expect->status, *expect->status, answer.status);
        if (expect->body) {
            const std::string whole = fill_in(run, target, *expect->body);
            add("body", answer.body == whole, whole, answer.body);
        }
        if (expect->part_of_body) {
            const std::string part = fill_in(run, target, *expect->part_of_body);
            add("body", answer.body.find(part) != std::string::npos, fmt::format("a body that contains {}", part),
                answer.body);
        }
    }
};

constexpr std::string_view methods[] = {"CONNECT", "DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT", "TRACE"};

/// Method and URL, without anything that would end the line.
Checked<std::string> parse_request(std::string_view text, const Context& context) {
    const auto space = text.find(' ');
    const auto is_visible = [](char c) { return static_cast<unsigned char>(c) > ' ' && c != '\x7f'; };
    const auto method = text.substr(0, space);
    const auto url = space == std::string_view::npos ? std::string_view{} : text.substr(space + 1);
    if (url.substr(0, 1) != "/" || !std::all_of(url.begin(), url.end(), is_visible))
        return InputError{fmt::format("invalid request '{}' (expected a method and a URL such as GET /)", text)};
    if (std::find(std::begin(methods), std::end(methods), method) == std::end(methods))
        return InputError{fmt::format("unknown method '{}' (expected {})", method, fmt::join(methods, ", "))};
    return parts::check_placeholders(text, context);
}

Checked<std::string> parse_status(std::string_view text) {
    constexpr int lowest = 100, highest = 599;
    if (text == refused || text == closed || parse_whole_number(text, lowest, highest)) return std::string{text};
    return InputError{
        fmt::format("invalid status '{}' (expected {} to {}, {} or {})", text, lowest, highest, refused, closed)};
}

Expectation parse_expectation(const Mapping& step, const YamlNode& node, const Context& context) {
    Expectation expect;
    if (node.kind != YamlNode::Kind::mapping) {
        step.read("expect", expect.status, parse_status);
        return expect;
    }
    const Mapping answer{node, answer_description, context.diagnostics};
    answer.read("status", expect.status, parse_status);
    const auto check = [&](std::string_view text) { return parts::check_placeholders(text, context); };
    answer.read("body", expect.body, check);
    answer.read("body-contains", expect.part_of_body, check);
    answer.read("within", expect.within, parse_duration);
    if (answer.find("status") == nullptr && answer.find("body") == nullptr && answer.find("body-contains") == nullptr)
        answer.complain("", "an expected answer needs one of status, body and body-contains");
    return expect;
}

Step parse_http(const Mapping& step, const Context& context) {
    auto http = std::make_shared<HttpStep>();
    step.read("http", http->request, [&](std::string_view text) { return parse_request(text, context); });
    step.read("body", http->body, [&](std::string_view text) { return parts::check_placeholders(text, context); });
    if (const auto* expect = step.find("expect")) http->expect = parse_expectation(step, *expect, context);
    http->target = parts::device_of(step, context);
    return {step.at(), titled("http", http->request), http};
}

}  // namespace

const StepKind http_step{http_description, parse_http, nested};

}  // namespace otbench::runner
