#pragma once

#include <filesystem>
#include <string>

#include "runner/report/html/packed_waves.hpp"
#include "runner/report/html/shown_events.hpp"

namespace otbench::sim {
class EventLog;
class VcdWriter;
}  // namespace otbench::sim

namespace otbench::runner {

/// The trace of a run for its page, gathered while the run goes on: nothing has to read its files again but for the
/// lines of events that the page holds.
class PageTrace {
public:
    /// Takes what the files get. Before they are opened; this must outlive both.
    void follow(sim::EventLog& log, sim::VcdWriter& waves);

    /// Leaves the trace in the folder, for the process that writes the page. After the files are closed; `end` is that
    /// of the waves. Throws `std::system_error` when it cannot be written.
    void leave_in(const std::filesystem::path& folder, Nanoseconds end);
    /// Removes what an earlier run left there.
    static void remove_from(const std::filesystem::path& folder);

private:
    ShownEvents events_;
    PackedWaves waves_;
};

/// The trace of the run in a folder as JSON, {events, waves}: the one that was left there, which is removed, or made of
/// the run's files. Empty when there are none, or where they went into a device or a pipe, which may never end.
[[nodiscard]] std::string page_trace(const std::filesystem::path& folder);

}  // namespace otbench::runner
