#pragma once

#include <fstream>
#include <string>
#include <vector>

#include "bus/master/resumed_line.hpp"

namespace otbench::app {

/// The file in which a scan keeps what it asked and what was answered, a dialogue a line.
class ScanJournal {
public:
    /// Reads the file if there is one, and creates it otherwise. Throws std::system_error when it cannot be written.
    explicit ScanJournal(const std::string& path);

    /// What is wrong with the file; empty when nothing is.
    [[nodiscard]] const std::string& error() const { return error_; }
    [[nodiscard]] const std::vector<bus::Dialogue>& known() const { return known_; }
    /// Throws std::system_error when it cannot be written.
    void add(const bus::Dialogue& dialogue);

private:
    std::string error_;
    std::vector<bus::Dialogue> known_;
    std::string path_;
    std::ofstream file_;
};

}  // namespace otbench::app
