#include "runner/trace/recorded_trace.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <optional>
#include <utility>

#include "base/config/json_numbers.hpp"
#include "base/event_kinds.hpp"
#include "base/text.hpp"
#include "runner/report/trace_files.hpp"

namespace otbench::runner {
namespace {

namespace fs = std::filesystem;

RecordedEvent event_of(const std::string& line) {
    auto json = nlohmann::ordered_json::parse(line);
    const auto number = [&](const char* key) { return json_integer<std::int64_t>(json.at(key), key); };
    RecordedEvent event;
    event.id = static_cast<std::uint64_t>(json_integer(json.at("id"), "id", 1, INT64_MAX));
    event.at = Nanoseconds{number("t_ns")};
    json.at("kind").get_to(event.kind);
    event.source = json.value("source", "");
    if (json.contains("cause"))
        event.cause = static_cast<std::uint64_t>(json_integer(json.at("cause"), "cause", 1, INT64_MAX));
    if (json.contains("carries")) json.at("carries").get_to(event.carries);
    for (const char* key : {"id", "t_ns", "kind", "source", "cause", "carries"}) json.erase(key);
    event.fields = std::move(json);
    event.line = line;
    return event;
}

/// Nothing when the line is not an event.
std::optional<RecordedEvent> read_event(const std::string& line) {
    try {
        return event_of(line);
    } catch (const std::exception&) {  // of the JSON library, and of numbers that are out of range
        return std::nullopt;
    }
}

}  // namespace

const RecordedEvent* RecordedTrace::find(std::uint64_t id) const {
    const auto found =
        std::lower_bound(events.begin(), events.end(), id,
                         [](const RecordedEvent& event, std::uint64_t wanted) { return event.id < wanted; });
    return found != events.end() && found->id == id ? &*found : nullptr;
}

std::vector<const RecordedEvent*> RecordedTrace::causes(const RecordedEvent& event) const {
    std::vector<const RecordedEvent*> chain;
    for (const auto* cause = find(event.cause); cause != nullptr; cause = find(cause->cause)) chain.push_back(cause);
    return chain;
}

Nanoseconds RecordedTrace::beginning(const RecordedEvent& event) const {
    const RecordedEvent* cause = find(event.cause);
    if (cause == nullptr) return event.at;
    const bool is_edge = cause->kind == event::rx_edge || cause->kind == event::receiver_edge;
    return is_edge && event.fields.contains("hex") ? cause->at : event.at;
}

std::string text_field(const RecordedEvent& event, const std::string& name) {
    const auto text_of = [&](const std::string& key) {
        const auto field = event.fields.find(key);
        return field != event.fields.end() && field->is_string() ? field->get<std::string>() : std::string{};
    };
    if (event.fields.contains(name)) return text_of(name);
    const auto bytes = parse_octets(text_of(name + "_hex"));
    return bytes ? std::string{bytes->begin(), bytes->end()} : std::string{};
}

Checked<RecordedTrace> read_trace(std::istream& file) {
    RecordedTrace trace;
    std::size_t number = 0;
    for (std::string line; std::getline(file, line);) {
        ++number;
        auto event = read_event(line);
        const std::uint64_t before = trace.events.empty() ? 0 : trace.events.back().id;
        if (!event) return InputError{fmt::format("{}: invalid event (expected a line of events.jsonl)", number)};
        if (event->id <= before || event->cause >= event->id)
            return InputError{fmt::format("{}: invalid id {} or cause (expected ids that increase, and earlier causes)",
                                          number, event->id)};
        trace.events.push_back(*std::move(event));
    }
    return trace;
}

Checked<RecordedTrace> read_trace_file(const std::string& path) {
    const fs::path events = fs::is_directory(path) ? fs::path{path} / events_file : fs::path{path};
    std::ifstream file{events};
    if (!file)
        return InputError{
            fmt::format("{}: no such file (expected a folder that 'otbench run FILE --out DIR' wrote, or "
                        "its events.jsonl)",
                        events.string())};
    auto trace = read_trace(file);
    if (!trace) return InputError{fmt::format("{}:{}", events.string(), trace.error().message)};
    return trace;
}

std::string event_text(const RecordedEvent& event) {
    std::string text = fmt::format("{:.9f} s  {}", std::chrono::duration<double>(event.at).count(), event.kind);
    if (!event.source.empty()) text += ' ' + event.source;
    for (const auto& [name, value] : event.fields.items())
        text += fmt::format(" {}={}", name, value.is_string() ? value.get<std::string>() : value.dump());
    return text;
}

}  // namespace otbench::runner
