#include "tests/support/program.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/process/args.hpp>
#include <boost/process/async.hpp>
#include <boost/process/child.hpp>
#include <boost/process/env.hpp>
#include <boost/process/io.hpp>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <future>
#include <iterator>
#include <stdexcept>

namespace otbench::tests {

namespace bp = boost::process;

ProgramResult run_program(const std::string& program, const std::vector<std::string>& arguments,
                          const std::map<std::string, std::string>& environment) {
    bp::environment variables = boost::this_process::environment();
    for (const auto& [name, value] : environment) variables[name] = value;
    boost::asio::io_context io;
    std::future<std::string> out, err;
    bp::child child{program, bp::args(arguments), variables, bp::std_in<bp::null, bp::std_out> out, bp::std_err > err,
                    io};
    io.run();
    child.wait();
    return {child.exit_code(), out.get(), err.get()};
}

std::string built_program(const std::string& name) {
    return std::string{OTBENCH_BINARY_DIR} + "/" + name;
}

std::string source_file(const std::string& relative) {
    return std::string{OTBENCH_SOURCE_DIR} + "/" + relative;
}

std::string read_file(const std::string& path) {
    std::ifstream file{path, std::ios::binary};
    if (!file) throw std::runtime_error{"cannot read " + path};
    return {std::istreambuf_iterator<char>{file}, {}};
}

void write_file(const std::string& path, const std::string& text) {
    std::ofstream file{path, std::ios::binary};
    file << text;
    if (!file) throw std::runtime_error{"cannot write " + path};
}

TemporaryFolder::TemporaryFolder() {
    std::string pattern = (std::filesystem::temp_directory_path() / "otbench-test-XXXXXX").string();
    if (!::mkdtemp(pattern.data())) throw std::runtime_error{"cannot create a temporary folder"};
    path_ = pattern;
}

TemporaryFolder::~TemporaryFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
}

}  // namespace otbench::tests
