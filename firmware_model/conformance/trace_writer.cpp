#include "firmware_model/conformance/trace_writer.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <iterator>
#include <nlohmann/json.hpp>

#include "base/event_kinds.hpp"
#include "base/text.hpp"
#include "firmware_model/storage/text_values.hpp"

namespace otbench::firmware {
namespace {

using OrderedJson = nlohmann::ordered_json;

/// What the bench records beyond the reference recordings.
constexpr std::string_view other_kinds[] = {event::command,       event::softuart_tx,      event::softuart_rx,
                                            event::access_point,  event::http_server,      event::http_request,
                                            event::http_response, event::temperature_read, event::uart_rx,
                                            event::mezz_rx,       event::firmware,         event::firmware_event};

void add_octets(OrderedJson& line, std::string_view key, const std::string& octets) {
    const bool printable = std::all_of(octets.begin(), octets.end(), [](char c) { return c >= ' ' && c <= '~'; });
    if (printable) {
        line[std::string{key}] = octets;
        return;
    }
    line[fmt::format("{}_hex", key)] = hex_text(octets);
}

void add_field(OrderedJson& line, const EventField& field) {
    struct Adder {
        OrderedJson& line;
        std::string_view key;

        void operator()(const std::string& octets) const {
            // A CONNECT without credentials has no such fields.
            if (octets.empty() && (key == "username" || key == "password")) return;
            add_octets(line, key, octets);
        }
        void operator()(const std::vector<Cause>&) const {}
        void operator()(std::int64_t value) const {
            // A message with QoS 0 has no identifier.
            if (key == "msg_id" && value == 0) return;
            line[std::string{key}] = value;
        }
        void operator()(double value) const { line[std::string{key}] = value; }
        void operator()(bool value) const { line[std::string{key}] = value; }
    };
    // In the bench's own log "source" is the device that an event happened in.
    std::visit(Adder{line, field.key == "origin" ? "source" : field.key}, field.value);
}

}  // namespace

bool TraceWriter::is_recorded(std::string_view kind, std::initializer_list<EventField> fields) const {
    if (std::find(std::begin(other_kinds), std::end(other_kinds), kind) != std::end(other_kinds)) return false;
    if (kind == event::uart_tx && !records_log_ && fields.begin()->value == EventField::Value{std::string{"log"}})
        return false;
    const bool is_pin = kind == event::gpio_edge || kind == event::gpio_dir;
    if (!is_pin || !recorded_pins_) return true;
    const auto pin = std::find_if(fields.begin(), fields.end(), [](const EventField& f) { return f.key == "pin"; });
    return std::any_of(recorded_pins_->begin(), recorded_pins_->end(),
                       [&](int p) { return pin->value == EventField::Value{std::int64_t{p}}; });
}

Cause TraceWriter::record(Nanoseconds at, std::string_view kind, Cause /*cause*/,
                          std::initializer_list<EventField> fields) {
    if (kind == event::boot) after_reset_ = false;
    if (is_recorded(kind, fields)) {
        OrderedJson line;
        line["t_us"] = std::chrono::duration_cast<std::chrono::microseconds>(at).count();
        line["step"] = step_;
        line["kind"] = kind;
        if (after_reset_) line["after_reset"] = true;
        for (const auto& field : fields) add_field(line, field);
        out_ << line.dump() << '\n';
    }
    if (kind == event::reset) after_reset_ = true;
    return Cause{++count_};
}

}  // namespace otbench::firmware
