#pragma once

#include <memory>
#include <string>
#include <vector>

#include "app/poll/growing_files.hpp"
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

    /// Takes a reading; what goes into files is staged.
    virtual void store(const PolledMeter& meter, const bus::AnswerReading& reading) = 0;
    /// Marks that there is none, and why.
    virtual void gap(const PolledMeter& meter, std::string_view why) = 0;
    /// The end of a round: what waits is delivered if that is possible; a line for the user when it is not.
    [[nodiscard]] virtual std::string deliver() { return {}; }
};

/// A reading as one line of JSON, with the names of bus and meter before what `bus::render_json` writes.
[[nodiscard]] std::string json_line(const PolledMeter& meter, const bus::AnswerReading& reading);

/// The sinks of a plan. A reading is in all of their files or in none, also when a process stopped while it stored it;
/// then this object finishes that. Throws std::system_error for a file that cannot be written.
class PollSinks {
public:
    explicit PollSinks(const PollPlan& plan);

    /// Stores a reading before it returns.
    void store(const PolledMeter& meter, const bus::AnswerReading& reading);
    /// Marks that there is none, and why.
    void gap(const PolledMeter& meter, std::string_view why);
    /// The end of a round: what waits is delivered where that is possible; a line for the user where it is not.
    [[nodiscard]] std::vector<std::string> deliver();

private:
    GrowingFiles files_;
    std::vector<std::unique_ptr<PollSink>> sinks_;
};

}  // namespace otbench::app
