#include "sim/device/board_player.hpp"

#include <fmt/format.h>

#include <sstream>
#include <stdexcept>

#include "base/event_kinds.hpp"
#include "base/text.hpp"
#include "firmware_model/conformance/board_view.hpp"
#include "firmware_model/conformance/trace_writer.hpp"
#include "sim/host/master/device_commands.hpp"
#include "sim/host/master/port_line.hpp"
#include "sim/host/process/command.hpp"
#include "sim/host/process/worker_pool.hpp"

namespace otbench::sim {
namespace {

using Clock = DeviceCommands::Clock;

constexpr std::chrono::seconds switching_limit{30};    // for a program that switches the power
constexpr std::chrono::seconds start_limit{60};        // from power-on to the first reply
constexpr std::chrono::milliseconds ping_limit{1000};  // until the next one is sent
constexpr std::chrono::milliseconds quiet{150};        // nothing more comes
constexpr std::chrono::milliseconds slice{5};

bool is_pong(const std::string& payload) {
    return payload == "ok:pong";
}

class BoardPlayer {
public:
    explicit BoardPlayer(const BoardSettings& settings)
        : settings_(settings), line_(settings.serial, firmware::board_line_format), commands_(settings.address) {}

    void start() {
        if (!settings_.switch_on.empty()) {
            switch_power(settings_.switch_off);
            switch_power(settings_.switch_on);
        }
        const auto end = Clock::now() + (settings_.switch_on.empty() ? DeviceCommands::reply_limit : start_limit);
        do {
            commands_.publish("trigger/ping");
            if (pong_within(ping_limit)) return drain();
        } while (Clock::now() < end && !interrupted);
        commands_.fail("trigger/ping", "was not answered");
    }

    void play(int number, const firmware::BoardAction& action) {
        writer_.enter_step(number);
        const auto start = Clock::now();
        const auto end = start + action.pause;
        if (action.octets.empty())
            commands_.publish(action.command);
        else
            line_.send(action.octets);
        Clock::time_point last = start;
        while (!interrupted && (Clock::now() < end || Clock::now() < last + quiet)) {
            if (take()) last = Clock::now();
        }
    }

    [[nodiscard]] std::string trace() const { return trace_.str(); }

private:
    static void switch_power(const std::vector<std::string>& command) {
        const auto result = run_command(command, switching_limit);
        if (result.exit.signal != 0 || result.exit.code != 0)
            throw std::runtime_error{
                fmt::format("'{}' ended with exit code {}", fmt::join(command, " "), result.exit.code)};
    }

    bool pong_within(std::chrono::milliseconds limit) {
        const auto end = Clock::now() + limit;
        while (const auto reply = commands_.next(end - Clock::now())) {
            if (is_pong(*reply)) return true;
        }
        return false;
    }

    /// What still comes of the time before does not count.
    void drain() {
        while (commands_.next(quiet)) {
        }
        (void)line_.receive(Nanoseconds{});
    }

    /// Whether something came.
    bool take() {
        bool came = false;
        while (const auto reply = commands_.next(came ? Nanoseconds{} : Nanoseconds{slice})) {
            came = true;
            record(event::mqtt_tx, {{"type", "PUBLISH"}, {"topic", "/status"}, {"payload", *reply}});
        }
        const auto octets = line_.receive(slice);
        if (octets.empty()) return came;
        record(event::uart_tx, {{"origin", "line"}, {"hex", hex_text(octets)}});
        return true;
    }

    void record(std::string_view kind, std::initializer_list<EventField> fields) {
        writer_.record(Clock::now() - begin_, kind, Cause::none, fields);
    }

    const BoardSettings& settings_;
    PortLine line_;
    DeviceCommands commands_;
    const Clock::time_point begin_ = Clock::now();
    std::ostringstream trace_;
    firmware::TraceWriter writer_{trace_, {}, true};
};

}  // namespace

std::string play_on_board(const BoardSettings& settings, const std::vector<std::string>& steps) {
    BoardPlayer player{settings};
    player.start();
    int number = 0;
    for (const auto& step : steps) player.play(++number, firmware::board_action(step));
    return player.trace();
}

}  // namespace otbench::sim
