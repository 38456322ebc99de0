#pragma once

#include <boost/system/result.hpp>
#include <string>
#include <vector>

#include "circuit/replay/recording.hpp"

namespace otbench::runner {

/// The bus of a run, from its folder.
struct RecordedRun {
    std::string scenario;             ///< its name
    std::vector<std::string> meters;  ///< names, in the order of the recording's slaves
    circuit::Recording recording;
};

/// What is wrong with a folder, as one line.
struct RecordedRunError {
    std::string message;
};

/// Reads events.jsonl and waves.vcd (docs/user/traces.md) of the folder that `otbench run --out` wrote. Fails when they
/// are not there, damaged, without a bus, or of a bus whose converter has no netlist.
boost::system::result<RecordedRun, RecordedRunError> read_recorded_run(const std::string& folder);

}  // namespace otbench::runner
