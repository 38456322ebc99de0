// Version 2 of the scenario language, as it runs: variables, loops, phases, patterns.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "tests/e2e/scenario_run.hpp"

namespace otbench::tests {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

class Language : public testing::Test {
protected:
    /// Runs a scenario with these lines behind its device.
    ProgramResult run(const std::string& lines) {
        write_file(folder / "a.yaml",
                   "name: A\nversion: 2\nbroker: internal\ndevices:\n  boiler: {model: otb-iot, mac: "
                   "5c:cf:7f:0b:58:3b}\n" +
                       lines);
        return otbench({"run", folder / "a.yaml", "--out", folder / "out"});
    }
    nlohmann::json result() {
        return nlohmann::json::parse(read_file(folder / "out/summary.json")).at("results").at(0);
    }
    std::vector<std::string> titles() {
        std::vector<std::string> titles;
        const auto whole = result();
        for (const auto& step : whole.at("steps")) titles.push_back(step.at("title"));
        return titles;
    }

    const TemporaryFolder folder;
};

// The bench hears what it publishes on topics that a step looks at.
constexpr const char* energies = R"yaml(
steps:
  - publish: '{"state": {"energy": "9730 kWh", "on": true}}'
    topic: test/meter
    expect: {json: {/state/energy: 9.73 MWh ± 1 %, /state/on: true}, topic: test/meter}
    save: {before: /state/energy, word: '"(on)"'}
  - publish: 'energy is ${before}, ${word}'
    topic: test/meter
    expect: {status: 'energy is 9730 kWh, on', topic: test/meter}
    save: {after: 'is (\d+)'}
  - let: {rise: after + 10 - before}
)yaml";

TEST_F(Language, saves_what_came_and_compares_it_later) {
    const auto passed = run(energies + std::string{"  - check: rise == 10\n"});
    EXPECT_EQ(passed.exit_code, 0) << passed.out << passed.err;
    const auto failed = run(energies + std::string{"  - check: rise > 10\n"});
    EXPECT_EQ(failed.exit_code, 1);
    EXPECT_THAT(failed.out, HasSubstr("expected  rise > 10\n"));
    EXPECT_THAT(failed.out, HasSubstr("got       rise = 10\n"));
}

TEST_F(Language, fails_when_the_value_to_save_is_missing) {
    EXPECT_EQ(run("steps:\n  - {publish: trigger/ping, expect: ok:pong, save: {x: '[0-9]+'}}\n").exit_code, 1);
    EXPECT_EQ(result().at("steps")[0].at("checks")[1].at("got"), "ok:pong");
    EXPECT_EQ(run("steps:\n  - {publish: trigger/ping, expect: ok:pong, save: {x: /a}}\n").exit_code, 1);
    EXPECT_EQ(result().at("steps")[0].at("checks")[1].at("got"), "invalid JSON");
}

TEST_F(Language, quotes_saved_text_in_regular_expressions) {
    const auto outcome =
        run("steps:\n"
            "  - {publish: 'a.b', topic: test/x, expect: {status: 'a.b', topic: test/x}, save: {x: '.*'}}\n"
            "  - {publish: 'acb', topic: test/x, expect: {not: {regex: '^${x}$'}, topic: test/x}}\n"
            "  - {publish: 'a.b', topic: test/x, expect: {regex: '^${x}$', topic: test/x}}\n");
    EXPECT_EQ(outcome.exit_code, 0) << outcome.out << outcome.err;
}

TEST_F(Language, sets_meters_to_saved_values_and_notes_them) {
    const std::string meter = "bus: {meters: {heat: {profile: itron-cf-echo-2, address: 1}}}\n";
    const auto passed =
        run(meter +
            "steps:\n  - let: {n: 10 * 7}\n  - {meter: heat, set: {energy: '${n} kWh'}}\n  - note: now ${n}\n"
            "  - {read: heat, expect: {energy: 70 kWh}}\n");
    EXPECT_EQ(passed.exit_code, 0) << passed.out << passed.err;
    EXPECT_THAT(passed.out, HasSubstr("now 70\n"));
    EXPECT_THAT(run(meter + "steps: [{meter: heat, set: {energy: '${m} kWh'}}]\n").err,
                HasSubstr("unknown placeholder '${m}'"));
}

TEST_F(Language, says_what_a_condition_without_variables_is) {
    EXPECT_THAT(run("steps: [check: 1 > 2]\n").out, HasSubstr("got       false\n"));
}

TEST_F(Language, refuses_loops_without_rounds_or_with_values_that_are_no_text) {
    const auto mistakes = run("steps:\n  - repeat: {for: {a: []}, steps: [note: x]}\n"
                              "  - repeat: {for: {a: [[1], {b: 2}]}, steps: [note: x]}\n"
                              "  - repeat: {for: {a b: [1]}, steps: [note: x]}\n"
                              "  - repeat: {count: 2, for: {a: [1]}, steps: [note: x]}\n")
                              .err;
    EXPECT_THAT(mistakes, HasSubstr(":7:19: 'for' must be one name with a list of values"));
    EXPECT_THAT(mistakes, HasSubstr(":8:24: 'a' must be text, not a list"));
    EXPECT_THAT(mistakes, HasSubstr(":8:29: 'a' must be text, not a mapping"));
    EXPECT_THAT(mistakes, HasSubstr(":9:20: invalid name 'a b'"));
    EXPECT_THAT(mistakes, HasSubstr(":10:29: 'count' and 'for' exclude each other"));
}

TEST_F(Language, finds_a_connection_closed_that_the_broker_closed_in_an_earlier_step) {
    const std::string taken =
        "steps:\n  - mqtt-client: {name: a, connect: {id: same}}\n"
        "  - mqtt-client: {name: b, connect: {id: same}}\n  - wait: 1s\n";
    EXPECT_EQ(run(taken + "  - mqtt-client: {name: a, expect-closed: 1s}\n").exit_code, 0);
    EXPECT_EQ(run("steps:\n  - mqtt-client: {name: a, connect: {id: x}, disconnect: lost}\n"
                  "  - mqtt-client: {name: a, expect-closed: 1s}\n")
                  .exit_code,
              1);
}

TEST_F(Language, leaves_a_loop_when_its_condition_is_met) {
    const std::string loop =
        "steps:\n  - let: {n: 0}\n  - repeat: {count: 5, until: n >= 2, steps: [let: {n: n + 1}]}\n";
    const auto passed = run(loop + "  - check: n == 2\n");
    EXPECT_EQ(passed.exit_code, 0) << passed.out;
    EXPECT_THAT(titles(), ElementsAre("let", "let", "let", "until n >= 2", "check n == 2"));
    EXPECT_THAT(passed.out, HasSubstr("passed: 5 of 5 steps"));
    const auto failed =
        run("steps:\n  - let: {n: 0}\n  - repeat: {count: 2, until: n > 9, steps: [let: {n: n + 1}]}\n");
    EXPECT_EQ(failed.exit_code, 1);
    EXPECT_THAT(failed.out, HasSubstr("got       n = 2 after 2 rounds"));
}

TEST_F(Language, skips_and_counts_the_steps_after_a_failure_but_not_the_teardown) {
    const auto outcome =
        run("setup: [note: begin]\nsteps: [check: 1 > 2, note: middle, note: middle]\nteardown: [note: end]\n");
    EXPECT_EQ(outcome.exit_code, 1);
    EXPECT_THAT(titles(), ElementsAre("note begin", "check 1 > 2", "note end"));
    EXPECT_THAT(outcome.out, HasSubstr("failed: 3 of 5 steps, 2 skipped, "));
    EXPECT_EQ(result().at("steps_skipped"), 2);
}

TEST_F(Language, goes_on_after_a_soft_failure) {
    EXPECT_EQ(run("steps: [{check: 1 > 2, soft: yes}, {note: next}]\n").exit_code, 1);
    EXPECT_THAT(titles(), ElementsAre("check 1 > 2", "note next"));
    EXPECT_EQ(run("steps: [{check: 1 < 2, soft: yes}, {note: next}]\n").exit_code, 0);
}

TEST_F(Language, measures_reply_times) {
    EXPECT_EQ(run("steps:\n  - {publish: trigger/ping, expect: {contains: pong, after: 1ms, within: 2s}}\n").exit_code,
              0);
    const auto check = result().at("steps")[0].at("checks")[0];
    EXPECT_EQ(check.at("what"), "reply time");
    EXPECT_EQ(check.at("measured").at("min"), 1.0);
    EXPECT_EQ(check.at("measured").at("max"), 2000.0);
    EXPECT_GT(check.at("measured").at("value"), 1.0);
    EXPECT_EQ(run("steps:\n  - {publish: trigger/ping, expect: {contains: pong, after: 1s, within: 2s}}\n").exit_code,
              1);
}

TEST_F(Language, publishes_to_whole_topics_without_a_device) {
    const std::string head = "name: A\nversion: 2\nbroker: internal\nsteps:\n";
    write_file(folder / "a.yaml",
               head +
                   "  - {publish: hello, topic: test/x, expect: {status: hello, topic: test/x}}\n"
                   "  - {publish: again, topic: test/x}\n  - expect-message: {prefix: ag, topic: test/x}\n");
    const auto passed = otbench({"run", folder / "a.yaml"});
    EXPECT_EQ(passed.exit_code, 0) << passed.out << passed.err;
    write_file(folder / "a.yaml", head +
                                      "  - {publish: hello, topic: test/x, expect: hello}\n"
                                      "  - expect-message: hello\n");
    const auto refused = otbench({"validate", folder / "a.yaml"});
    EXPECT_EQ(refused.exit_code, 2);
    EXPECT_THAT(refused.err, HasSubstr("a.yaml:5:5: this step needs a device (expected 'devices' in the scenario)"));
    EXPECT_THAT(refused.err, HasSubstr("a.yaml:6:5: this step needs a device (expected 'devices' in the scenario)"));
}

TEST_F(Language, counts_messages_in_a_time) {
    const std::string ticks =
        "steps:\n  - repeat: {count: 4, steps: [{publish: tick, topic: test/x}]}\n  - {publish: other, topic: test/x}\n"
        "  - {expect-message: {contains: tick, topic: test/x, within: 2s, rate: ";
    EXPECT_EQ(run(ticks + "4}}\n").exit_code, 0);
    const auto step = result().at("steps").back();
    const auto check = step.at("checks")[0];
    EXPECT_EQ(check.at("what"), "rate on test/x");
    EXPECT_EQ(check.at("expected"), "4 in 2 s: a payload that contains tick");
    EXPECT_EQ(check.at("got"), "4 in 2 s");
    EXPECT_EQ(check.at("measured").dump(), R"({"max":2.0,"min":2.0,"unit":"1/s","value":2.0})");
    EXPECT_EQ(step.at("ended_ns").get<std::int64_t>() - step.at("started_ns").get<std::int64_t>(), 2'000'000'000);
    EXPECT_EQ(run(ticks + "5 ..}}\n").exit_code, 1);
    EXPECT_EQ(run(ticks + ".. 3}}\n").exit_code, 1);
    EXPECT_EQ(run("steps: [{expect-message: {topic: test/x, within: 2s, rate: 0}}]\n").exit_code, 0);
}

TEST_F(Language, takes_what_the_scenarios_of_a_folder_share) {
    std::filesystem::create_directory(folder / "suite");
    write_file(folder / "suite/folder.yaml",
               "broker: internal\ndevices: {boiler: {model: otb-iot, mac: 5c:cf:7f:0b:58:3b}}\n"
               "setup: [{publish: trigger/ping, expect: ok:pong}]\n");
    write_file(folder / "suite/a.yaml", "name: A\nversion: 2\nsteps: [{publish: trigger/ping, expect: ok:pong}]\n");
    const auto outcome = otbench({"run", folder / "suite"});
    EXPECT_EQ(outcome.exit_code, 0) << outcome.out << outcome.err;
    EXPECT_THAT(outcome.out, HasSubstr("passed: 2 of 2 steps"));
}

TEST_F(Language, reads_numbers_with_units_that_a_step_saved) {
    const std::string replies =
        "steps:\n"
        "  - {publish: '70', topic: test/x, expect: {status: '70', topic: test/x}, save: {n: '.*'}}\n"
        "  - {wait: '${n}ms', label: pause}\n"
        "  - {publish: '${n}', topic: test/x, expect: {status: '${n}', topic: test/x, within: '${n} ms'}}\n";
    const auto passed = run(replies);
    EXPECT_EQ(passed.exit_code, 0) << passed.out << passed.err;
    const auto wait = result().at("steps")[1];
    EXPECT_EQ(wait.at("ended_ns").get<long>() - wait.at("started_ns").get<long>(), 70'000'000);
    EXPECT_EQ(wait.at("title"), "wait ${n}ms");
}

TEST_F(Language, says_where_a_saved_value_makes_no_number) {
    const auto outcome =
        run("steps:\n"
            "  - {publish: a, topic: test/x, expect: {status: a, topic: test/x}, save: {n: '.*'}}\n"
            "  - wait: ${n}ms\n");
    EXPECT_EQ(outcome.exit_code, 1) << outcome.err;
    EXPECT_THAT(outcome.out, HasSubstr("a.yaml:8:11: invalid duration 'ams' (expected for example 1us, 1ms or 1s)"));
}

TEST_F(Language, refuses_numbers_that_no_saved_value_can_make_right) {
    const std::string save =
        "steps:\n"
        "  - {publish: '1', topic: test/x, expect: {status: '1', topic: test/x}, save: {n: '.*'}}\n";
    const auto unit = run(save + "  - {wait: '${n}parsecs', labl: x}\n");
    EXPECT_EQ(unit.exit_code, 2);
    EXPECT_THAT(unit.err, HasSubstr("a.yaml:8:12: invalid duration '${n}parsecs' (expected"));
    EXPECT_THAT(unit.err, HasSubstr("a.yaml:8:27: unknown key 'labl'"));
    const auto other = run(save + "  - {wait: '${m}ms'}\n");
    EXPECT_EQ(other.err, (folder / "a.yaml") + ":8:12: unknown placeholder '${m}'; known: chip_id, n\n");
    EXPECT_THAT(run(save + "  - wait: ${chip_id}ms\n").err, HasSubstr(":8:11: invalid duration '${chip_id}ms'"));
    const auto early = run("steps:\n  - {wait: '${n}ms'}\n" + save.substr(7));
    EXPECT_EQ(early.err, (folder / "a.yaml") + ":7:12: variable 'n' is used before a step saves it\n");
}

TEST_F(Language, reads_saved_numbers_in_loops_and_in_settings_of_the_bus) {
    const auto outcome =
        run("bus: {meters: {heat: {profile: itron-cf-echo-2, address: 1}}}\n"
            "steps:\n"
            "  - let: {n: 10}\n"
            "  - repeat:\n"
            "      count: 3\n"
            "      steps:\n"
            "        - let: {n: n + 10}\n"
            "        - wait: ${n}ms\n"
            "        - cable: {extra-capacitance: '${n} pF'}\n"
            "        - expect-line: {bus-voltage-mark: '${n} V .. 42 V'}\n");
    EXPECT_EQ(outcome.exit_code, 0) << outcome.out << outcome.err;
    std::vector<long> waited;
    const auto whole = result();
    for (const auto& step : whole.at("steps"))
        if (step.at("title") == "wait ${n}ms")
            waited.push_back(step.at("ended_ns").get<long>() - step.at("started_ns").get<long>());
    EXPECT_THAT(waited, ElementsAre(20'000'000, 30'000'000, 40'000'000));
}

TEST_F(Language, reports_an_unfilled_parameter_once) {
    const auto outcome =
        run("bus: {meters: {heat: {profile: itron-cf-echo-2, address: '${a}'}}}\nsteps: [{read: heat}]\n");
    EXPECT_EQ(outcome.err, (folder / "a.yaml") + ":6:58: unknown parameter 'a'\n");
}

TEST_F(Language, leaves_out_the_files_without_the_parameter_that_selects) {
    const std::string head = "name: N\nversion: 2\nbus: {meters: {heat: {profile: itron-cf-echo-2, address: 1}}}\n";
    write_file(folder / "with.yaml", head + "parameters: {a: [1, 2]}\nsteps: [note: '${a}']\n");
    write_file(folder / "without.yaml", head + "steps: [note: x]\n");
    const auto listed = [&](const std::string& parameter, const std::vector<std::string>& paths) {
        std::vector<std::string> arguments{"list", "--param", parameter};
        arguments.insert(arguments.end(), paths.begin(), paths.end());
        return otbench(arguments);
    };
    const auto selected = listed("a=2", {folder / "with.yaml", folder / "without.yaml"});
    EXPECT_EQ(selected.exit_code, 0) << selected.err;
    EXPECT_THAT(selected.out, AllOf(HasSubstr("N [a=2]"), Not(HasSubstr("without.yaml")), Not(HasSubstr("a=1"))));
    const auto none = listed("b=2", {folder / "with.yaml", folder / "without.yaml"});
    EXPECT_EQ(none.exit_code, 2);
    EXPECT_EQ(none.err, "otbench: --param: none of the 2 files has the parameter 'b'\n");
    EXPECT_THAT(listed("b=2", {folder / "with.yaml"}).err, HasSubstr("unknown parameter 'b'; known: a"));
}

TEST_F(Language, refuses_a_method_that_http_does_not_have) {
    EXPECT_EQ(run("steps:\n  - http: GETT /\n").err,
              (folder / "a.yaml") +
                  ":7:11: unknown method 'GETT' (expected CONNECT, DELETE, GET, HEAD, OPTIONS, PATCH, POST, "
                  "PUT, TRACE)\n");
}

}  // namespace
}  // namespace otbench::tests
