// `otbench trace` on the trace of a real run.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <map>
#include <nlohmann/json.hpp>
#include <sstream>

#include "tests/support/program.hpp"

namespace otbench::tests {
namespace {

using testing::HasSubstr;

class TraceVerb : public testing::Test {
protected:
    static ProgramResult otbench(const std::vector<std::string>& arguments) {
        return run_program(built_program("otbench"), arguments);
    }
    /// Runs a scenario of the library into a folder.
    void run(const std::string& name, const std::string& out, const std::vector<std::string>& more = {}) {
        std::vector<std::string> arguments = {
            "run", source_file("scenarios/library/" + name), "--out", folder / out, "--broker", "internal"};
        arguments.insert(arguments.end(), more.begin(), more.end());
        ASSERT_EQ(otbench(arguments).exit_code, 0);
    }

    TemporaryFolder folder;
};

TEST_F(TraceVerb, prints_a_received_byte_with_its_causes_back_to_the_step) {
    run("cf_echo_2_read.yaml", "run");
    const auto result = otbench(
        {"trace", "query", folder / "run", "--kind", "softuart_rx", "--field", "hex=72", "--to", "4s", "--causes"});
    EXPECT_EQ(result.exit_code, 0);
    EXPECT_THAT(result.out, HasSubstr(" s  softuart_rx boiler pin=13 hex=72\n  "));
    EXPECT_THAT(result.out, HasSubstr("frame direction=answer meter=heat service=RSP_UD"));
    EXPECT_THAT(result.out, HasSubstr("step title=publish trigger/serial/send/105b015c16 line=36"));
    const auto json = otbench({"trace", "query", folder / "run", "--kind", "decode", "--json"});
    EXPECT_EQ(nlohmann::json::parse(json.out).at("manufacturer"), "ACW");
    EXPECT_EQ(otbench({"trace", "query", folder / "run", "--kind", "crash"}).exit_code, 1);
}

TEST_F(TraceVerb, says_what_is_wrong_with_a_query) {
    const auto unknown = otbench({"trace", "query", folder.path(), "--kind", "frames"});
    EXPECT_EQ(unknown.exit_code, 2);
    EXPECT_THAT(unknown.err, HasSubstr("--kind: unknown kind 'frames'; did you mean 'frame'?"));
    const auto missing = otbench({"trace", "query", folder.path()});
    EXPECT_EQ(missing.exit_code, 2);
    EXPECT_THAT(missing.err, HasSubstr("events.jsonl: no such file (expected a folder"));
}

TEST_F(TraceVerb, tells_equal_runs_from_runs_that_differ) {
    run("ping.yaml", "first");
    run("ping.yaml", "second");
    run("silence.yaml", "other");
    const auto equal = otbench({"trace", "diff", folder / "first", folder / "second"});
    EXPECT_EQ(equal.exit_code, 0);
    EXPECT_EQ(equal.out, "");
    const auto different = otbench({"trace", "diff", folder / "first", folder / "other"});
    EXPECT_EQ(different.exit_code, 1);
    EXPECT_THAT(different.out, HasSubstr("only in the second"));
}

TEST_F(TraceVerb, covers_the_faults_that_a_scenario_begins_with_and_those_of_its_steps) {
    write_file(folder / "faults.yaml", R"(name: Faults
version: 2
devices: {boiler: {model: otb-iot, mac: 5c:cf:7f:0b:58:3b}}
bus:
  converter: {tx: boiler.gpio15, rx: boiler.gpio13}
  serial-link: {baud: 2400, faults: {echo: yes}}
  meters: {heat: {profile: itron-cf-echo-2, address: 1, faults: {wrong-checksum: yes}}}
steps:
  - mqtt-faults: {latency: 20ms}
  - {publish: trigger/ping, expect: ok:pong}
)");
    const auto ran = otbench({"run", folder / "faults.yaml", "--broker", "internal", "--out", folder / "run"});
    ASSERT_EQ(ran.exit_code, 0) << ran.err;
    const auto coverage = nlohmann::json::parse(otbench({"trace", "coverage", folder / "run", "--json"}).out);
    std::map<std::string, int> touched;
    for (const auto& [name, count] : coverage.at("faults").items())
        if (count != 0) touched[name] = count;
    EXPECT_EQ(touched, (std::map<std::string, int>{
                           {"meter wrong-checksum", 1}, {"network latency", 1}, {"serial link echo", 1}}));
    EXPECT_EQ(coverage.at("replies").at("trigger/ping: ok:pong"), 1);
}

TEST_F(TraceVerb, writes_a_file_for_perfetto_or_nothing) {
    run("cf_echo_2_read.yaml", "run");
    EXPECT_EQ(otbench({"trace", "perfetto", folder / "run", "-o", folder / "trace.json"}).exit_code, 0);
    const auto events = nlohmann::json::parse(read_file(folder / "trace.json")).at("traceEvents");
    EXPECT_GT(events.size(), 5'000U);
    // Slices of a track follow each other, and the ends of each arrow are in the slices of cause and effect.
    struct Slice {
        nlohmann::json track;
        double from, to;
    };
    std::map<int, Slice> slices;
    std::map<nlohmann::json, double> ends;
    int arrows = 0;
    for (const auto& event : events) {
        if (event.at("ph") != "X") continue;
        const double from = event.at("ts"), to = from + event.at("dur").get<double>();
        const auto [end, is_new] = ends.emplace(event.at("tid"), to);
        if (!is_new) {
            ASSERT_GE(from, end->second - 1e-6) << event;
            end->second = to;
        }
        slices[event.at("args").at("id")] = {event.at("tid"), from, to};
    }
    std::map<int, int> causes;
    std::istringstream lines{read_file(folder / "run/events.jsonl")};
    for (std::string line; std::getline(lines, line);) {
        const auto event = nlohmann::json::parse(line);
        causes[event.at("id")] = event.value("cause", 0);
    }
    for (const auto& event : events) {
        if (event.at("ph") != "s" && event.at("ph") != "f") continue;
        const int id = event.at("id");
        const Slice& slice = slices.at(event.at("ph") == "s" ? causes.at(id) : id);
        const double at = event.at("ts");
        ASSERT_TRUE(event.at("tid") == slice.track && at >= slice.from && at < slice.to - 1e-6) << event;
        ++arrows;
    }
    EXPECT_GT(arrows, 1000);
    const auto failed = otbench({"trace", "perfetto", folder / "run", "-o", "/proc/no-such-folder/trace.json"});
    EXPECT_EQ(failed.exit_code, 3);
    EXPECT_THAT(failed.err, HasSubstr("/proc/no-such-folder/trace.json"));
}

TEST_F(TraceVerb, packs_waves_with_lanes_to_less_than_a_fifteenth_which_gtkwaves_tools_read_back) {
    run("cf_echo_2_read.yaml", "run");
    const auto result = otbench({"trace", "waves", folder / "run"});
    ASSERT_EQ(result.exit_code, 0) << result.err;
    EXPECT_LE(15 * std::filesystem::file_size(folder / "run/view.fst"),
              std::filesystem::file_size(folder / "run/waves.vcd"));
    const auto back = run_program("/usr/bin/fst2vcd", {"-f", folder / "run/view.fst"});
    ASSERT_EQ(back.exit_code, 0) << back.err;
    for (const char* text : {"sREQ_UD2\\040to\\040heat ", "sRSP_UD\\040from\\040heat ", "s5b ",
                             "spublish\\040trigger/serial/send/105b015c16 ", "\nr22.309 "})
        EXPECT_THAT(back.out, HasSubstr(text));
    EXPECT_THAT(read_file(folder / "run/view.gtkw"), HasSubstr("bench.frames\n"));
    EXPECT_THAT(read_file(folder / "run/view.sucl"), HasSubstr("variable_add boiler.rx_bytes\n"));
}

TEST_F(TraceVerb, packs_the_same_waves_to_the_same_bytes_at_any_time) {
    run("ping.yaml", "run");
    for (const char* out : {"one", "two"}) {
        ASSERT_EQ(otbench({"trace", "waves", folder / "run", "--out", folder / out}).exit_code, 0);
        // The header of an FST holds a time of day in seconds; a dump without a date would get the present one.
        EXPECT_THAT(run_program("/usr/bin/fst2vcd", {"-f", folder / out + "/view.fst"}).out, HasSubstr("$date\n\t-"));
    }
    EXPECT_EQ(read_file(folder / "one/view.fst"), read_file(folder / "two/view.fst"));
}

TEST_F(TraceVerb, writes_waves_in_microseconds_that_pulseview_reads) {
    run("cf_echo_2_read.yaml", "run");
    ASSERT_EQ(
        otbench({"trace", "waves", folder / "run", "--format", "pulseview", "--out", folder / "pulseview"}).exit_code,
        0);
    const auto decoded = run_program("/usr/bin/sigrok-cli",
                                     {"-I", "vcd", "-i", folder / "pulseview/view.vcd", "-P",
                                      "uart:rx=rx:tx=tx:baudrate=2400:parity=even,mbus", "-A", "mbus=frame"},
                                     {{"SIGROKDECODE_DIR", source_file("share/sigrok")}});
    EXPECT_THAT(decoded.out, HasSubstr("mbus-1: RSP_UD, address 1, CI 72, 74 bytes of data"));
    EXPECT_EQ(decoded.err, "");
}

TEST_F(TraceVerb, needs_gtkwave_for_packed_waves_only) {
    run("ping.yaml", "run");
    const std::map<std::string, std::string> no_programs = {{"PATH", folder.path()}};
    const auto packed = run_program(built_program("otbench"), {"trace", "waves", folder / "run"}, no_programs);
    EXPECT_EQ(packed.exit_code, 3);
    EXPECT_THAT(packed.err, HasSubstr("vcd2fst not found (expected GTKWave to be installed, or --format vcd)"));
    const auto plain =
        run_program(built_program("otbench"), {"trace", "waves", folder / "run", "--format", "vcd"}, no_programs);
    EXPECT_EQ(plain.exit_code, 0) << plain.err;
    EXPECT_THAT(read_file(folder / "run/view.vcd"), HasSubstr("spublish\\x20"));
    EXPECT_FALSE(std::filesystem::exists(folder / "run/view.fst"));
}

TEST_F(TraceVerb, leaves_nothing_of_waves_that_it_cannot_read) {
    run("ping.yaml", "run");
    write_file(folder / "run/waves.vcd", read_file(folder / "run/waves.vcd") + "hello\n");
    const auto result = otbench({"trace", "waves", folder / "run", "--out", folder / "out"});
    EXPECT_EQ(result.exit_code, 2);
    EXPECT_THAT(result.err, HasSubstr("waves.vcd: line "));
    EXPECT_TRUE(std::filesystem::is_empty(folder / "out"));
}

}  // namespace
}  // namespace otbench::tests
