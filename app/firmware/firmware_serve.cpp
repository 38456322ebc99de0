#include <CLI/CLI.hpp>
#include <memory>
#include <stdexcept>

#include "app/firmware/firmware_options.hpp"
#include "app/firmware/firmware_verbs.hpp"
#include "app/help.hpp"
#include "app/print_error.hpp"
#include "app/verbs.hpp"
#include "firmware_model/served/model_server.hpp"

namespace otbench::app {
namespace {

int serve(const FirmwareArguments& arguments) {
    firmware::FirmwareOptions options;
    if (!arguments.apply("otbench firmware serve", options)) return usage_error;
    try {
        firmware::serve_model(options);
        print_error(
            "otbench firmware serve: OTBENCH_ODP_FD is not set (expected to be started by otbench run SCENARIO "
            "--device 'NAME=otbench firmware serve')\n");
        return usage_error;
    } catch (const std::runtime_error& error) {
        print_error("otbench firmware serve: {}\n", error.what());
        return environment_error;
    }
}

}  // namespace

void add_firmware_serve(CLI::App& firmware, int& exit_code) {
    CLI::App* verb = firmware.add_subcommand(
        "serve", "Run the firmware model as the process of a device, which speaks the device protocol");
    auto arguments = std::make_shared<FirmwareArguments>();
    arguments->add_to(*verb);
    finish_help(
        *verb,
        {"otbench run scenarios/library/ping.yaml --device 'boiler=build/bin/otbench firmware serve'",
         "otbench run scenarios/library/ping.yaml --device 'boiler=build/bin/otbench firmware serve --fix Q14'"},
        "0 the bench ended the conversation, 2 not started by a bench, 3 the environment failed");
    verb->callback([arguments, &exit_code] { exit_code = serve(*arguments); });
}

}  // namespace otbench::app
