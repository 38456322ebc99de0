#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "base/time.hpp"
#include "check/client/client.hpp"

namespace otbench::check {

/// How clients are run.
struct RunOptions {
    Client client;
    std::string attach;         ///< endpoint at which a client comes by itself; empty: the client is started
    Nanoseconds attach_time{};  ///< how long such a client is watched in each case
    Nanoseconds run_limit{};    ///< for one run of the client's program
    std::string otbench;        ///< the program, for `otbench exec`
    std::string replay;         ///< the command line up to the name of a case
    std::vector<std::filesystem::path> profile_folders;
};

}  // namespace otbench::check
