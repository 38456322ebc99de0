#include "runner/report/html/shown_events.hpp"

#include <charconv>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "base/event_kinds.hpp"

namespace otbench::runner {
namespace {

/// The rest of a line that is being read.
class Rest {
public:
    explicit Rest(std::string_view line) : text_{line} {}

    /// Goes behind `begin` if the rest begins with it.
    bool pass(std::string_view begin) {
        if (text_.substr(0, begin.size()) != begin) return false;
        text_.remove_prefix(begin.size());
        return true;
    }
    /// Goes behind the next `mark`, which is sought when the rest does not begin with it. Within a text of the line
    /// its quotes would be escaped.
    bool pass_next(std::string_view mark) {
        if (pass(mark)) return true;
        const auto at = text_.find(mark);
        if (at == std::string_view::npos) return false;
        text_.remove_prefix(at + mark.size());
        return true;
    }
    std::size_t number() {
        std::size_t value = 0;
        std::from_chars(text_.data(), text_.data() + text_.size(), value);
        return value;
    }
    /// Goes behind a text whose quote has been passed.
    std::string_view text() {
        const auto text = text_.substr(0, text_.find('"'));
        text_.remove_prefix(text.size());
        return text;
    }

private:
    std::string_view text_;
};

/// A line of the file, as far as it decides whether a page has it.
struct Head {
    std::size_t id = 0;
    std::size_t cause = 0;  ///< 0: none
    std::string_view kind;
};

Head head_of(std::string_view line) {
    Head head;
    Rest rest{line};
    if (rest.pass_next("\"id\":")) head.id = rest.number();
    if (rest.pass_next("\"kind\":\"")) head.kind = rest.text();
    if (rest.pass("\",\"source\":\"")) rest.text();
    if (rest.pass("\",\"cause\":") || rest.pass_next("\"cause\":")) head.cause = rest.number();
    return head;
}

/// Calls `use` with each whole line of `text`; a line that was written in part has no end.
template <class Use>
void for_each_line(std::string_view text, Use use) {
    for (auto end = text.find('\n'); end != std::string_view::npos; end = text.find('\n')) {
        use(text.substr(0, end + 1));
        text.remove_prefix(end + 1);
    }
}

/// Which events a page has; an event's number is that of its line.
class Choice {
public:
    void add(const Head& head) {
        events_.push_back({});
        const std::size_t id = events_.size();
        Event& event = events_.back();
        if (head.cause < id) event.cause = static_cast<std::uint32_t>(head.cause);
        const bool is_current = head.kind == event::meter_current;
        if (!is_current && head.kind != event::rx_edge && head.kind != event::bus_edge) return keep(id);
        if (head.id != id) return keep(id);
        if (is_current && event.cause != 0) events_[event.cause - 1].last_edge = static_cast<std::uint32_t>(id);
    }

    /// With the ends of answers; after the last event.
    void complete() {
        for (std::size_t i = 0; i < events_.size(); ++i) keep(events_[i].last_edge);
    }

    [[nodiscard]] bool has(std::size_t id) const { return events_[id - 1].is_kept; }

private:
    struct Event {
        std::uint32_t cause = 0;
        std::uint32_t last_edge = 0;  ///< of the current of a meter that this event made answer; 0: none
        bool is_kept = false;
    };

    /// What an event was caused by is in the page, too.
    void keep(std::size_t id) {
        while (id != 0 && !events_[id - 1].is_kept) {
            events_[id - 1].is_kept = true;
            id = events_[id - 1].cause;
        }
    }

    std::vector<Event> events_;
};

}  // namespace

std::string shown_events(std::string_view events) {
    Choice choice;
    for_each_line(events, [&](std::string_view line) { choice.add(head_of(line)); });
    choice.complete();
    std::string shown;
    std::size_t id = 0;
    for_each_line(events, [&](std::string_view line) {
        if (choice.has(++id)) shown += line;
    });
    return shown;
}

}  // namespace otbench::runner
