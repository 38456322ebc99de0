#include "sim/trace/event_log.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <iterator>
#include <utility>

#include "base/text.hpp"

namespace otbench::sim {
namespace {

bool is_printable_ascii(const std::string& octets) {
    return std::all_of(octets.begin(), octets.end(), [](char c) { return c >= 0x20 && c < 0x7f; });
}

void append_text_field(std::string& line, std::string_view key, const std::string& octets) {
    if (!is_printable_ascii(octets)) {
        fmt::format_to(std::back_inserter(line), ",\"{}_hex\":\"", key);
        line += hex_text(octets);
    } else {
        fmt::format_to(std::back_inserter(line), ",\"{}\":\"", key);
        for (const char c : octets) {
            if (c == '"' || c == '\\') line += '\\';
            line += c;
        }
    }
    line += '"';
}

void append_list_field(std::string& line, std::string_view key, const std::vector<Cause>& ids) {
    fmt::format_to(std::back_inserter(line), ",\"{}\":[", key);
    for (std::size_t i = 0; i < ids.size(); ++i)
        fmt::format_to(std::back_inserter(line), "{}{}", i == 0 ? "" : ",", std::uint64_t(ids[i]));
    line += ']';
}

void append_field(std::string& line, const EventField& field) {
    if (const auto* text = std::get_if<std::string>(&field.value)) {
        append_text_field(line, field.key, *text);
    } else if (const auto* list = std::get_if<std::vector<Cause>>(&field.value)) {
        append_list_field(line, field.key, *list);
    } else if (const auto* number = std::get_if<double>(&field.value)) {
        fmt::format_to(std::back_inserter(line), ",\"{}\":{:.6g}", field.key, *number);
    } else if (const auto* flag = std::get_if<bool>(&field.value)) {
        fmt::format_to(std::back_inserter(line), ",\"{}\":{}", field.key, *flag);
    } else {
        fmt::format_to(std::back_inserter(line), ",\"{}\":{}", field.key, std::get<std::int64_t>(field.value));
    }
}

}  // namespace

Cause EventLog::record_from(std::string_view source, Nanoseconds at, std::string_view kind, Cause cause,
                            boost::span<const EventField> fields) {
    const Cause id{++count_};
    for (const Listener& listener : listeners_) listener(source, at, kind, fields);
    // The oldest remembered line's storage is used again, so that a long run does not allocate for each event.
    std::string line;
    if (last_.size() == kept_) {
        line = std::move(last_.front());
        last_.pop_front();
        line.clear();
    }
    auto out = std::back_inserter(line);
    fmt::format_to(out, "{{\"id\":{},\"t_ns\":{},\"kind\":\"{}\"", std::uint64_t(id), at.count(), kind);
    if (!source.empty()) fmt::format_to(out, ",\"source\":\"{}\"", source);
    if (cause != Cause::none) fmt::format_to(out, ",\"cause\":{}", std::uint64_t(cause));
    for (const EventField& field : fields) append_field(line, field);
    line += '}';
    if (file_.is_open()) {
        file_.buffer().append(line).push_back('\n');
        file_.written();
    }
    last_.push_back(std::move(line));
    return id;
}

}  // namespace otbench::sim
