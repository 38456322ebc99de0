#pragma once

#include <istream>
#include <stdexcept>
#include <string>
#include <vector>

namespace otbench::sim {

/// ngspice is missing, failed, or did not end in time. The message describes the failure and contains the path of the
/// deck.
class NgspiceError : public std::runtime_error {
    using std::runtime_error::runtime_error;
};

/// What a run of ngspice left.
struct NgspiceResult {
    std::string output;                     ///< of the program
    std::vector<std::vector<double>> rows;  ///< of the file that the deck wrote, if any
};

/// The numbers of a file that ngspice wrote, a row for each line that begins with one.
[[nodiscard]] std::vector<std::vector<double>> read_ngspice_numbers(std::istream& file);

/// Runs a deck in batch mode in a temporary folder, which is removed unless something goes wrong, and reads the file
/// `data_file` of numbers that it wrote there. An empty `data_file`: only the output is wanted.
/// `$OTBENCH_NGSPICE` names another program. Throws NgspiceError, `Interrupted` (worker_pool.hpp)
/// when the user stops it, and `std::system_error` when the folder cannot be made or written.
NgspiceResult run_ngspice(const std::string& deck, const std::string& data_file = {});

}  // namespace otbench::sim
