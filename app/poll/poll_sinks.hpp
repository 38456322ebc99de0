#pragma once

#include <memory>
#include <string>
#include <vector>

#include "app/poll/poll_plan.hpp"
#include "bus/reading/answer_reading.hpp"

namespace otbench::app {

/// Of whom a reading is, and when it was taken.
struct PolledMeter {
    std::string bus, name;
    Nanoseconds at{};  ///< since 1970
};

/// A place for readings.
class PollSink {
public:
    virtual ~PollSink() = default;

    /// Stores a reading before it returns. Throws std::system_error when that fails.
    virtual void store(const PolledMeter& meter, const bus::AnswerReading& reading) = 0;
    /// Marks that there is none, and why.
    virtual void gap(const PolledMeter& meter, std::string_view why) = 0;
    /// The end of a round: what waits is delivered if that is possible; a line for the user when it is not.
    [[nodiscard]] virtual std::string deliver() { return {}; }
};

/// A reading as one line of JSON, with the names of bus and meter before what `bus::render_json` writes.
[[nodiscard]] std::string json_line(const PolledMeter& meter, const bus::AnswerReading& reading);

/// The sinks of a plan. Throws std::system_error for a file that cannot be written.
[[nodiscard]] std::vector<std::unique_ptr<PollSink>> make_sinks(const PollPlan& plan);

}  // namespace otbench::app
