#pragma once

#include <map>
#include <string>
#include <vector>

namespace otbench::tests {

/// What a finished program left behind.
struct ProgramResult {
    int exit_code = -1;
    std::string out, err;
};

/// Runs `program` to its end with the given arguments and, on top of the present environment, variables.
ProgramResult run_program(const std::string& program, const std::vector<std::string>& arguments,
                          const std::map<std::string, std::string>& environment = {});

/// The path of a program that this build made.
std::string built_program(const std::string& name);

/// A file of the source tree.
std::string source_file(const std::string& relative);

std::string read_file(const std::string& path);
void write_file(const std::string& path, const std::string& text);

/// A fresh folder that goes when the object does.
class TemporaryFolder {
public:
    TemporaryFolder();
    ~TemporaryFolder();
    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;

    [[nodiscard]] const std::string& path() const { return path_; }
    [[nodiscard]] std::string operator/(const std::string& name) const { return path_ + "/" + name; }

private:
    std::string path_;
};

}  // namespace otbench::tests
