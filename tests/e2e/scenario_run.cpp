#include "tests/e2e/scenario_run.hpp"

#include <gtest/gtest.h>

#include <sstream>

namespace otbench::tests {

ProgramResult otbench(const std::vector<std::string>& arguments,
                      const std::map<std::string, std::string>& environment) {
    return run_program(built_program("otbench"), arguments, environment);
}

std::string library_scenario(const std::string& name) {
    return source_file("scenarios/library/" + name);
}

std::vector<nlohmann::json> read_events(const std::string& folder) {
    std::istringstream lines{read_file(folder + "/events.jsonl")};
    std::vector<nlohmann::json> events;
    for (std::string line; std::getline(lines, line);) events.push_back(nlohmann::json::parse(line));
    return events;
}

std::vector<nlohmann::json> events_of(const std::string& library_name) {
    const TemporaryFolder folder;
    const auto run = otbench({"run", library_scenario(library_name), "--broker", "internal", "--out", folder.path()});
    EXPECT_EQ(run.exit_code, 0) << run.out << run.err;
    return read_events(folder.path());
}

}  // namespace otbench::tests
