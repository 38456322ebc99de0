#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "tests/support/program.hpp"

namespace otbench::tests {

/// `otbench ARGUMENTS…`.
ProgramResult otbench(const std::vector<std::string>& arguments,
                      const std::map<std::string, std::string>& environment = {});

/// The path of a scenario that ships with the bench.
std::string library_scenario(const std::string& name);

/// The events of `folder`/events.jsonl.
std::vector<nlohmann::json> read_events(const std::string& folder);

/// Runs a scenario of the library with the in-process broker and returns its events. Fails the test when it fails.
std::vector<nlohmann::json> events_of(const std::string& library_name);

}  // namespace otbench::tests
