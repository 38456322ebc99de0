// A device that is sent anything for hours answers every command, or restarts.

#include <gtest/gtest.h>

#include <array>
#include <random>
#include <set>

#include "device_bench.hpp"
#include "firmware_model/commands.hpp"

namespace otbench::firmware {
namespace {

using namespace std::chrono_literals;

constexpr int commands_to_send = 10000;

class RandomCommands {
public:
    /// A path of the command table with some spelling of each level and any arguments, or nothing of the sort.
    std::string next() {
        if (pick(20) == 0) return octets();
        std::string text;
        const auto table = command_table();
        auto path = table[pick(table.size())].path;
        while (leads_astray(path)) path = table[pick(table.size())].path;
        for (auto level = take(path, '/'); !level.empty(); level = take(path, '/')) {
            text += (text.empty() ? "" : "/") + (level.front() == '<' ? value() : spelling(level));
        }
        for (std::size_t i = pick(5); i-- > 0;) text += "/" + value();
        return text.substr(0, pick(10) == 0 ? pick(text.size() + 1) : text.size());
    }

private:
    /// What leaves the device without its broker for good.
    static bool leads_astray(std::string_view path) {
        constexpr std::array<std::string_view, 4> paths = {"set/config/wifi", "set/config/mqtt", "trigger/wipe",
                                                           "trigger/reset"};
        return std::any_of(paths.begin(), paths.end(),
                           [path](std::string_view p) { return path.substr(0, p.size()) == p; });
    }
    static std::string_view take(std::string_view& text, char separator) {
        const auto end = text.find(separator);
        const auto head = text.substr(0, end);
        text = end == std::string_view::npos ? std::string_view{} : text.substr(end + 1);
        return head;
    }
    std::size_t pick(std::size_t count) { return random_() % count; }
    std::string spelling(std::string_view names) {
        std::string name;
        for (std::size_t i = pick(3) + 1; i-- > 0 && !names.empty();) name = take(names, '|');
        return name;
    }
    std::string value() {
        static const std::array<std::string, 24> values = {
            "0",  "1",  "4",   "13",   "16",     "17",  "-1",  "260", "48", "4b", "28-0115818f2dff",    "x",
            "on", "ff", "all", "dump", "enable", "8x8", "1.2", "%n",  "::", "",   std::string(63, 'a'), "105b015c16"};
        return values.at(pick(values.size()));
    }
    std::string octets() {
        std::string text;
        for (std::size_t i = pick(80); i-- > 0;) text += static_cast<char>(pick(256));
        return text;
    }

    std::mt19937 random_{20240229};  // NOLINT: the same each time
};

TEST(MixedRun, answers_every_command_or_restarts) {
    DeviceBench bench;
    bench.device.parts().sensors = {{"28-0115818f2dff", 20.5}};
    bench.device.power_on();
    bench.run_for(5s);
    RandomCommands commands;
    for (int i = 0; i < commands_to_send; ++i) {
        bench.network.deliver({mqtt::Publish{bench.device.command_topic(), commands.next()}});
        bench.run_for(5ms);
    }
    bench.run_for(20s);

    std::set<Cause> answered;
    std::size_t sent = 0;
    std::size_t restarts = 0;
    for (const auto& event : bench.events.events) {
        const auto payload = event.text("payload");
        const bool is_reply = payload.substr(0, 2) == "ok" || payload.substr(0, 5) == "error";
        if (event.kind == "publish" && is_reply) answered.insert(event.cause);
        if (event.kind == "command") ++sent;
        if (event.kind == "boot") ++restarts;
    }
    EXPECT_GT(sent, commands_to_send / 10);
    EXPECT_GE(answered.size() + restarts, sent);
    EXPECT_TRUE(bench.device.is_ready());
}

}  // namespace
}  // namespace otbench::firmware
