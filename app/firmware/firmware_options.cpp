#include "app/firmware/firmware_options.hpp"

#include <fmt/core.h>

#include "firmware_model/storage/platform_options.hpp"
#include "firmware_model/storage/quirks.hpp"

namespace otbench::app {

void FirmwareArguments::add_to(CLI::App& verb) {
    verb.add_option("--fix", fix, "Known defects that the firmware shall not have: Q14,Q31 or all");
    verb.add_option("--assume", assume, "What the platform does: P6=repeat (otbench firmware quirks lists them)");
}

bool FirmwareArguments::apply(const std::string& program, firmware::FirmwareOptions& options) const {
    if (!fix.empty()) {
        const auto fixes = firmware::QuirkFixes::parse(fix);
        if (!fixes) {
            fmt::print(stderr, "{}: --fix: {}\n", program, fixes.error());
            return false;
        }
        options.fixes = *fixes;
    }
    for (const std::string& assumption : assume) {
        const auto equals = assumption.find('=');
        const auto value = equals == std::string::npos ? std::string{} : assumption.substr(equals + 1);
        const auto set = firmware::set_platform_option(options, assumption.substr(0, equals), value);
        if (set) continue;
        fmt::print(stderr, "{}: --assume: {}\n", program, set.error());
        return false;
    }
    return true;
}

}  // namespace otbench::app
