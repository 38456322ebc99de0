#include "sim/host/process/ngspice.hpp"

#include <fmt/core.h>
#include <sys/prctl.h>
#include <unistd.h>

#include <algorithm>
#include <boost/filesystem.hpp>
#include <boost/process/child.hpp>
#include <boost/process/extend.hpp>
#include <boost/process/handles.hpp>
#include <boost/process/io.hpp>
#include <boost/process/search_path.hpp>
#include <boost/process/start_dir.hpp>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <system_error>

#include "base/numbers.hpp"
#include "base/output_file.hpp"
#include "sim/host/process/child_setup.hpp"
#include "sim/host/process/worker_pool.hpp"

namespace otbench::sim {
namespace {

namespace fs = boost::filesystem;
namespace process = boost::process;

constexpr std::chrono::seconds deck_patience{120};  // for one deck

fs::path find_program() {
    if (const char* chosen = std::getenv("OTBENCH_NGSPICE")) {
        if (::access(chosen, X_OK) == 0) return chosen;
        throw NgspiceError{fmt::format("OTBENCH_NGSPICE: cannot execute '{}'", chosen)};
    }
    const auto program = process::search_path("ngspice");
    if (program.empty()) throw NgspiceError{"ngspice is not installed (apt-get install ngspice)"};
    return program;
}

std::string text_of(const fs::path& path) {
    std::ifstream file{path.string()};
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

/// The most informative line of ngspice's output about a failure.
std::string complaint(const std::string& output) {
    std::istringstream lines{output};
    std::string last;
    for (std::string line; std::getline(lines, line);) {
        for (const char* sign : {"rror", "singular", "imestep too small", "no convergence", "aborted"}) {
            if (line.find(sign) != std::string::npos) return line;
        }
        if (line.find_first_not_of(" \t") != std::string::npos) last = line;
    }
    return last.empty() ? "it said nothing" : last;
}

/// Runs in the child between fork and exec: no simulation outlives the bench, or gets a terminal's Ctrl-C before it.
void belong_to_parent(pid_t parent) {
    ::setpgid(0, 0);
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (::getppid() != parent) ::_exit(EXIT_FAILURE);
}

/// A folder that goes when the object does, unless it is kept.
class WorkFolder {
public:
    WorkFolder() {
        boost::system::error_code error;
        const fs::path all = fs::temp_directory_path(error);
        if (!error) path_ = all / fs::unique_path("otbench-spice-%%%%%%%%");
        if (!error) fs::create_directory(path_, error);
        if (error)
            throw std::system_error{error.value(), std::generic_category(),
                                    fmt::format("cannot make a folder '{}'", path_.string())};
    }
    ~WorkFolder() {
        boost::system::error_code ignored;
        if (!kept_) fs::remove_all(path_, ignored);
    }
    WorkFolder(const WorkFolder&) = delete;
    WorkFolder& operator=(const WorkFolder&) = delete;

    [[nodiscard]] const fs::path& path() const { return path_; }
    void keep() { kept_ = true; }

private:
    fs::path path_;
    bool kept_ = false;
};

}  // namespace

std::vector<std::vector<double>> read_ngspice_numbers(std::istream& file) {
    std::vector<std::vector<double>> rows;
    for (std::string line; std::getline(file, line);) {
        std::vector<double> row;
        std::istringstream words{line};
        for (std::string word; words >> word;) {
            const auto number = parse_number(word);
            if (!number) break;
            row.push_back(*number);
        }
        if (!row.empty()) rows.push_back(std::move(row));
    }
    return rows;
}

NgspiceResult run_ngspice(const std::string& deck, const std::string& data_file) {
    const fs::path program = find_program();
    WorkFolder work;
    const fs::path& folder = work.path();
    const auto deck_path = (folder / "deck.cir").string();
    write_whole_file(deck_path, deck);
    const auto fail = [&](const std::string& what) {
        work.keep();
        return NgspiceError{fmt::format("ngspice: {} (the deck is kept: {})", what, deck_path)};
    };
    const auto parent = ::getpid();
    std::error_code error;
    process::child child{program,
                         "-b",
                         deck_path,
                         process::start_dir = folder,
                         (process::std_out & process::std_err) > folder / "output.txt",
                         process::std_in < process::null,
                         process::limit_handles,
                         error,
                         process::extend::on_exec_setup = [parent](auto&) { belong_to_parent(parent); }};
    if (error) throw fail(error.message());
    const bool ended = ends_within(child.id(), deck_patience);
    if (!ended) child.terminate();
    if (interrupted) {
        child.wait(error);
        throw Interrupted{};
    }
    if (!ended) {
        throw fail(fmt::format("no result after {} s", deck_patience.count()));
    }
    child.wait();
    NgspiceResult result;
    result.output = text_of(folder / "output.txt");
    if (child.exit_code() != 0) throw fail(complaint(result.output));
    if (!data_file.empty()) {
        std::ifstream file{(folder / data_file).string()};
        result.rows = read_ngspice_numbers(file);
        if (result.rows.empty()) throw fail(complaint(result.output));
    }
    return result;
}

}  // namespace otbench::sim
