// otbench scan: which meters are on a bus.
#include <fmt/core.h>
#include <unistd.h>
#include <CLI/CLI.hpp>

#include <chrono>
#include <csignal>
#include <cstdio>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <system_error>

#include "app/help.hpp"
#include "app/master/master_options.hpp"
#include "app/master/scan_journal.hpp"
#include "app/print_error.hpp"
#include "app/verbs.hpp"
#include "bus/master/scan.hpp"
#include "bus/master/slave_mask.hpp"
#include "bus/message/medium.hpp"
#include "bus/message/telegram.hpp"
#include "bus/record/manufacturer.hpp"

namespace otbench::app {
namespace {

constexpr int unresolved = 1;
constexpr int interrupted_exit = 130;
volatile std::sig_atomic_t interrupted = 0;

struct ScanArguments {
    MasterArguments master;
    bool primary = false, secondary = false, json = false, first_digit_first = false, last_digit_first = false;
    int first = 0, last = bus::address::last_primary;
    std::string mask, resume;
};

std::string manufacturer(const bus::DeviceKey& device) {
    const auto letters = bus::manufacturer_letters(device.manufacturer);
    return {letters.begin(), letters.end()};
}

/// Prints what is found as it is found, and how far the scan is.
class ScanReport {
public:
    explicit ScanReport(const ScanArguments& arguments)
        : arguments_(arguments), shows_progress_(isatty(STDERR_FILENO) != 0) {
        if (!arguments.json)
            fmt::print("{:>7}  {:<8}  {:<12}  {:>7}  {}\n", "primary", "id", "manufacturer", "version", "medium");
    }

    bus::ScanObserver observer() {
        bus::ScanObserver observer;
        observer.found = [this](const bus::FoundSlave& slave) {
            wipe();
            show(slave);
            return interrupted == 0;
        };
        observer.primary_next = [this](std::uint8_t address) { return progress(fmt::format("address {}", address)); };
        observer.mask_next = [this](const bus::SelectSlave& mask) { return progress(bus::to_string(mask)); };
        return observer;
    }

    /// Collisions, and the end of the output; the exit code.
    int finish(const std::vector<bus::ScanResult>& results) {
        wipe();
        if (!arguments_.json) summarise(results);
        bool clean = true;
        auto collisions = nlohmann::ordered_json::array();
        for (const auto& result : results) {
            if (result.gave_up) {
                clean = false;
                print_error("otbench scan: gave up after {} frames: something answers every selection\n",
                            result.frames);
            }
            for (const auto& collision : result.collisions) {
                clean = false;
                const auto where =
                    collision.primary ? fmt::format("address {}", *collision.primary) : bus::to_string(collision.mask);
                collisions.push_back(where);
                print_error("otbench scan: several meters answer at {}\n", where);
            }
        }
        if (arguments_.json)
            fmt::print("{}\n", nlohmann::ordered_json{{"meters", meters_}, {"collisions", collisions}}.dump(2));
        if (interrupted != 0) return interrupted_exit;
        return clean ? 0 : unresolved;
    }

private:
    bool progress(const std::string& where) {
        if (shows_progress_) fmt::print(stderr, "\r{}\x1b[K", where);
        return interrupted == 0;
    }
    void wipe() const {
        if (shows_progress_) fmt::print(stderr, "\r\x1b[K");
    }

    /// "20 meters, 64 frames, 24.1 s"
    void summarise(const std::vector<bus::ScanResult>& results) const {
        std::size_t meters = 0, frames = 0;
        for (const auto& result : results) {
            meters += result.found.size();
            frames += result.frames;
        }
        const std::chrono::duration<double> taken = std::chrono::steady_clock::now() - start_;
        print_error("{} {}, {} frames, {:.1f} s\n", meters, meters == 1 ? "meter" : "meters", frames, taken.count());
    }

    void show(const bus::FoundSlave& slave) {
        if (arguments_.json) {
            nlohmann::ordered_json meter{{"primary", slave.primary ? nlohmann::ordered_json(*slave.primary) : nullptr}};
            if (slave.device) {
                meter["secondary"] = bus::secondary_address(*slave.device);
                meter["id"] = fmt::format("{:08X}", slave.device->id);
                meter["manufacturer"] = manufacturer(*slave.device);
                meter["version"] = slave.device->version;
                meter["medium"] = bus::medium_name(slave.device->medium);
            }
            if (slave.fabrication_number)
                meter["fabrication-number"] = fmt::format("{:08X}", *slave.fabrication_number);
            meters_.push_back(std::move(meter));
            return;
        }
        const auto primary = slave.primary ? std::to_string(*slave.primary) : "-";
        if (slave.device)
            fmt::print("{:>7}  {:08X}  {:<12}  {:>7}  {}\n", primary, slave.device->id, manufacturer(*slave.device),
                       slave.device->version, bus::medium_name(slave.device->medium));
        else
            fmt::print("{:>7}  {:<8}\n", primary, "-");
        std::fflush(stdout);
    }

    const ScanArguments& arguments_;
    const bool shows_progress_;
    const std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
    nlohmann::ordered_json meters_ = nlohmann::ordered_json::array();
};

MasterArguments with_order(const ScanArguments& arguments) {
    auto master = arguments.master;
    if (arguments.first_digit_first) master.search_order = bus::DigitOrder::first_digit_first;
    if (arguments.last_digit_first) master.search_order = bus::DigitOrder::last_digit_first;
    return master;
}

int scan(const ScanArguments& arguments) {
    auto mask = bus::every_slave();
    if (!arguments.mask.empty()) {
        const auto wanted = bus::parse_slave_mask(arguments.mask);
        if (!wanted) {
            print_error("otbench scan: {}\n", wanted.error().message);
            return usage_error;
        }
        mask = *wanted;
    }
    if (arguments.first > arguments.last) {
        print_error("otbench scan: --first {} is above --last {}\n", arguments.first, arguments.last);
        return usage_error;
    }
    std::unique_ptr<ScanJournal> journal;
    if (!arguments.resume.empty()) {
        journal = std::make_unique<ScanJournal>(arguments.resume);
        if (const auto wrong = journal->error(); !wrong.empty()) {
            print_error("otbench scan: {}\n", wrong);
            return usage_error;
        }
    }
    OpenMaster open{with_order(arguments), "otbench scan"};
    if (!open.master) return open.exit_code;
    if (journal)
        open.resume(with_order(arguments), journal->known(),
                    [&](const bus::Dialogue& dialogue) { journal->add(dialogue); });
    std::signal(SIGINT, [](int) { interrupted = 1; });
    ScanReport report{arguments};
    std::vector<bus::ScanResult> results;
    if (arguments.primary || !arguments.secondary)
        results.push_back(bus::scan_primary(*open.master, static_cast<std::uint8_t>(arguments.first),
                                            static_cast<std::uint8_t>(arguments.last), report.observer()));
    if (arguments.secondary && interrupted == 0)
        results.push_back(bus::scan_secondary(*open.master, mask, report.observer()));
    return report.finish(results);
}

int resumable_scan(const ScanArguments& arguments) {
    try {
        return scan(arguments);
    } catch (const bus::OtherDialogue& other) {
        print_error("otbench scan: {}: it belongs to another scan: {}\n", arguments.resume, other.what());
        return usage_error;
    } catch (const std::system_error& error) {
        print_error("otbench scan: cannot write {}\n", error.what());
        return environment_error;
    }
}

}  // namespace

void add_scan(CLI::App& app, int& exit_code) {
    CLI::App* verb = app.add_subcommand("scan", "Find the meters on an M-Bus");
    auto arguments = std::make_shared<ScanArguments>();
    verb->add_flag("--primary", arguments->primary, "Ask every primary address (the default)");
    verb->add_flag("--secondary", arguments->secondary, "Search by secondary address");
    verb->add_option("--first", arguments->first, "First primary address to ask, for example 1")
        ->type_name("ADDRESS")
        ->check(whole_number(0, 250))
        ->capture_default_str();
    verb->add_option("--last", arguments->last, "Last primary address to ask, for example 20")
        ->type_name("ADDRESS")
        ->check(whole_number(0, 250))
        ->capture_default_str();
    verb->add_option("--mask", arguments->mask,
                     "Secondary addresses to search, with * or F as wildcard, for example 1427**** or 14273160.ACW.*.*")
        ->type_name("MASK")
        ->default_str("all");
    CLI::Option* const first = verb->add_flag(
        "--first-digit-first", arguments->first_digit_first,
        "Fix the digits of the identification number from the first one on, instead of those first that differ");
    verb->add_flag("--last-digit-first", arguments->last_digit_first,
                   "Fix the digits of the identification number from the last one on")
        ->excludes(first);
    verb->add_option("--resume", arguments->resume,
                     "Keep what was asked and answered in this file, and go on from there when the same scan was "
                     "interrupted, for example scan.log")
        ->type_name("FILE")
        ->default_str("none");
    verb->add_flag("--json", arguments->json, "Print one JSON object at the end instead of a table");
    add_master_options(*verb, arguments->master);
    finish_help(*verb,
                {"otbench scan --from serial:/dev/ttyUSB0", "otbench scan --secondary --from tcp:gateway:10001 --json"},
                "0 done, 1 several meters share an address, 2 invalid option, 3 the endpoint cannot be opened or the "
                "connection was lost, 130 interrupted");
    verb->callback(
        [arguments, &exit_code] { exit_code = with_line("otbench scan", [&] { return resumable_scan(*arguments); }); });
}

}  // namespace otbench::app
