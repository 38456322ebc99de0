#include "sim/trace/event_log.hpp"

#include <algorithm>
#include <utility>

namespace otbench::sim {

/// In the storage of an earlier one.
void EventLog::Unwritten::assign(const EventView& event) {
    id = event.id;
    at = event.at;
    cause = event.cause;
    source.assign(event.source);
    kind = event.kind;
    fields.assign(event.fields.begin(), event.fields.end());
}

Cause EventLog::record_from(std::string_view source, Nanoseconds at, std::string_view kind, Cause cause,
                            boost::span<const EventField> fields) {
    const EventView event{Cause{++count_}, source, at, kind, cause, fields};
    for (const Listener& listener : listeners_) listener(event);
    if (file_.is_open()) {
        TextBuffer& text = file_.buffer();
        const std::size_t begin = text.size();
        append_event(text, event, time_);
        remember(text.view().substr(begin));
        text.append("\n");
        file_.written();
    } else if (kept_ > remembered) {
        remember_line_of(event);
    } else {
        unwritten_[(count_ - 1) % remembered].assign(event);
        ++unwritten_count_;
    }
    return event.id;
}

void EventLog::write_down() const {
    for (std::size_t left = std::min(unwritten_count_, remembered); left > 0; --left)
        remember_line_of(unwritten_[(count_ - left) % remembered].view());
    unwritten_count_ = 0;
}

void EventLog::remember_line_of(const EventView& event) const {
    line_.clear();
    append_event(line_, event, time_);
    remember(line_.view());
}

/// Each in storage that is at most twice as long: that of the oldest, where it is, so that a long run does not allocate
/// for each event.
void EventLog::remember(std::string_view line) const {
    std::string kept;
    if (last_.size() == kept_) {
        kept = std::move(last_.front());
        last_.pop_front();
    }
    if (kept.capacity() > 2 * line.size()) std::string{}.swap(kept);
    last_.push_back(std::move(kept.assign(line)));
}

}  // namespace otbench::sim
