#pragma once

#include <algorithm>
#include <array>
#include <boost/core/span.hpp>
#include <cstddef>
#include <deque>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "base/event_sink.hpp"
#include "sim/trace/event_line.hpp"
#include "sim/trace/trace_file.hpp"

namespace otbench::sim {

/// The trace of a run: numbers every event, writes it as a line of JSON, and keeps the last few for a report.
///
/// A line has `id`, `t_ns` (virtual nanoseconds), `kind`, `source` (the device, meter or part, when there is one),
/// `cause` (the id of the event it follows from, when there is one) and the event's own fields. Octet strings appear
/// as `name` when they are printable ASCII, otherwise as `name_hex`. The same events give the same octets.
///
/// Without a file, and with no more lines to keep than a report shows, the lines are made when somebody asks for them:
/// of millions of events nearly all are only counted.
class EventLog : public EventSink {
public:
    static constexpr std::size_t remembered = 12;

    /// Writes to `path` from now on. Throws `std::system_error` when it cannot be created.
    void open(const std::string& path) {
        write_down();
        file_.open(path);
    }
    [[nodiscard]] bool is_open() const { return file_.is_open(); }
    /// Writes out what is buffered and closes the file. Throws `std::system_error` when that fails (a full disk).
    void close() { file_.close(); }

    Cause record(Nanoseconds at, std::string_view kind, Cause cause,
                 std::initializer_list<EventField> fields) override {
        return record_from({}, at, kind, cause, fields);
    }
    /// The same for an event of the part called `source`.
    Cause record_from(std::string_view source, Nanoseconds at, std::string_view kind, Cause cause,
                      boost::span<const EventField> fields);
    Cause record_from(std::string_view source, Nanoseconds at, std::string_view kind, Cause cause,
                      std::initializer_list<EventField> fields) {
        return record_from(source, at, kind, cause, boost::span<const EventField>{fields.begin(), fields.size()});
    }

    /// Called for every event from now on, as those before.
    using Listener = std::function<void(const EventView& event)>;
    void on_event(Listener listener) { listeners_.push_back(std::move(listener)); }

    /// Keeps this many lines instead of the few that a report shows.
    void keep(std::size_t lines) {
        write_down();
        kept_ = lines;
    }
    /// The last lines without line ends, oldest first; at most as many as are kept.
    [[nodiscard]] const std::deque<std::string>& kept() const {
        write_down();
        return last_;
    }
    /// The same for a report: at most `remembered`.
    [[nodiscard]] std::vector<std::string> last() const {
        write_down();
        return {last_.end() - static_cast<std::ptrdiff_t>(std::min(last_.size(), remembered)), last_.end()};
    }
    [[nodiscard]] std::uint64_t count() const { return count_; }

private:
    /// An event of which no line has been made.
    struct Unwritten {
        Cause id, cause;
        Nanoseconds at;
        std::string source;
        std::string_view kind;
        std::vector<EventField> fields;

        void assign(const EventView& event);
        [[nodiscard]] EventView view() const { return {id, source, at, kind, cause, fields}; }
    };

    void write_down() const;
    void remember_line_of(const EventView& event) const;
    void remember(std::string_view line) const;

    std::vector<Listener> listeners_;
    std::size_t kept_ = remembered;
    std::uint64_t count_ = 0;
    std::array<Unwritten, remembered> unwritten_;  ///< an event's place is given by its id
    mutable std::size_t unwritten_count_ = 0;      ///< since lines were made; of more than there is room for, the last
    mutable GrowingDecimal time_;
    mutable TextBuffer line_;  ///< the last one that was made without a file
    mutable std::deque<std::string> last_;
    TraceFile file_;
};

/// Hands events on to the log under the name of the part they come from.
class NamedSink : public EventSink {
public:
    NamedSink(EventLog& log, std::string name) : log_(log), name_(std::move(name)) {}
    Cause record(Nanoseconds at, std::string_view kind, Cause cause,
                 std::initializer_list<EventField> fields) override {
        return log_.record_from(name_, at, kind, cause, fields);
    }

private:
    EventLog& log_;
    std::string name_;
};

}  // namespace otbench::sim
