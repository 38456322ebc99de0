#include "app/firmware/firmware_options.hpp"

#include <CLI/CLI.hpp>

#include "app/print_error.hpp"
#include "firmware_model/storage/platform_options.hpp"
#include "firmware_model/storage/quirks.hpp"

namespace otbench::app {

void FirmwareArguments::add_to(CLI::App& verb) {
    verb.add_option("--fix", fix, "Known defects to switch off (otbench firmware quirks), for example Q14,Q31 or all")
        ->type_name("QUIRKS")
        ->default_str("none");
    verb.add_option("--assume", assume, "Behaviour of the platform (otbench firmware quirks), for example P6=repeat")
        ->type_name("OPTION=VALUE")
        ->default_str("the first value listed for each");
}

bool FirmwareArguments::apply(const std::string& program, firmware::FirmwareOptions& options) const {
    if (!fix.empty()) {
        const auto fixes = firmware::QuirkFixes::parse(fix);
        if (!fixes) {
            print_error("{}: --fix: {}\n", program, fixes.error());
            return false;
        }
        options.fixes = *fixes;
    }
    for (const std::string& assumption : assume) {
        const auto equals = assumption.find('=');
        const auto value = equals == std::string::npos ? std::string{} : assumption.substr(equals + 1);
        const auto set = firmware::set_platform_option(options, assumption.substr(0, equals), value);
        if (set) continue;
        print_error("{}: --assume: {}\n", program, set.error());
        return false;
    }
    return true;
}

}  // namespace otbench::app
