#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <cstdio>
#include <memory>
#include <string>

#include "app/help.hpp"
#include "app/print_error.hpp"
#include "app/verbs.hpp"
#include "base/input_file.hpp"
#include "base/text.hpp"
#include "meters/description/description_file.hpp"

namespace otbench::app {
namespace {

constexpr std::size_t largest_file = std::size_t{16} << 20;  // bytes; that of every YAML file

int encode(const std::string& path) {
    const auto text = read_whole_input(path, "a description", largest_file);
    if (!text) {
        print_error("otbench encode: {}: {}\n", path, text.error().message);
        return usage_error;
    }
    config::Diagnostics errors{path};
    std::string frames;
    for (const bus::AnswerDescription& description : meters::read_descriptions(*text, errors)) {
        const auto frame = bus::encode_answer(description);
        if (frame)
            frames += hex_text(*frame, " ") + '\n';
        else
            errors.add({1, 1}, frame.error().message);
    }
    if (errors.empty()) {
        fmt::print("{}", frames);
        return 0;
    }
    for (const auto& error : errors.take_all()) print_error("{}\n", to_string(error));
    return usage_error;
}

constexpr std::string_view notes =
    R"(A description:
  address: 1                       # also: control, byte-order (low-first, high-first)
  id: 14273160
  manufacturer: ACW                # or a code, 0x0477
  version: 9
  medium: 4                        # also: access-number, status, signature, more-follow, manufacturer-data (hex)
  records:
    - {quantity: energy, step: 10 kWh, coding: int32, value: 9730 kWh}
    - {quantity: power, step: 100 W, coding: bcd6, digits: 999999, function: error}
    - {vif: fd 3a, coding: int8, coded: 5, storage: 1, tariff: 2, device: 1, modifiers: [backward]}
A record also takes fillers, min-dife, unit-text, octets; 'otbench decode --format yaml' shows a description of any
telegram. Each document of a file becomes a line. Instead of records: 'application-error: 8', or 'counters' of fixed data, a list
of two {unit: 5, digits: 00002017}.)";

}  // namespace

void add_encode(CLI::App& app, int& exit_code) {
    CLI::App* verb = app.add_subcommand("encode", "Build telegrams from their descriptions");
    auto path = std::make_shared<std::string>();
    verb->add_option("DESCRIPTION", *path, "YAML file with descriptions, or - for standard input")->required();
    finish_help(
        *verb,
        {"otbench encode telegram.yaml", "otbench decode --format yaml 680404680801700881 16 | otbench encode -"},
        "0 the telegrams are on standard output in hex, 2 a description has mistakes or cannot be read", notes);
    verb->callback([path, &exit_code] { exit_code = encode(*path); });
}

}  // namespace otbench::app
