// otbench poll: reads meters again and again.

#include <CLI/CLI.hpp>
#include <chrono>
#include <csignal>
#include <memory>
#include <thread>

#include "app/help.hpp"
#include "app/master/master_options.hpp"
#include "app/poll/poll_plan.hpp"
#include "app/poll/poll_sinks.hpp"
#include "app/print_error.hpp"
#include "app/verbs.hpp"
#include "base/config/text_file.hpp"

namespace otbench::app {
namespace {

using Clock = std::chrono::steady_clock;
constexpr const char* verb_name = "otbench poll";
constexpr int some_missing = 1;
volatile std::sig_atomic_t stopped = 0;

struct PollArguments {
    std::string plan;
    int rounds = 0;  ///< 0: until interrupted
};

class Poller {
public:
    explicit Poller(const PollPlan& plan) : plan_(plan), sinks_(plan) {}

    void round() {
        for (const auto& bus : plan_.buses)
            if (stopped == 0) poll(bus);
        for (const auto& trouble : sinks_.deliver()) print_error("{}: {}; the readings wait\n", verb_name, trouble);
    }
    [[nodiscard]] std::size_t gaps() const { return gaps_; }

private:
    static PolledMeter taken_now(const PollPlan::Bus& bus, const PollPlan::Meter& meter) {
        return {bus.name, meter.name, std::chrono::system_clock::now().time_since_epoch()};
    }

    void poll(const PollPlan::Bus& bus) {
        MasterArguments arguments;
        arguments.from = bus.from;
        arguments.baud = bus.baud;
        arguments.parity = bus.parity;
        arguments.style = bus.style;
        arguments.allowance_ms =
            static_cast<int>(std::chrono::duration_cast<std::chrono::milliseconds>(bus.allowance).count());
        std::unique_ptr<OpenMaster> open;
        for (const auto& meter : bus.meters) {
            if (stopped != 0) return;
            std::string why = "the bus cannot be reached";
            for (int attempt = 0; attempt < plan_.attempts && !why.empty(); ++attempt) {
                if (!open || !open->master) open = std::make_unique<OpenMaster>(arguments, verb_name);
                if (open->master) why = read(bus, meter, *open);
            }
            if (!why.empty()) mark(taken_now(bus, meter), why);
        }
    }

    /// Reads and stores; why not, empty when it did.
    std::string read(const PollPlan::Bus& bus, const PollPlan::Meter& meter, OpenMaster& open) {
        bus::Readout readout;
        try {
            readout = read_target(*open.master, meter.target);
        } catch (const bus::LineLost& lost) {
            open.master.reset();
            return lost.what();
        }
        if (readout.end != bus::Readout::End::complete) return std::string{describe(readout.end)};
        const auto taken = taken_now(bus, meter);
        std::vector<bus::AnswerFrame> frames;
        for (const auto& telegram : readout.telegrams) {
            const auto frame = bus::parse_frame(telegram);
            frames.push_back({frame->control, frame->ci, frame->data,
                              std::chrono::duration_cast<std::chrono::seconds>(taken.at).count(), frame->address});
        }
        const auto reading = bus::read_answers(frames);
        if (!reading) return std::string{bus::describe(reading.error().error)};
        sinks_.store(taken, *reading);
        return {};
    }

    void mark(const PolledMeter& meter, std::string why) {
        ++gaps_;
        for (char& c : why)
            if (c == '"' || c == '\\' || c == ',') c = ' ';  // it goes into files as it is
        print_error("{}: {}/{}: {}\n", verb_name, meter.bus, meter.name, why);
        sinks_.gap(meter, why);
    }

    const PollPlan& plan_;
    PollSinks sinks_;
    std::size_t gaps_ = 0;
};

/// Waits until `time`, or until a signal comes.
void wait_until(Clock::time_point time) {
    constexpr std::chrono::milliseconds piece{200};
    while (stopped == 0 && Clock::now() < time)
        std::this_thread::sleep_for(std::min<Clock::duration>(piece, time - Clock::now()));
}

int poll(const PollArguments& arguments) {
    config::Diagnostics unreadable{arguments.plan};
    const auto complain = [](const std::vector<config::Diagnostic>& mistakes) {
        for (const auto& mistake : mistakes) print_error("{}\n", to_string(mistake));
        return usage_error;
    };
    const auto text = config::read_text_file(arguments.plan, "a plan", unreadable);
    if (!text) return complain(unreadable.take_all());
    const auto plan = read_poll_plan(*text, arguments.plan);
    if (!plan) return complain(plan.error());
    for (const int signal : {SIGINT, SIGTERM}) std::signal(signal, [](int) { stopped = 1; });
    Poller poller{*plan};
    auto next = Clock::now();
    for (int round = 0; stopped == 0 && (arguments.rounds == 0 || round < arguments.rounds); ++round) {
        if (round > 0) wait_until(next);
        if (stopped != 0) break;
        poller.round();
        do next += std::chrono::duration_cast<Clock::duration>(plan->every);
        while (next < Clock::now());  // a round that took too long costs the next ones
    }
    return poller.gaps() > 0 && arguments.rounds > 0 ? some_missing : 0;
}

}  // namespace

void add_poll(CLI::App& app, int& exit_code) {
    CLI::App* verb = app.add_subcommand("poll", "Read meters at intervals, and store the readings");
    auto arguments = std::make_shared<PollArguments>();
    verb->add_option("PLAN", arguments->plan,
                     "File PLAN.yaml with buses and meters, intervals, and the destinations of readings")
        ->required();
    verb->add_option("--rounds", arguments->rounds, "Rounds until the end, for example 1; 0 runs until interrupted")
        ->type_name("COUNT")
        ->check(whole_number(0, 1000000))
        ->capture_default_str();
    finish_help(
        *verb, {"otbench poll house.yaml", "otbench poll house.yaml --rounds 1"},
        "0 done, 1 some meters were not read in --rounds, 2 invalid option or plan, 3 a file cannot be written");
    verb->callback([arguments, &exit_code] { exit_code = poll(*arguments); });
}

}  // namespace otbench::app
