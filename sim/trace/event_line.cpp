#include "sim/trace/event_line.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "base/text.hpp"

namespace otbench::sim {
namespace {

constexpr std::size_t longest_number = 32;  // with what stands between it and the next

bool is_printable_ascii(const std::string& octets) {
    return std::all_of(octets.begin(), octets.end(), [](char c) { return c >= 0x20 && c < 0x7f; });
}

/// How long a field is at most.
std::size_t room_of(const EventField& field) {
    constexpr std::size_t around = 16;  // name and value
    std::size_t room = around + field.key.size() + longest_number;
    if (const auto* text = std::get_if<std::string>(&field.value)) room += 2 * text->size();
    if (const auto* list = std::get_if<std::vector<Cause>>(&field.value)) room += list->size() * longest_number;
    return room;
}

void write_text_field(TextWriter& line, std::string_view key, const std::string& octets) {
    line.text(key);
    if (!is_printable_ascii(octets)) {
        line.literal("_hex\":\"");
        line.text(hex_text(octets));
    } else {
        line.literal("\":\"");
        for (const char c : octets) {
            if (c == '"' || c == '\\') line.octet('\\');
            line.octet(c);
        }
    }
    line.octet('"');
}

void write_list(TextWriter& line, const std::vector<Cause>& ids) {
    line.octet('[');
    for (std::size_t i = 0; i < ids.size(); ++i) {
        if (i != 0) line.octet(',');
        line.decimal(std::uint64_t(ids[i]));
    }
    line.octet(']');
}

void write_field(TextWriter& line, const EventField& field) {
    constexpr int significant = 6;
    line.literal(",\"");
    if (const auto* text = std::get_if<std::string>(&field.value)) return write_text_field(line, field.key, *text);
    line.text(field.key);
    line.literal("\":");
    if (const auto* list = std::get_if<std::vector<Cause>>(&field.value))
        write_list(line, *list);
    else if (const auto* number = std::get_if<double>(&field.value))
        line.general(*number, significant);
    else if (const auto* flag = std::get_if<bool>(&field.value))
        line.text(*flag ? "true" : "false");
    else
        line.decimal(std::get<std::int64_t>(field.value));
}

}  // namespace

void append_event(TextBuffer& text, const EventView& event, GrowingDecimal& time) {
    std::size_t room = 4 * longest_number + sizeof R"({"id":,"t_ns":,"kind":"","source":"","cause":})";
    room += event.kind.size() + event.source.size();
    for (const EventField& field : event.fields) room += room_of(field);
    TextWriter line{text, room};
    line.literal("{\"id\":");
    line.decimal(std::uint64_t(event.id));
    line.literal(",\"t_ns\":");
    line.growing(static_cast<std::uint64_t>(event.at.count()), time);
    line.literal(",\"kind\":\"");
    line.text(event.kind);
    if (!event.source.empty()) {
        line.literal("\",\"source\":\"");
        line.text(event.source);
    }
    line.octet('"');
    if (event.cause != Cause::none) {
        line.literal(",\"cause\":");
        line.decimal(std::uint64_t(event.cause));
    }
    for (const EventField& field : event.fields) write_field(line, field);
    line.octet('}');
}

}  // namespace otbench::sim
