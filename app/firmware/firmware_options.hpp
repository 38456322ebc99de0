#pragma once

#include <string>
#include <vector>

#include "firmware_model/storage/options.hpp"

namespace CLI {
class App;
}

namespace otbench::app {

/// `--fix` and `--assume`: which defects the firmware model does not have, and what its platform does.
struct FirmwareArguments {
    std::string fix;
    std::vector<std::string> assume;  ///< "P6=repeat"

    void add_to(CLI::App& verb);
    /// Puts them over `options`; false after a complaint in the name of `program`.
    [[nodiscard]] bool apply(const std::string& program, firmware::FirmwareOptions& options) const;
};

}  // namespace otbench::app
