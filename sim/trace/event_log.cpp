#include "sim/trace/event_log.hpp"

#include <algorithm>
#include <utility>

#include "base/decimal.hpp"
#include "base/text.hpp"

namespace otbench::sim {
namespace {

bool is_printable_ascii(const std::string& octets) {
    return std::all_of(octets.begin(), octets.end(), [](char c) { return c >= 0x20 && c < 0x7f; });
}

void append_key(std::string& line, std::string_view key, std::string_view suffix = {}) {
    line.append(",\"").append(key).append(suffix).append("\":");
}

void append_text_field(std::string& line, std::string_view key, const std::string& octets) {
    if (!is_printable_ascii(octets)) {
        append_key(line, key, "_hex");
        line += '"';
        line += hex_text(octets);
    } else {
        append_key(line, key);
        line += '"';
        for (const char c : octets) {
            if (c == '"' || c == '\\') line += '\\';
            line += c;
        }
    }
    line += '"';
}

void append_list_field(std::string& line, std::string_view key, const std::vector<Cause>& ids) {
    append_key(line, key);
    line += '[';
    for (std::size_t i = 0; i < ids.size(); ++i) {
        if (i != 0) line += ',';
        append_decimal(line, std::uint64_t(ids[i]));
    }
    line += ']';
}

void append_field(std::string& line, const EventField& field) {
    constexpr int significant = 6;
    if (const auto* text = std::get_if<std::string>(&field.value)) return append_text_field(line, field.key, *text);
    if (const auto* list = std::get_if<std::vector<Cause>>(&field.value))
        return append_list_field(line, field.key, *list);
    append_key(line, field.key);
    if (const auto* number = std::get_if<double>(&field.value))
        append_general(line, *number, significant);
    else if (const auto* flag = std::get_if<bool>(&field.value))
        line += *flag ? "true" : "false";
    else
        append_decimal(line, std::get<std::int64_t>(field.value));
}

/// `line` in storage that is at most twice as long: where that of `old` is, in its storage, so that a long run does not
/// allocate for each event.
std::string stored(const std::string& line, std::string old) {
    if (old.capacity() < line.size() || old.capacity() > 2 * line.size()) return line;
    old = line;
    return old;
}

}  // namespace

Cause EventLog::record_from(std::string_view source, Nanoseconds at, std::string_view kind, Cause cause,
                            boost::span<const EventField> fields) {
    const Cause id{++count_};
    for (const Listener& listener : listeners_) listener(source, at, kind, fields);
    std::string& line = line_;
    line = "{\"id\":";
    append_decimal(line, std::uint64_t(id));
    append_key(line, "t_ns");
    append_decimal(line, at.count());
    append_key(line, "kind");
    line.append("\"").append(kind).append("\"");
    if (!source.empty()) {
        append_key(line, "source");
        line.append("\"").append(source).append("\"");
    }
    if (cause != Cause::none) {
        append_key(line, "cause");
        append_decimal(line, std::uint64_t(cause));
    }
    for (const EventField& field : fields) append_field(line, field);
    line += '}';
    if (file_.is_open()) {
        file_.buffer().append(line).push_back('\n');
        file_.written();
    }
    std::string oldest;
    if (last_.size() == kept_) {
        oldest = std::move(last_.front());
        last_.pop_front();
    }
    last_.push_back(stored(line, std::move(oldest)));
    return id;
}

}  // namespace otbench::sim
