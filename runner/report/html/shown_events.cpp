#include "runner/report/html/shown_events.hpp"

#include <charconv>

#include "base/event_kinds.hpp"
#include "base/lines.hpp"
#include "runner/report/html/packed_text.hpp"

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

ShownEvents::Head head_of(std::string_view line) {
    ShownEvents::Head head;
    Rest rest{line};
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
    for (std::size_t i = 0; i < events_.size(); ++i) keep(events_[i].last_edge);
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
    for_each(file, [&](std::string_view line) {
        packer.add(line);
        packer.add("\n");
    });
    return packer.text();
}

}  // namespace otbench::runner
