#include <fmt/core.h>
#include <unistd.h>
#include <CLI/CLI.hpp>

#include <algorithm>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <stdexcept>
#include <system_error>

#include "app/control/web_option.hpp"
#include "app/help.hpp"
#include "app/meters/emulation_log.hpp"
#include "app/paths.hpp"
#include "app/print_error.hpp"
#include "app/tape/tape_files.hpp"
#include "app/verbs.hpp"
#include "base/config/text_file.hpp"
#include "base/output_file.hpp"
#include "base/printable.hpp"
#include "meters/line/fleet.hpp"
#include "sim/host/emulation/emulation.hpp"
#include "sim/host/web/web_process.hpp"
#include "sim/trace/capture_file.hpp"

namespace otbench::app {
namespace {

using namespace std::chrono_literals;

struct EmulateArguments {
    std::vector<std::string> meters;
    std::vector<std::string> endpoints;
    std::string log;
    std::string pcap;
    std::vector<std::string> controls;
    WebOption web;
    double baud = 2400;
    std::string speed = "wire";
    bool echo = false;
    std::vector<std::string> faults;
};

/// Whether an argument is a file of buses; the path of a profile is not.
bool is_fleet_file(const std::string& text) {
    const auto extension = std::filesystem::path{text}.extension();
    if (extension != ".yaml" && extension != ".yml") return false;
    config::Diagnostics unreadable{text};
    const auto content = config::read_text_file(text, "a fleet", unreadable);
    return !content || meters::is_fleet(*content);
}

/// Appends the buses of a fleet file; false after complaints.
bool read_fleet_file(const std::string& file, std::vector<meters::BusDescription>& buses) {
    const auto complain = [](const std::vector<config::Diagnostic>& mistakes) {
        for (const auto& mistake : mistakes) print_error("{}\n", to_string(mistake));
        return false;
    };
    config::Diagnostics unreadable{file};
    const auto text = config::read_text_file(file, "a fleet", unreadable);
    if (!text) return complain(unreadable.take_all());
    auto fleet = meters::read_fleet(*text, file);
    if (!fleet) return complain(fleet.error());
    std::move(fleet->begin(), fleet->end(), std::back_inserter(buses));
    return true;
}

/// Sets the link's faults of the command line; false after complaints.
bool set_faults(const EmulateArguments& arguments, meters::LinkFaults& link) {
    link.echo = arguments.echo;
    for (const std::string& text : arguments.faults) {
        const std::size_t equals = text.find('=');
        const auto done = equals == std::string::npos
                              ? Checked<void>{InputError{fmt::format(
                                    "invalid fault '{}' (expected NAME=VALUE such as link-drop='28 at 33')", text)}}
                              : meters::set_link_fault(link, text.substr(0, equals), text.substr(equals + 1));
        if (done) continue;
        print_error("otbench emulate: {}\n", done.error().message);
        return false;
    }
    return true;
}

/// The buses of the command line; empty after complaints.
std::vector<meters::BusDescription> described(const EmulateArguments& arguments) {
    std::vector<meters::BusDescription> buses;
    meters::BusDescription bus;
    bus.name = "bus";
    bus.baud = arguments.baud;
    bus.unlimited = *meters::parse_bus_speed(arguments.speed);
    if (!set_faults(arguments, bus.link)) return {};
    for (const std::string& text : arguments.meters) {
        if (is_fleet_file(text)) {
            if (!read_fleet_file(text, buses)) return {};
            continue;
        }
        const auto meter = meters::parse_meter_description(text);
        if (!meter) {
            print_error("otbench emulate: {}\n", meter.error().message);
            return {};
        }
        bus.meters.push_back(*meter);
    }
    for (const std::string& endpoint : arguments.endpoints) bus.endpoints.push_back(endpoint);
    if (bus.meters.empty() == bus.endpoints.empty()) {
        if (!bus.meters.empty()) buses.push_back(std::move(bus));
        return buses;
    }
    print_error("{}", bus.meters.empty()
                          ? "otbench emulate: no meter for --on (expected PROFILE[@ADDRESS]; a fleet "
                            "file has its own endpoints)\n"
                          : "otbench emulate: no endpoint (expected --on, for example --on pty:/tmp/meter)\n");
    return {};
}

/// Numbers meters of one profile, and buses of one name.
void make_names_differ(std::vector<meters::BusDescription>& buses) {
    std::map<std::string, int> used, used_by_buses;
    const auto number = [](std::map<std::string, int>& names, std::string& name) {
        if (const int n = ++names[name]; n > 1) name += fmt::format("#{}", n);
    };
    for (auto& bus : buses) {
        number(used_by_buses, bus.name);
        for (auto& meter : bus.meters) number(used, meter.name);
    }
}

/// "3 meters on 1 bus, 2 clients, 120 requests, 118 answers, last heat REQ_UD2".
std::string status(const sim::Emulation& emulation, const EmulationLog& log) {
    const auto counted = [](std::size_t n, std::string_view one, std::string_view many) {
        return fmt::format("{} {}", n, n == 1 ? one : many);
    };
    return fmt::format("{} on {}, {}, {}, {}{}{}", counted(emulation.meters().size(), "meter", "meters"),
                       counted(emulation.buses(), "bus", "buses"), counted(emulation.clients(), "client", "clients"),
                       counted(log.requests(), "request", "requests"), counted(log.answers(), "answer", "answers"),
                       log.last().empty() ? "" : ", last ", log.last());
}

/// What clients of some endpoints need to know.
struct Hint {
    std::string_view endpoint;  ///< how the text of the endpoint begins
    bool of_pace;               ///< only where bytes come at the pace of the wire
    std::string_view text;
};
constexpr Hint hints[] = {
    {"pty", false, "a client that sets parity on a pty needs 'otbench exec -- CLIENT ARGUMENT…'"},
    {"tcp-listen", true, "bytes come one by one as on the wire; --fault link-chunk=256 sends whole answers"},
};

void print_hints(const std::vector<meters::BusDescription>& buses) {
    for (const Hint& hint : hints) {
        const bool applies = std::any_of(buses.begin(), buses.end(), [&](const auto& bus) {
            return !(hint.of_pace && bus.unlimited) &&
                   std::any_of(bus.endpoints.begin(), bus.endpoints.end(), [&](const std::string& endpoint) {
                       return endpoint.compare(0, hint.endpoint.size(), hint.endpoint) == 0;
                   });
        });
        if (applies) print_error("hint: {}\n", hint.text);
    }
}

/// Runs until a signal arrives, with a status line on a terminal.
void run(sim::Emulation& emulation, const EmulationLog& log) {
    const bool terminal = isatty(STDERR_FILENO) != 0;
    std::string shown;
    emulation.run(terminal ? Nanoseconds{500ms} : Nanoseconds{0}, [&] {
        const std::string now = status(emulation, log);
        if (now == shown) return;
        fmt::print(stderr, "\r{}\x1b[K", now);
        std::fflush(stderr);
        shown = now;
    });
    if (terminal) fmt::print(stderr, "\r\x1b[K");
}

struct CloseFile {
    void operator()(std::FILE* file) const { std::fclose(file); }
};

/// What the options ask of a tape: its meters cannot be changed.
int emulate_tape(const EmulateArguments& arguments) {
    const auto complain = [](const char* message) {
        print_error("otbench emulate: {}\n", message);
        return usage_error;
    };
    if (!is_tape_name(arguments.meters.front()) ||
        std::count_if(arguments.meters.begin(), arguments.meters.end(), is_tape_name) > 1)
        return complain("invalid tape (expected one tape in front of the meters that answer what is not on it)");
    if (arguments.endpoints.empty()) return complain("no endpoint (expected --on, for example --on pty:/tmp/meter)");
    if (!arguments.log.empty() || !arguments.pcap.empty() || !arguments.controls.empty() || !arguments.faults.empty() ||
        arguments.web.is_given() || arguments.echo || arguments.speed != "wire")
        return complain(
            "--log, --pcap, --control, --web, --fault, --speed and --echo need meters (a tape only answers as "
            "recorded)");
    return serve_tape(arguments.meters.front(), {arguments.meters.begin() + 1, arguments.meters.end()},
                      arguments.endpoints, "otbench emulate");
}

/// Where other programs control the emulation; nothing after a complaint.
std::optional<std::vector<sim::ControlEndpoint>> control_endpoints(const EmulateArguments& arguments) {
    std::vector<sim::ControlEndpoint> endpoints;
    for (const std::string& text : arguments.controls) {
        const bool is_path = text.find(':') == std::string::npos;
        const auto endpoint = sim::parse_control_endpoint(is_path ? "unix:" + text : text);
        const bool fits = endpoint && endpoint->kind != sim::ControlEndpoint::Kind::stdio && !endpoint->is_remote();
        if (fits) {
            endpoints.push_back(*endpoint);
            continue;
        }
        print_error("otbench emulate: --control: {}\n",
                    endpoint ? fmt::format("invalid endpoint '{}' (expected unix:PATH or tcp:127.0.0.1:PORT)", text)
                             : endpoint.error().message);
        return std::nullopt;
    }
    return endpoints;
}

int emulate(const EmulateArguments& arguments) {
    if (std::any_of(arguments.meters.begin(), arguments.meters.end(), is_tape_name)) return emulate_tape(arguments);
    auto buses = described(arguments);
    if (buses.empty()) return usage_error;
    if (arguments.log == "-" && arguments.pcap == "-") {
        print_error("otbench emulate: --log and --pcap cannot both go to standard output\n");
        return usage_error;
    }
    auto controls = control_endpoints(arguments);
    if (!controls) return usage_error;
    std::optional<sim::ControlEndpoint> site;
    if (arguments.web.is_given() && !(site = arguments.web.endpoint("otbench emulate"))) return usage_error;
    make_names_differ(buses);
    std::unique_ptr<std::FILE, CloseFile> file;
    if (!arguments.log.empty() && arguments.log != "-") {
        file.reset(std::fopen(arguments.log.c_str(), "w"));
        if (!file) throw_write_error(arguments.log);
    }
    std::unique_ptr<sim::WebProcess> web;
    if (site) {
        web = std::make_unique<sim::WebProcess>(*site, site->is_remote() ? control_token() : "");
        controls->push_back(web->control());
    }
    EmulationLog log{arguments.log == "-" ? stdout : file.get()};
    sim::CaptureFile captures;
    sim::Emulation emulation{log};
    const Nanoseconds epoch = std::chrono::system_clock::now().time_since_epoch();
    std::FILE* const news = arguments.pcap == "-" ? stderr : stdout;
    if (!arguments.pcap.empty() || !controls->empty())
        emulation.capture([&](const std::string& bus) -> bus::LineCapture& { return captures.add_bus(bus, "M-Bus"); });
    if (!controls->empty())
        captures.on_frame(
            [&](const std::string& bus, const bus::CapturedFrame& frame) { emulation.remember(bus, frame); });
    try {
        const meters::ProfileIndex index{profile_folders()};
        for (const auto& bus : buses)
            for (const std::string& reached : emulation.add(bus, index)) fmt::print(news, "{}\n", printable(reached));
        if (!arguments.pcap.empty()) captures.open(arguments.pcap, epoch);
        for (const auto& endpoint : *controls) {
            const std::string reached = emulation.open_control(endpoint, index);
            if (endpoint.kind == sim::ControlEndpoint::Kind::tcp) fmt::print(news, "control {}\n", printable(reached));
        }
        if (web) fmt::print(news, "web {}\n", web->address());
    } catch (const std::invalid_argument& error) {
        print_error("otbench emulate: {}\n", error.what());
        return usage_error;
    } catch (const std::system_error&) {
        throw;  // a file that cannot be written
    } catch (const std::runtime_error& error) {
        print_error("otbench emulate: {}\n", error.what());
        return environment_error;
    }
    std::fflush(news);
    print_hints(buses);
    fmt::print(news, "ready\n");
    std::fflush(news);
    run(emulation, log);
    captures.close();
    print_error("{}\n", status(emulation, log));
    if (const auto late = emulation.lateness(); !late.empty()) print_error("bytes were late: {}\n", late);
    return 0;
}

}  // namespace

void add_emulate(CLI::App& app, int& exit_code) {
    CLI::App* verb =
        app.add_subcommand("emulate", "Emulate meters for an M-Bus client, on a pty, a serial port or TCP");
    auto arguments = std::make_shared<EmulateArguments>();
    verb->add_option(
            "METER", arguments->meters,
            "Meters of one bus, each as PROFILE[@ADDRESS][,KEY=VALUE…] (otbench profiles list), or a file "
            "FLEET.yaml with several buses; PROFILE is a name or the path of a file such as ./my-meter.yaml; or "
            "a tape of 'otbench record', NAME.mbus.jsonl, with the meters that answer what is not on it")
        ->required();
    verb->add_option("--on", arguments->endpoints,
                     "Endpoint at which clients find the bus, for example pty:/tmp/meter, tcp-listen:127.0.0.1:10001, "
                     "rfc2217-listen:127.0.0.1:10001 or serial:/dev/ttyUSB0")
        ->type_name("ENDPOINT")
        ->default_str("those of the fleet file");
    verb->add_option("--baud", arguments->baud, "Speed in Bd of clients that cannot set one (TCP), for example 9600")
        ->type_name("BAUD")
        ->check(number(300, 38400))
        ->capture_default_str();
    verb->add_option("--speed", arguments->speed,
                     "Send bytes at the pace of the wire, or at once, so that only the client takes time: wire or "
                     "unlimited, for example unlimited")
        ->type_name("SPEED")
        ->check(one_of({"wire", "unlimited"}))
        ->capture_default_str();
    verb->add_flag("--echo", arguments->echo, "Echo to clients what they send, as simple converters do");
    verb->add_option("--fault", arguments->faults,
                     "Fault of the link between the converter and its clients (otbench profiles faults), for example "
                     "'link-latency=200 ms'")
        ->type_name("NAME=VALUE")
        ->default_str("none");
    verb->add_option("--log", arguments->log, "Write every frame to this file, for example - for standard output")
        ->type_name("FILE")
        ->default_str("no log");
    verb->add_option("--pcap", arguments->pcap,
                     "Write every frame to this pcapng file for Wireshark, for example - for standard output")
        ->type_name("FILE")
        ->default_str("no file");
    verb->add_option("--control", arguments->controls,
                     "Take requests of 'otbench ctl' and other programs here: PATH or unix:PATH of a socket, or "
                     "tcp:127.0.0.1:PORT, for example /tmp/control")
        ->type_name("ENDPOINT")
        ->allow_extra_args(false)
        ->default_str("none");
    arguments->web.add_to(*verb);
    finish_help(
        *verb,
        {"otbench emulate itron-cf-echo-2@1 --on pty:/tmp/meter",
         "otbench emulate itron-cf-echo-2@1 kamstrup-382@2,energy='12 kWh' --on tcp-listen:127.0.0.1:10001",
         "otbench emulate street.yaml --control /tmp/control"},
        "0 interrupted after a good start, 2 invalid meter, option or endpoint, 3 an endpoint or file cannot be "
        "opened",
        "Prints the endpoints and then 'ready', and runs until it is interrupted.");
    verb->callback([arguments, &exit_code] { exit_code = emulate(*arguments); });
}

}  // namespace otbench::app
