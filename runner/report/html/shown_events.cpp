#include "runner/report/html/shown_events.hpp"

#include "base/event_kinds.hpp"
#include "base/lines.hpp"
#include "runner/report/html/line_rest.hpp"
#include "runner/report/html/packed_text.hpp"
#include "runner/report/html/relative_events.hpp"

namespace otbench::runner {
namespace {

ShownEvents::Head head_of(std::string_view line) {
    ShownEvents::Head head;
    LineRest rest{line};
    if (rest.pass_next("\"id\":")) head.id = rest.number();
    if (rest.pass_next("\"kind\":\"")) head.kind = rest.text();
    if (rest.pass("\",\"source\":\"")) rest.text();
    if (rest.pass("\",\"cause\":") || rest.pass_next("\"cause\":")) head.cause = rest.number();
    return head;
}

}  // namespace

void ShownEvents::add(const Head& head) {
    events_.push_back({});
    const std::size_t number = events_.size();
    Event& event = events_.back();
    if (head.cause < number) event.cause = static_cast<std::uint32_t>(head.cause);
    const bool is_current = head.kind == event::meter_current;
    if (!is_current && head.kind != event::rx_edge && head.kind != event::bus_edge) return keep(number);
    if (head.id != number) return keep(number);
    if (is_current && event.cause != 0) events_[event.cause - 1].last_edge = static_cast<std::uint32_t>(number);
}

void ShownEvents::add_all(std::istream& file) {
    Lines lines{file};
    for (auto line = lines.next(); line && lines.is_whole(); line = lines.next()) add(head_of(*line));
}

/// What an event was caused by is in the page, too.
void ShownEvents::keep(std::size_t number) {
    while (number != 0 && !events_[number - 1].is_kept) {
        events_[number - 1].is_kept = true;
        ++kept_;
        number = events_[number - 1].cause;
    }
}

void ShownEvents::complete() {
    for (const Event& event : events_) keep(event.last_edge);
}

void ShownEvents::for_each(std::istream& file, const std::function<void(std::string_view line)>& use) const {
    Lines lines{file};
    for (const Event& event : events_) {
        const auto line = lines.next();
        if (!line) return;
        if (event.is_kept) use(*line);
    }
}

std::string ShownEvents::packed(std::istream& file) const {
    if (kept_ == 0) return {};
    constexpr std::size_t many = 10'000;
    TextPacker packer{kept_ > many ? TextPacker::Effort::least : TextPacker::Effort::usual};
    RelativeEvents relative;
    for_each(file, [&](std::string_view line) {
        packer.add(relative.line_of(line));
        packer.add("\n");
    });
    return packer.text();
}

}  // namespace otbench::runner
