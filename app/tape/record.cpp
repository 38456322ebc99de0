// otbench record: the dialogue on a bus as a tape.
#include <fmt/core.h>
#include <CLI/CLI.hpp>

#include <chrono>
#include <filesystem>
#include <optional>

#include "app/help.hpp"
#include "app/master/master_options.hpp"
#include "app/master/target.hpp"
#include "app/print_error.hpp"
#include "app/tape/tape_files.hpp"
#include "app/verbs.hpp"
#include "base/output_file.hpp"
#include "bus/master/survey.hpp"
#include "meters/profile/profile_text.hpp"
#include "meters/profile/survey_profile.hpp"
#include "sim/host/master/relay.hpp"

namespace otbench::app {
namespace {

constexpr const char* record_verb = "otbench record";
constexpr int not_all_read = 1;

struct RecordArguments {
    MasterArguments master;
    std::vector<std::string> addresses, between;
    bool listen = false;
    std::string tape, profile;
};

int complain(const std::string& message) {
    print_error("{}: {}\n", record_verb, message);
    return usage_error;
}

/// What is wrong with the choice of modes; empty when nothing is.
std::string contradiction(const RecordArguments& arguments) {
    const int modes =
        (arguments.addresses.empty() ? 0 : 1) + (arguments.listen ? 1 : 0) + (arguments.between.empty() ? 0 : 1);
    if (modes != 1) return "one of ADDRESS, --listen and --between is needed";
    if (arguments.between.empty() == arguments.master.from.empty())
        return arguments.between.empty() ? "--from is missing" : "--between and --from exclude each other";
    if (arguments.tape.empty() && arguments.profile.empty()) return "--output or --profile is missing";
    if (!arguments.profile.empty() && arguments.addresses.size() != 1) return "--profile needs one ADDRESS";
    return {};
}

Checked<meters::ImportedProfile> profile_of(const bus::Survey& survey) {
    std::vector<meters::RecordedReadout> readouts;
    for (const auto& part : survey.parts) {
        auto& readout = readouts.emplace_back(meters::RecordedReadout{part.subcode, {}});
        for (const auto& telegram : part.telegrams) readout.telegrams.push_back(*bus::parse_frame(telegram));
    }
    std::optional<bus::Frame> class_1;
    if (!survey.class_1.empty()) class_1 = *bus::parse_frame(survey.class_1);
    return meters::import_survey(readouts, class_1);
}

/// The meter of the profile that is written beside a tape, as the tape's head names it; empty without one.
std::string meter_of(const RecordArguments& arguments) {
    if (arguments.profile.empty() || arguments.tape.empty() || arguments.tape == "-") return {};
    const auto folder = std::filesystem::absolute(arguments.tape).parent_path();
    const auto profile = std::filesystem::absolute(arguments.profile).lexically_relative(folder);
    const auto& address = arguments.addresses.front();
    const bool is_known = address != std::to_string(bus::address::all_answer);
    return "./" + profile.generic_string() + (is_known ? "@" + address : "");
}

/// Asks one meter everything, and writes its profile.
int survey_meter(const RecordArguments& arguments, bus::LineCapture& capture) {
    const auto& name = arguments.addresses.front();
    const auto target = parse_target(name);
    if (!target) return complain(target.error().message);
    const auto* address = std::get_if<std::uint8_t>(&*target);
    if (!address) return complain("--profile needs a primary address (254 for the only meter on a bus)");
    const OpenMaster open{arguments.master, record_verb, &capture};
    if (!open.master) return open.exit_code;
    const auto survey = bus::survey(*open.master, *address);
    if (survey.end != bus::Readout::End::complete) {
        print_error("{}: {}\n", name, describe(survey.end));
        return not_all_read;
    }
    const auto imported = profile_of(survey);
    if (!imported) return complain(imported.error().message);
    write_whole_file(arguments.profile,
                     "# Made from a survey: values and identity are those of the meter that was read.\n" +
                         meters::profile_text(imported->profile));
    for (const std::string& note : imported->notes) print_error("note: {}\n", note);
    print_error("{}: {}, {}, {} values\n", arguments.profile, imported->profile.title,
                imported->profile.readouts.size() == 1 ? "1 readout"
                                                       : fmt::format("{} readouts", imported->profile.readouts.size()),
                imported->profile.value_names().size());
    return 0;
}

int read_meters(const RecordArguments& arguments, bus::LineCapture& capture) {
    if (!arguments.profile.empty()) return survey_meter(arguments, capture);
    std::vector<std::pair<std::string, Target>> targets;
    for (const auto& text : arguments.addresses) {
        const auto target = parse_target(text);
        if (!target) return complain(target.error().message);
        targets.emplace_back(text, *target);
    }
    const OpenMaster open{arguments.master, record_verb, &capture};
    if (!open.master) return open.exit_code;
    int exit_code = 0;
    for (const auto& [name, target] : targets) {
        const auto readout = read_target(*open.master, target);
        if (readout.end == bus::Readout::End::complete) continue;
        print_error("{}: {}\n", name, describe(readout.end));
        exit_code = not_all_read;
    }
    return exit_code;
}

int relay(const RecordArguments& arguments, bus::LineCapture& capture) {
    std::vector<sim::Endpoint> endpoints;
    for (const auto& text : arguments.listen ? std::vector{arguments.master.from} : arguments.between) {
        const auto endpoint = sim::parse_endpoint(text);
        if (!endpoint) return complain(endpoint.error().message);
        endpoints.push_back(*endpoint);
    }
    sim::Relay relay{capture, format_of(arguments.master)};
    try {
        const auto reached = arguments.listen ? relay.listen(endpoints[0]) : relay.between(endpoints[0], endpoints[1]);
        std::FILE* const news = arguments.tape == "-" ? stderr : stdout;
        fmt::print(news, "{}\nready\n", reached);
        std::fflush(news);
        relay.run();
    } catch (const bus::LineLost&) {
        throw;
    } catch (const std::runtime_error& error) {
        complain(error.what());
        return environment_error;
    }
    return 0;
}

int record(const RecordArguments& arguments) {
    if (const auto wrong = contradiction(arguments); !wrong.empty()) return complain(wrong);
    meters::TapeHead head;
    head.source =
        fmt::format("{} {}", record_verb, arguments.between.empty() ? arguments.master.from : arguments.between.at(1));
    head.started = std::chrono::system_clock::now().time_since_epoch();
    head.format = format_of(arguments.master);
    head.meter = meter_of(arguments);
    std::optional<TapeWriter> tape;
    if (!arguments.tape.empty()) tape.emplace(arguments.tape, head);
    bus::LineCapture capture{[&](const bus::CapturedFrame& frame) {
        if (tape) tape->write(frame);
    }};
    const int exit_code = with_line(record_verb, [&] {
        return arguments.addresses.empty() ? relay(arguments, capture) : read_meters(arguments, capture);
    });
    capture.finish();
    if (tape) print_error("{}: {} frames\n", arguments.tape, tape->frames());
    return exit_code;
}

}  // namespace

void add_record(CLI::App& app, int& exit_code) {
    CLI::App* verb = app.add_subcommand("record", "Record the dialogue on an M-Bus");
    auto arguments = std::make_shared<RecordArguments>();
    verb->add_option("ADDRESS", arguments->addresses, "Meters to read, as for 'otbench read'");
    verb->add_flag("--listen", arguments->listen, "Only listen at --from, where both directions are received");
    verb->add_option("--between", arguments->between,
                     "Pass bytes between a master and a bus: the endpoint at which the master connects, then that of "
                     "the bus, for example tcp-listen:127.0.0.1:10002 serial:/dev/ttyUSB0")
        ->type_name("ENDPOINT")
        ->default_str("none")
        ->expected(2);
    verb->add_option("-o,--output", arguments->tape,
                     "Tape to write, for example heat.mbus.jsonl, or - for standard output")
        ->type_name("FILE")
        ->default_str("required unless --profile is given");
    verb->add_option("--profile", arguments->profile,
                     "Ask the meter at one primary address for all that it has (every application reset, class 1 data) "
                     "and write this profile, for example heat.yaml")
        ->type_name("FILE")
        ->default_str("none");
    add_master_options(*verb, arguments->master, FromOption::optional);
    finish_help(*verb,
                {"otbench record 5 14273160 --from serial:/dev/ttyUSB0 -o heat.mbus.jsonl",
                 "otbench record 5 --from serial:/dev/ttyUSB0 --profile heat.yaml",
                 "otbench record --between tcp-listen:127.0.0.1:10002 serial:/dev/ttyUSB0 -o bus.mbus.jsonl"},
                "0 recorded, 1 not all meters could be read, 2 invalid option, 3 an endpoint or the disk failed");
    verb->callback([arguments, &exit_code] { exit_code = record(*arguments); });
}

}  // namespace otbench::app
