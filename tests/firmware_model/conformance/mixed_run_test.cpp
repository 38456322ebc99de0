// Ten thousand seeded commands and octets, good and bad, on one device: what must hold whatever comes.

#include <gtest/gtest.h>
#include <malloc.h>
#include <sys/wait.h>
#include <unistd.h>

#include <nlohmann/json.hpp>
#include <optional>
#include <streambuf>
#include <string>
#include <vector>

#include "firmware_model/conformance/random_commands.hpp"
#include "firmware_model/conformance/trace_player.hpp"

namespace otbench::firmware {
namespace {

using namespace std::chrono_literals;

constexpr int step_count = 10'000;
constexpr int rx_pin = 13;

/// Makes the steps: commands of the tree with fitting and unfitting arguments, noise, received octets, trouble.
class Dice {
public:
    explicit Dice(std::uint64_t seed) : commands_(seed) {}

    TraceCase::Step random_step() {
        const auto kind = commands_.below(100);
        if (kind < 80) return {TraceCase::Deliver{{message(commands_.next())}}, 30ms};
        if (kind < 90) return {TraceCase::Deliver{{message(noise())}}, 30ms};
        if (kind < 99) return {octets(), 500ms};
        return {TraceCase::BrokerDrop{true, false}, 8s};
    }

private:
    std::string noise() {
        std::string text;
        for (auto length = commands_.below(200); length > 0; --length) text += static_cast<char>(commands_.below(256));
        return text;
    }

    static mqtt::Publish message(std::string payload) {
        mqtt::Publish publish;
        publish.topic = "/otb-iot/5ccf7f2ab91c";
        publish.payload = std::move(payload);
        return publish;
    }

    TraceCase::DriveEdges octets() {
        TraceCase::DriveEdges drive{rx_pin, {{0ns, true}}};
        Nanoseconds at = 1ms;
        const bus::UartFormat format{2400, bus::Parity::even, 1};
        for (auto count = commands_.below(60); count > 0; --count)
            at = bus::append_uart_edges(format, static_cast<std::uint8_t>(commands_.below(256)), at, drive.edges);
        return drive;
    }

    RandomCommands commands_;
};

TraceCase mixed_case() {
    constexpr std::uint64_t seed = 20200315;
    Dice dice{seed};
    TraceCase trace_case;
    trace_case.steps.push_back({TraceCase::PowerOn{}, 10s});
    for (int i = 0; i < step_count; ++i) trace_case.steps.push_back(dice.random_step());
    return trace_case;
}

/// Takes a trace as it is written, line by line, and keeps what the checks need instead of the text.
class Witness : public std::streambuf {
public:
    struct Step {
        int replies = 0;
        bool restarts = false;       ///< it asked for a restart, crashed or booted
        bool was_connected = false;  ///< at its beginning
    };

    std::vector<Step> steps = std::vector<Step>(step_count + 1);
    std::size_t hash = 0;
    std::vector<std::size_t> heap;  ///< octets in use at the quarters of the run

protected:
    int_type overflow(int_type c) override {
        if (c != '\n') {
            line_ += static_cast<char>(c);
            return c;
        }
        hash = hash * 31 + std::hash<std::string>{}(line_);
        read_event(nlohmann::json::parse(line_));
        line_.clear();
        return c;
    }

private:
    void read_event(const nlohmann::json& event) {
        const int index = event.at("step").get<int>();
        if (index < 0) return;
        while (step_ < index) {
            steps[static_cast<std::size_t>(++step_)].was_connected = connected_;
            if (step_ % (step_count / 4) == 0) heap.push_back(mallinfo2().uordblks);
        }
        Step& step = steps[static_cast<std::size_t>(index)];
        const auto kind = event.at("kind").get<std::string>();
        if (kind == "reset" || kind == "crash" || kind == "boot" || kind == "assert") step.restarts = true;
        if (kind == "reset" || kind == "crash" || kind == "boot" || kind == "tcp_connect") connected_ = false;
        if (kind != "publish") return;
        const auto payload = event.value("payload", "");
        if (payload.rfind("booted", 0) == 0) connected_ = true;
        step.replies += payload.rfind("ok", 0) == 0 || payload.rfind("error", 0) == 0 || event.contains("payload_hex");
    }

    std::string line_;
    int step_ = -1;
    bool connected_ = false;
};

TEST(MixedRun, answers_each_command_that_reaches_a_running_device_and_keeps_its_memory) {
    const TraceCase trace_case = mixed_case();
    Witness witness;
    std::ostream out{&witness};
    play_trace(trace_case, out);

    int answered = 0;
    for (std::size_t i = 1; i < witness.steps.size(); ++i) {
        const auto* delivery = std::get_if<TraceCase::Deliver>(&trace_case.steps[i].action);
        const auto& step = witness.steps[i];
        if (delivery == nullptr || !step.was_connected || step.restarts) continue;
        EXPECT_GE(step.replies, 1) << "step " << i;
        ++answered;
    }
    EXPECT_GT(answered, step_count / 4);  // resets take their share
    ASSERT_EQ(witness.heap.size(), 5U);
    constexpr std::size_t slack = 256 * 1024;
    EXPECT_LT(witness.heap[4], witness.heap[1] + slack);
}

/// The hash of a run in a process of its own; SystemC elaborates only once in each.
std::size_t hash_of_a_run() {
    int ends[2];
    if (pipe(ends) != 0) return 0;
    if (const pid_t child = fork(); child == 0) {
        Witness witness;
        std::ostream out{&witness};
        play_trace(mixed_case(), out);
        const bool written = write(ends[1], &witness.hash, sizeof witness.hash) == sizeof witness.hash;
        _exit(written ? 0 : 1);
    }
    close(ends[1]);
    std::size_t hash = 0;
    const bool complete = read(ends[0], &hash, sizeof hash) == sizeof hash;
    close(ends[0]);
    wait(nullptr);
    return complete ? hash : 0;
}

TEST(MixedRun, is_the_same_each_time) {
    const std::size_t hash = hash_of_a_run();
    EXPECT_NE(hash, 0U);
    EXPECT_EQ(hash, hash_of_a_run());
}

}  // namespace
}  // namespace otbench::firmware
