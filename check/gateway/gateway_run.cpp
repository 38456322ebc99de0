#include "check/gateway/gateway_run.hpp"

#include <fmt/format.h>

#include <memory>
#include <optional>

#include "base/config/regex.hpp"
#include "base/input_file.hpp"
#include "base/temporary_folder.hpp"
#include "base/text.hpp"
#include "check/gateway/session.hpp"
#include "check/judge/verdict.hpp"
#include "check/run/emulated_line.hpp"
#include "sim/host/broker/served_broker.hpp"
#include "sim/host/emulation/emulation.hpp"
#include "sim/host/process/companion_process.hpp"
#include "sim/host/process/worker_pool.hpp"

namespace otbench::check {
namespace {

using namespace std::chrono_literals;
using Clock = MqttJournal::Clock;

constexpr Nanoseconds tick = 5ms;
constexpr Nanoseconds settle_time = 150ms;  // for the end of what is still on the line

/// The program of a gateway, in a folder of its own.
class GatewayProgram {
public:
    GatewayProgram(const GatewayOptions& options, const Replacements& places, const std::string& folder)
        : log_(folder + "/gateway.log") {
        if (options.gateway.start.empty()) return;
        sim::ChildProgram program;
        const std::string command =
            checked(replaced(options.gateway, options.gateway.start, "the command that starts the gateway", places));
        program.command = {"/bin/sh", "-c", fmt::format("cd '{}' && {}", folder, command)};
        program.log_file = log_;
        process_ = std::make_unique<sim::CompanionProcess>(program);
    }

    /// Throws when the program has ended.
    void require_running() const {
        const auto end = process_ ? process_->ended() : std::nullopt;
        if (!end) return;
        const auto printed = read_whole_file(log_, "the output of a gateway");
        throw std::runtime_error{fmt::format("the gateway ended with exit code {}: {}", end->code,
                                             printed ? trimmed(*printed) : std::string_view{})};
    }

private:
    std::string log_;
    std::unique_ptr<sim::CompanionProcess> process_;
};

std::string endpoint_for(const GatewayOptions& options, const std::string& folder) {
    if (!options.device_endpoint.empty()) return options.device_endpoint;
    return options.gateway.endpoint == "pty" ? "pty:" + folder + "/line" : "tcp-listen:127.0.0.1:0";
}

/// Why the gateway cannot be judged in this case; empty if it can.
std::string missing_action(const Case& judged, const Gateway& gateway) {
    for (const Ask& ask : judged.asks) {
        std::string_view action = ask.action;
        for (const auto& [name, value] : ask.words)
            if (name == "script") action = value;
        if (!is_deed(action) && gateway.commands.count(action) == 0)
            return fmt::format("the gateway has no messages for {}", action);
    }
    return {};
}

std::size_t boots_in(const MqttJournal& journal, const std::string& pattern) {
    if (pattern.empty()) return 0;
    const auto boot = config::Regex::compile(pattern).value();  // checked when read
    const auto& answers = journal.answers();
    return std::size_t(std::count_if(answers.begin(), answers.end(),
                                     [&](const std::string& answer) { return boot.found_in(answer); }));
}

void run_gateway(const Case& judged, const GatewayOptions& options, Evidence& evidence) {
    const TemporaryFolder folder;
    const auto start = Clock::now();
    Journal line_journal;
    MqttJournal mqtt{options.gateway.answers, start};
    sim::ServedBroker broker{options.broker_host, options.broker_port,
                             [&](bool from_client, const auto& packet) { mqtt.add(from_client, packet); }};
    sim::Emulation emulation{line_journal};
    emulation.capture([&](const std::string&) -> bus::LineCapture& { return line_journal.capture(); });
    Line line = judged.line;
    line.baud = options.gateway.baud;
    const auto reached = emulation.add(described(line, endpoint_for(options, folder.path())),
                                       meters::ProfileIndex{options.profile_folders});
    Replacements places = words_of(line, reached.front());
    places["broker-host"] = options.broker_host;
    places["broker-port"] = std::to_string(broker.port());
    places["otbench"] = options.otbench;
    GatewaySession session{judged, options.gateway, broker, mqtt};
    const GatewayProgram program{options, places, folder.path()};
    std::optional<Nanoseconds> end;
    emulation.run(tick, [&] {
        broker.poll();
        if (mqtt.notes().empty()) program.require_running();
        if (!end && !session.go_on()) end = mqtt.now();
        if (end && mqtt.now() > std::max(*end, line_journal.last_activity()) + settle_time) emulation.stop();
    });
    if (!end) throw sim::Interrupted{};
    line_journal.finish();
    evidence.frames = line_journal.frames();
    evidence.runs = session.runs();
    evidence.mqtt = mqtt.notes();
    evidence.boots = boots_in(mqtt, options.gateway.boot);
    evidence.baud = line.baud;
}

}  // namespace

CaseResult run_gateway_case(const Case& judged, std::string_view group, const GatewayOptions& options) {
    const auto start = Clock::now();
    CaseResult result = blank_result(judged, group, options.replay);
    result.reason = missing_action(judged, options.gateway);
    if (!result.reason.empty()) return result;
    run_gateway(judged, options, result.evidence);
    judge(judged, result);
    result.seconds = std::chrono::duration<double>(Clock::now() - start).count();
    return result;
}

}  // namespace otbench::check
