#include "tests/clients/bridged_run.hpp"

#include <gtest/gtest.h>

#include <boost/process/args.hpp>
#include <boost/process/io.hpp>
#include <stdexcept>

namespace otbench::tests {

namespace bp = boost::process;

namespace {

void replace_all(std::string& text, const std::string& from, const std::string& to) {
    for (auto at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size()))
        text.replace(at, from.size(), to);
}

}  // namespace

BridgedRun::BridgedRun(std::string scenario, int bridges) {
    replace_all(scenario, "FOLDER", folder_.path());
    write_file(path("scenario.yaml"), scenario);
    child_ = bp::child{built_program("otbench"), bp::args({"run", path("scenario.yaml"), "--out", path("out")}),
                       bp::std_out > out_, bp::std_err > bp::null};
    for (int i = 0; i < bridges; ++i) wait_for_line("  bridge ");
}

BridgedRun::~BridgedRun() {
    if (child_.running()) child_.terminate();
}

void BridgedRun::wait_for_line(const std::string& text) {
    std::string line;
    while (std::getline(out_, line)) {
        told_ += line + "\n";
        if (line.find(text) != std::string::npos) return;
    }
    throw std::runtime_error{"the run ended without '" + text + "':\n" + told_};
}

int BridgedRun::finish() {
    std::string line;
    while (std::getline(out_, line)) told_ += line + "\n";
    child_.wait();
    return child_.exit_code();
}

nlohmann::json BridgedRun::result() const {
    return nlohmann::json::parse(read_file(path("out/summary.json"))).at("results").at(0);
}

std::string BridgedRun::port() const {
    const auto at = told_.find("-listen:");
    const auto colon = told_.find(':', at + std::string{"-listen:"}.size());
    if (at == std::string::npos || colon == std::string::npos) throw std::runtime_error{"no listening endpoint"};
    return told_.substr(colon + 1, told_.find('\n', colon) - colon - 1);
}

std::string shipped_bridge(const std::string& name, const std::string& from, const std::string& to) {
    std::string text = read_file(source_file("scenarios/bridges/" + name));
    EXPECT_NE(text.find(from), std::string::npos) << name;
    replace_all(text, from, to);
    return text;
}

}  // namespace otbench::tests
