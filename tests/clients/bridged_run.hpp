#pragma once

#include <boost/process/child.hpp>
#include <boost/process/pipe.hpp>
#include <nlohmann/json.hpp>
#include <string>

#include "tests/support/program.hpp"

namespace otbench::tests {

/// A running `otbench run` of a scenario with bridges, all of which are open.
class BridgedRun {
public:
    /// FOLDER in the text stands for a folder that goes with the run; waits until `bridges` of them are announced.
    explicit BridgedRun(std::string scenario, int bridges = 1);
    ~BridgedRun();

    /// Waits for a line with `text` in its output.
    void wait_for_line(const std::string& text);
    /// Waits for its end; the exit code.
    int finish();
    /// Its output so far.
    [[nodiscard]] const std::string& told() const { return told_; }
    /// Its result in summary.json, after the end.
    [[nodiscard]] nlohmann::json result() const;
    /// The port of a listening bridge.
    [[nodiscard]] std::string port() const;
    /// A file in its folder.
    [[nodiscard]] std::string path(const std::string& name) const { return folder_ / name; }

private:
    TemporaryFolder folder_;
    boost::process::ipstream out_;
    boost::process::child child_;
    std::string told_;
};

/// A scenario that ships with the bench, each `from` in it replaced by `to`.
std::string shipped_bridge(const std::string& name, const std::string& from, const std::string& to);

}  // namespace otbench::tests
