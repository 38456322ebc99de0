#include "app/master/master_options.hpp"

#include <fmt/core.h>
#include <CLI/CLI.hpp>

#include <stdexcept>

#include "app/help.hpp"
#include "app/print_error.hpp"
#include "app/verbs.hpp"
#include "base/text.hpp"
#include "sim/host/master/device_line.hpp"
#include "sim/host/master/port_line.hpp"

namespace otbench::app {
namespace {

std::vector<std::string> style_names() {
    std::vector<std::string> names;
    for (const auto& style : bus::master_styles()) names.emplace_back(style.name);
    return names;
}

std::string style_help() {
    std::string text = "Master whose behaviour to use, for example libmbus";
    for (const auto& style : bus::master_styles()) text += fmt::format("; {}: {}", style.name, style.help);
    return text;
}

bool is_unlimited(const MasterArguments& arguments) {
    return arguments.speed == "unlimited";
}

bus::MasterOptions options_of(const MasterArguments& arguments) {
    bus::MasterOptions options;
    options.style = *bus::master_style(arguments.style);
    if (arguments.repeats >= 0)
        options.style.request_repeats = options.style.select_repeats = options.style.search.repeats = arguments.repeats;
    if (arguments.search_order) options.style.search.order = *arguments.search_order;
    options.unlimited = is_unlimited(arguments);
    options.allowance = std::chrono::milliseconds{arguments.allowance_ms};
    if (const auto preamble = parse_octets(arguments.preamble)) options.preamble = *preamble;
    if (arguments.trace) {
        options.listener = [](const bus::Passed& passed) {
            print_error("{} {}\n", passed.sent ? ">" : "<", hex_text(passed.octets));
        };
    }
    return options;
}

}  // namespace

bus::UartFormat format_of(const MasterArguments& arguments) {
    const auto parity = arguments.parity == "odd"    ? bus::Parity::odd
                        : arguments.parity == "none" ? bus::Parity::none
                                                     : bus::Parity::even;
    return {arguments.baud, parity, 1};
}

void add_master_options(CLI::App& verb, MasterArguments& arguments, FromOption from) {
    verb.add_option("--from", arguments.from,
                    "Endpoint of the M-Bus, for example serial:/dev/ttyUSB0, serial:/dev/pts/3, tcp:gateway:10001, "
                    "rfc2217:gateway:2217 or tcp-listen:127.0.0.1:10001; or an otb-iot device, for example "
                    "mqtt://broker/otb-iot/5ccf7f0b583b?serial=15,13,2400")
        ->type_name("ENDPOINT")
        ->required(from == FromOption::required)
        ->default_str(from == FromOption::required ? "" : "none");
    verb.add_option("--baud", arguments.baud, "Speed in Bd, unless the endpoint sets one, for example 9600")
        ->type_name("BAUD")
        ->check(number(50, 115200))
        ->capture_default_str();
    verb.add_option("--parity", arguments.parity, "Parity, unless the endpoint sets one, for example even")
        ->type_name("PARITY")
        ->check(one_of({"even", "odd", "none"}))
        ->capture_default_str();
    verb.add_option("--style", arguments.style, style_help())
        ->type_name("STYLE")
        ->check(one_of(style_names()))
        ->capture_default_str();
    verb.add_option("--repeats", arguments.repeats, "Repeats of a frame without a usable answer, for example 2")
        ->type_name("COUNT")
        ->check(whole_number(0, 10))
        ->default_str("the style's");
    verb.add_option(
            "--connect-timeout", arguments.connect_timeout_s,
            "Seconds to wait for the converter to connect to tcp-listen:, or again after a lost connection, for "
            "example 60")
        ->type_name("SECONDS")
        ->check(whole_number(1, 86400))
        ->capture_default_str();
    verb.add_option("--allowance", arguments.allowance_ms,
                    "Milliseconds that converter and connection may add to the delay of an answer, for example 500")
        ->type_name("MS")
        ->check(whole_number(0, 60000))
        ->capture_default_str();
    verb.add_option("--speed", arguments.speed,
                    "Wait as long as bytes take on a wire, or, at an emulated bus whose bytes take no time, only for "
                    "the allowance: wire or unlimited, for example unlimited")
        ->type_name("SPEED")
        ->check(one_of({"wire", "unlimited"}))
        ->capture_default_str();
    verb.add_option("--preamble", arguments.preamble,
                    "Bytes in hex to send before each frame, to wake meters, for example 5555")
        ->type_name("HEX")
        ->check([](const std::string& text) {
            return parse_octets(text) ? std::string{}
                                      : "invalid hex '" + text + "' (expected an even number of hex digits)";
        })
        ->default_str("no bytes");
    verb.add_flag("--trace", arguments.trace, "Print every frame on standard error: > sent, < received");
}

Checked<void> check_bus(std::string_view text) {
    if (sim::DeviceAddress::is_one(text)) {
        const auto device = sim::parse_device_address(text);
        return device ? Checked<void>{} : Checked<void>{device.error()};
    }
    const auto endpoint = sim::parse_endpoint(text);
    if (!endpoint) return endpoint.error();
    if (endpoint->kind == sim::Endpoint::Kind::rfc2217_listen)
        return InputError{
            fmt::format("a master cannot use {} (expected serial:, tcp:, rfc2217:, tcp-listen: or mqtt[s]://)", text)};
    return {};
}

namespace {

/// Opens what `check_bus` takes. Throws std::runtime_error with one line for the user.
std::unique_ptr<bus::MasterLine> open_line(const MasterArguments& arguments) {
    if (sim::DeviceAddress::is_one(arguments.from))
        return std::make_unique<sim::DeviceLine>(*sim::parse_device_address(arguments.from));
    auto line = std::make_unique<sim::PortLine>(*sim::parse_endpoint(arguments.from), format_of(arguments),
                                                std::chrono::seconds{arguments.connect_timeout_s});
    if (is_unlimited(arguments)) line->skip_wire_time();
    return line;
}

}  // namespace

OpenMaster::OpenMaster(const MasterArguments& arguments, const char* verb, bus::LineCapture* capture) {
    if (const auto known = check_bus(arguments.from); !known) {
        print_error("{}: {}\n", verb, known.error().message);
        exit_code = usage_error;
        return;
    }
    if (is_unlimited(arguments) && sim::DeviceAddress::is_one(arguments.from)) {
        print_error(
            "{}: --speed unlimited cannot be used with a device (expected an emulated bus, for example "
            "tcp:HOST:PORT)\n",
            verb);
        exit_code = usage_error;
        return;
    }
    try {
        line = open_line(arguments);
    } catch (const std::runtime_error& error) {
        print_error("{}: {}\n", verb, error.what());
        exit_code = environment_error;
        return;
    }
    if (capture) {
        const auto start = std::chrono::steady_clock::now();
        recording = std::make_unique<bus::RecordingLine>(
            *line, *capture, [start]() -> Nanoseconds { return std::chrono::steady_clock::now() - start; });
    }
    bus::MasterLine* const used = recording ? static_cast<bus::MasterLine*>(recording.get()) : line.get();
    master = std::make_unique<bus::Master>(*used, options_of(arguments));
}

void OpenMaster::resume(const MasterArguments& arguments, std::vector<bus::Dialogue> known,
                        std::function<void(const bus::Dialogue&)> learned) {
    resumed = std::make_unique<bus::ResumedLine>(*line, std::move(known), std::move(learned));
    master = std::make_unique<bus::Master>(*resumed, options_of(arguments));
}

int with_line(const char* verb, const std::function<int()>& work) {
    try {
        return work();
    } catch (const bus::LineLost& lost) {
        print_error("{}: {}\n", verb, lost.what());
        return environment_error;
    }
}

}  // namespace otbench::app
