#include <gmock/gmock.h>

#include "tests/runner/language/parser/parse_support.hpp"

namespace otbench::runner {
namespace {

using testing::ElementsAre;

/// A scenario of version 2 whose only step, in line 4, is `step`.
std::string with_step(const std::string& step) {
    return "name: A\nversion: 2\ndevices: {boiler: {model: otb-iot, mac: 5ccf7f0b583b}}\nsteps: [" + step + "]\n";
}

TEST(ParseSnapshot, takes_a_file_values_and_tolerances) {
    EXPECT_THAT(support::complaints(with_step("{snapshot-values: sub/a.json, values: [energy, bus voltage maximum], "
                                              "tolerance: {energy: 1 %}}")),
                ElementsAre());
    EXPECT_THAT(support::complaints(with_step("{snapshot-values: a.json, tolerance: 0.1 V}")), ElementsAre());
}

TEST(ParseSnapshot, answers_mistakes) {
    const auto outside = [](const char* path) {
        return std::string{"4:27: invalid file '"} + path + "' (expected one beside the scenario, such as heat.json)";
    };
    support::expect_answers({
        {"absolute", with_step("{snapshot-values: /a.json}"), outside("/a.json")},
        {"above", with_step("{snapshot-values: ../a.json}"), outside("../a.json")},
        {"folder", with_step("{snapshot-values: a/}"), outside("a/")},
        {"empty", with_step("{snapshot-values: ''}"), outside("")},
        {"no values", with_step("{snapshot-values: a, values: []}"), "4:38: 'values' needs at least one name"},
        {"twice", with_step("{snapshot-values: a, values: [b, b]}"),
         "4:42: invalid name 'b' (expected each value once)"},
        {"list in values", with_step("{snapshot-values: a, values: [[b]]}"),
         "4:39: 'values' must be the name of a value, not a list"},
        {"tolerance", with_step("{snapshot-values: a, tolerance: much}"),
         "4:41: invalid tolerance 'much' (expected a share such as 1 % or a width such as 0.1 V)"},
        {"tolerance of a value", with_step("{snapshot-values: a, tolerance: {b: -1 V}}"),
         "4:45: invalid tolerance '-1 V' (expected a share such as 1 % or a width such as 0.1 V)"},
        {"tolerance of another value", with_step("{snapshot-values: a, values: [b], tolerance: {c: 1 %}}"),
         "4:55: unknown value 'c' (expected one of 'values')"},
        {"version",
         "name: A\nversion: 1\ndevices: {boiler: {model: otb-iot, mac: 5ccf7f0b583b}}\n"
         "steps: [{snapshot-values: a}]\n",
         "4:10: 'snapshot-values' needs version 2 of the format"},
    });
}

}  // namespace
}  // namespace otbench::runner
