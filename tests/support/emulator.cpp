#include "tests/support/emulator.hpp"

#include <gtest/gtest.h>

#include <boost/process/args.hpp>
#include <boost/process/child.hpp>
#include <boost/process/io.hpp>
#include <boost/process/pipe.hpp>
#include <csignal>
#include <stdexcept>

namespace otbench::tests {

namespace bp = boost::process;

struct Emulator::Process {
    Process(const std::vector<std::string>& arguments, const std::string& errors)
        : child{built_program("otbench"), bp::args(arguments), bp::std_out > out, bp::std_err > errors} {}

    bp::ipstream out;
    bp::child child;
};

Emulator::Emulator(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), "emulate");
    arguments.insert(arguments.end(), {"--log", folder_ / "log"});
    for (std::string& argument : arguments)  // FOLDER stands for the emulator's own
        if (const auto at = argument.find("FOLDER"); at != std::string::npos)
            argument.replace(at, std::string{"FOLDER"}.size(), folder_.path());
    start(arguments);
}

Emulator::Emulator(const std::string& verb, const std::vector<std::string>& arguments) {
    std::vector<std::string> all{verb};
    all.insert(all.end(), arguments.begin(), arguments.end());
    start(all);
}

void Emulator::start(const std::vector<std::string>& arguments) {
    process_ = std::make_unique<Process>(arguments, folder_ / "errors");
    std::string line;
    while (std::getline(process_->out, line) && line != "ready") reached_.push_back(line);
    if (line != "ready") throw std::runtime_error{"otbench did not begin"};
}

Emulator::~Emulator() {
    if (process_ && process_->child.running()) stop();
}

std::vector<std::string> Emulator::ports() const {
    std::vector<std::string> ports;
    for (const std::string& line : reached_)
        if (line.find("-listen:") != std::string::npos) ports.push_back(line.substr(line.rfind(':') + 1));
    return ports;
}

int Emulator::stop() {
    ::kill(process_->child.id(), SIGTERM);
    process_->child.wait();
    return process_->child.exit_code();
}

nlohmann::json run_client(const std::string& interpreter, const std::string& script,
                          const std::vector<std::string>& arguments) {
    std::vector<std::string> all{source_file("tests/clients/" + script)};
    all.insert(all.end(), arguments.begin(), arguments.end());
    const auto result = run_program(interpreter, all);
    EXPECT_EQ(result.exit_code, 0) << result.err;
    const auto parsed = nlohmann::json::parse(result.out, nullptr, false);
    EXPECT_FALSE(parsed.is_discarded()) << result.out;
    return parsed;
}

}  // namespace otbench::tests
