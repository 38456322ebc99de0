#include <fmt/core.h>
#include <CLI/CLI.hpp>

#include <algorithm>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "app/help.hpp"
#include "app/print_error.hpp"
#include "app/trace/kind_names.hpp"
#include "app/trace/trace_verbs.hpp"
#include "app/verbs.hpp"
#include "base/config/units.hpp"
#include "base/printable.hpp"
#include "runner/trace/recorded_trace.hpp"

namespace otbench::app {
namespace {

constexpr const char* query_verb = "otbench trace query";

struct QueryArguments {
    std::string path, from, to;
    std::vector<std::string> kinds, sources, fields;
    std::vector<std::uint64_t> ids;
    bool causes = false, json = false;
};

/// "KEY=VALUE", of a field that is a text or another value as JSON.
struct WantedField {
    std::string name, value;
};

struct Query {
    const QueryArguments& arguments;
    std::vector<WantedField> fields;
    std::optional<Nanoseconds> from, to;
};

/// Whether `list` has `value`; an empty list has everything.
template <class List, class Value>
bool takes(const List& list, const Value& value) {
    return list.empty() || std::find(list.begin(), list.end(), value) != list.end();
}

bool has(const runner::RecordedEvent& event, const WantedField& wanted) {
    const auto field = event.fields.find(wanted.name);
    if (field == event.fields.end()) return false;
    return (field->is_string() ? field->get<std::string>() : field->dump()) == wanted.value;
}

bool matches(const runner::RecordedEvent& event, const Query& query) {
    const QueryArguments& wanted = query.arguments;
    return takes(wanted.kinds, event.kind) && takes(wanted.sources, event.source) && takes(wanted.ids, event.id) &&
           (!query.from || event.at >= *query.from) && (!query.to || event.at <= *query.to) &&
           std::all_of(query.fields.begin(), query.fields.end(),
                       [&](const WantedField& field) { return has(event, field); });
}

/// A time of the command line; empty stays empty. False after a complaint.
bool read_time(const std::string& text, const char* option, std::optional<Nanoseconds>& time) {
    if (text.empty()) return true;
    const auto read = config::parse_duration(text);
    if (!read) {
        print_error("{}: {}: {}\n", query_verb, option, read.error().message);
        return false;
    }
    time = *read;
    return true;
}

/// Nothing after a complaint.
std::optional<Query> query_of(const QueryArguments& arguments) {
    Query query{arguments, {}, {}, {}};
    if (!known_kinds(query_verb, "--kind", arguments.kinds)) return std::nullopt;
    if (!read_time(arguments.from, "--from", query.from) || !read_time(arguments.to, "--to", query.to))
        return std::nullopt;
    for (const std::string& text : arguments.fields) {
        const auto equals = text.find('=');
        if (equals == 0 || equals == std::string::npos) {
            print_error("{}: --field: invalid field '{}' (expected NAME=VALUE)\n", query_verb, text);
            return std::nullopt;
        }
        query.fields.push_back({text.substr(0, equals), text.substr(equals + 1)});
    }
    return query;
}

void print(const runner::RecordedEvent& event, bool json, std::size_t depth) {
    if (json)
        fmt::print("{}\n", event.line);
    else
        fmt::print("{:>{}}{}\n", "", 2 * depth, printable(event_text(event)));
}

int query(const QueryArguments& arguments) {
    const auto query = query_of(arguments);
    if (!query) return usage_error;
    const auto trace = runner::read_trace_file(arguments.path);
    if (!trace) {
        print_error("{}: {}\n", query_verb, trace.error().message);
        return usage_error;
    }
    bool found = false;
    for (const runner::RecordedEvent& event : trace->events) {
        if (!matches(event, *query)) continue;
        found = true;
        print(event, arguments.json, 0);
        if (!arguments.causes) continue;
        std::size_t depth = 0;
        for (const auto* cause : trace->causes(event)) print(*cause, arguments.json, ++depth);
    }
    return found ? 0 : 1;
}

}  // namespace

void add_trace_query(CLI::App& trace, int& exit_code) {
    CLI::App* verb = trace.add_subcommand("query", "Print the events of a trace that match, with their causes");
    auto arguments = std::make_shared<QueryArguments>();
    verb->add_option("TRACE", arguments->path, "Folder of a run, or its events.jsonl")->required();
    verb->add_option("--kind", arguments->kinds, "Only events of this kind, for example frame; may be repeated")
        ->type_name("KIND")
        ->allow_extra_args(false)
        ->default_str("all kinds");
    verb->add_option("--source", arguments->sources,
                     "Only events in this device or meter, for example boiler; may be repeated")
        ->type_name("NAME")
        ->allow_extra_args(false)
        ->default_str("all sources");
    verb->add_option("--id", arguments->ids, "Only the event with this id, for example 273; may be repeated")
        ->type_name("NUMBER")
        ->allow_extra_args(false)
        ->default_str("all events");
    verb->add_option("--field", arguments->fields,
                     "Only events with this value of a field, for example hex=e5; may be repeated")
        ->type_name("NAME=VALUE")
        ->allow_extra_args(false)
        ->default_str("any values");
    verb->add_option("--from", arguments->from, "Only events at or after this time, for example 3.9s")
        ->type_name("TIME")
        ->default_str("the start");
    verb->add_option("--to", arguments->to, "Only events at or before this time, for example 4s")
        ->type_name("TIME")
        ->default_str("the end");
    verb->add_flag("--causes", arguments->causes, "Print the chain of causes below each event");
    verb->add_flag("--json", arguments->json, "Print the lines of events.jsonl");
    finish_help(*verb,
                {"otbench trace query result --kind frame",
                 "otbench trace query result --kind softuart_rx --from 3.98s --to 3.99s --causes"},
                "0 events were found, 1 none was found, 2 invalid option or trace");
    verb->callback([arguments, &exit_code] { exit_code = query(*arguments); });
}

}  // namespace otbench::app
