#pragma once

#include <cstdint>
#include <map>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <vector>

#include "base/time.hpp"
#include "runner/language/scenario.hpp"

namespace otbench::runner {

enum class Verdict {
    passed,
    failed,
    time_limit,
    interrupted,
    error,             ///< what the scenario asks for is invalid
    environment,       ///< what the run needs failed: broker, endpoint, disk, process
    skipped,           ///< not run, as what it needs from outside is missing
    expected_failure,  ///< failed where a known defect makes it fail
    unexpected_pass,   ///< passed although a known defect should have made it fail
};

/// Exit code of a program that ran scenarios: 0 passed, skipped or failed as expected, 1 a check failed or passed
/// unexpectedly, 2 the scenario could not be run, 3 the environment failed, 42 the time limit was reached, 130
/// interrupted.
int exit_code(Verdict verdict);
/// "passed", "failed", "time limit", "interrupted", "error", "environment error", "skipped", "expected failure",
/// "unexpected pass".
const char* name_of(Verdict verdict);
/// Whether the scenario ran and ended as it should.
[[nodiscard]] bool is_good(Verdict verdict);

/// A measured value and its limits, for reports; also of a check that passed.
struct Measurement {
    double value = 0.0;
    std::optional<double> minimum, maximum;
    std::string unit;  ///< "V", "ms"; empty for a count
};

/// What an expectation in a file has to become so that what came meets it.
struct Correction {
    std::string file;    ///< that has the expectation
    Position at;         ///< of its text, in YAML; line 0: the file as a whole is the expectation
    std::string was;     ///< that text, or how it begins
    std::string wanted;  ///< what has to stand there instead: a text, or the contents of the file
};

/// One expectation and what became of it.
struct Check {
    bool passed = false;
    std::string what;  ///< "status message", "energy", "bus-voltage-mark"
    std::string expected;
    std::string got;
    Nanoseconds at{};  ///< virtual time at which it was decided
    std::optional<Measurement> measurement = {};
    std::vector<Correction> corrections = {};  ///< it passed because its expectation is to be changed after the run
};

/// One line of a decoded reading, for people.
struct ReadingLine {
    std::string name;
    std::string value;
};

struct StepResult {
    std::size_t index = 0;  ///< in `Scenario::steps`
    std::string title;
    Position at;
    Nanoseconds started{}, ended{};
    std::vector<Check> checks;
    std::vector<std::string> notes;        ///< remarks for the reader: unsolicited messages, …
    std::vector<ReadingLine> reading;      ///< of a decode step
    std::vector<std::string> last_events;  ///< before it failed, when time went on after that
    [[nodiscard]] bool failed() const;
};

/// What went over one of the scenario's bridges.
struct BridgeResult {
    std::string where;  ///< where peers find it: "pty:/tmp/meter (/dev/pts/3)"
    std::string role;   ///< "slave", "master", "uart"
    std::size_t octets_out = 0, octets_in = 0;
    std::size_t unheard = 0;  ///< octets sent while no peer was connected
    std::size_t damaged = 0;  ///< characters for the outside that a UART could not read
    double late_median_ms = 0.0, late_p99_ms = 0.0, late_max_ms = 0.0;  ///< octets out, against the wire
    std::vector<std::string> messages;  ///< peers that connected and disconnected, with times
};

/// All data of a run for reports.
struct RunResult {
    std::string name, path;
    std::uint64_t seed = 1;
    std::map<std::string, std::string> parameters;  ///< of this case
    std::size_t index = 0;                          ///< its place among all selected cases
    std::string folder;                             ///< of its trace, in the output folder; empty: that folder itself
    std::size_t attempts = 1;                       ///< how often it was run; this is the last one
    Verdict verdict = Verdict::passed;
    std::string error;        ///< the reason in one line, unless `steps` have it
    std::string explanation;  ///< of a failed step, by known defects of the firmware, a line each
    std::string broker;
    std::vector<StepResult> steps;  ///< those that ran
    std::size_t steps_in_file = 0;
    std::size_t steps_skipped = 0;      ///< after a failure
    std::vector<std::string> findings;  ///< what is wrong with the line, in sentences
    std::vector<BridgeResult> bridges;
    double stood_still_ms = 0.0;           ///< with bridges: time that the bench could not keep up with
    std::vector<std::string> last_events;  ///< before the first failed check
    Nanoseconds virtual_time{};
    double wall_s = 0.0;
    std::uint64_t events = 0;

    [[nodiscard]] std::size_t checks(bool passed) const;
};

/// The result of a scenario that has not begun.
[[nodiscard]] RunResult blank_result(const Scenario& scenario);

void to_json(nlohmann::json& json, const RunResult& result);
void from_json(const nlohmann::json& json, RunResult& result);

/// A result as one process tells it to another; nothing when `text` is not one, as of a process that died while it
/// wrote.
[[nodiscard]] std::string result_text(const RunResult& result);
[[nodiscard]] std::optional<RunResult> read_result(const std::string& text);

}  // namespace otbench::runner
