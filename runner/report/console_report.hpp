#pragma once

#include <cstdio>

#include "runner/report/result.hpp"

namespace otbench::runner {

/// Tells a run on a stream as it goes: a line for each step with its virtual time and verdict, what failed and why, the
/// decoded reading as a table, totals. Colours only where they are wanted.
class ConsoleReport {
public:
    /// `announcements` gets the endpoints of bridges, even if `out` is a file.
    ConsoleReport(std::FILE* out, bool colours, std::FILE* announcements)
        : out_(out), announcements_(announcements), colours_(colours) {}
    ConsoleReport(std::FILE* out, bool colours) : ConsoleReport{out, colours, out} {}

    void begin(const Scenario& scenario);
    /// The endpoint of a bridge, once it is open.
    void bridge(const std::string& where, const std::string& role);
    /// The same for a device's web server.
    void http_port(const std::string& where);
    void print_step(const StepResult& step);
    void end(const RunResult& result);

    /// Whether a terminal that honours colours is behind `stream`: it is a terminal, and NO_COLOR is not set.
    static bool wants_colours(std::FILE* stream);

private:
    /// Throws std::system_error when what was printed cannot be written.
    void flush() const;
    [[nodiscard]] std::string painted(const char* colour, const std::string& text) const;
    void failed_check(const Check& check);
    void print_bridge(const BridgeResult& bridge);

    std::FILE* out_;
    std::FILE* announcements_;
    bool colours_;
};

}  // namespace otbench::runner
