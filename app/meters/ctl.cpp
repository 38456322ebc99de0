#include <fmt/core.h>

#include <cstdlib>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include "app/verbs.hpp"
#include "sim/host/emulation/control_socket.hpp"

namespace otbench::app {
namespace {

int ctl(std::string socket, const std::vector<std::string>& words) {
    if (const char* set = std::getenv("OTBENCH_CONTROL"); socket.empty() && set) socket = set;
    if (socket.empty()) {
        fmt::print(stderr,
                   "otbench ctl: say which with --control PATH, as for 'otbench emulate', or OTBENCH_CONTROL\n");
        return usage_error;
    }
    std::string line;
    for (const std::string& word : words) line += (line.empty() ? "" : " ") + word;
    try {
        const auto said = sim::control_request(socket, line);
        if (said) {
            fmt::print("{}", *said);
            return 0;
        }
        fmt::print(stderr, "otbench ctl: {}\n", said.error().message);
    } catch (const std::runtime_error& error) {
        fmt::print(stderr, "otbench ctl: {}\n", error.what());
    }
    return usage_error;
}

}  // namespace

void add_ctl(CLI::App& app, int& exit_code) {
    CLI::App* verb = app.add_subcommand("ctl", "Look at running meters and change them");
    auto socket = std::make_shared<std::string>();
    auto words = std::make_shared<std::vector<std::string>>();
    verb->add_option("--control", *socket, "The socket that 'otbench emulate --control' made");
    verb->add_option("COMMAND", *words,
                     "list; buses; get METER [KEY]; set METER KEY=VALUE. METER may be bus:NAME for the "
                     "link of a bus, and * for all")
        ->required();
    verb->footer("Exit code: 0 done, 2 invalid command, or no running bench.");
    verb->callback([socket, words, &exit_code] { exit_code = ctl(*socket, *words); });
}

}  // namespace otbench::app
