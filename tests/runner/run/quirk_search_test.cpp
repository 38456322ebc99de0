#include "runner/run/quirk_search.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace otbench::runner {
namespace {

using firmware::Quirk;
using firmware::QuirkFixes;
using testing::ElementsAre;
using testing::IsEmpty;

constexpr std::size_t failed = 3;
constexpr int halvings = 3;

TEST(QuirkSearch, finds_the_one_defect_whose_correction_lets_the_step_pass) {
    for (const auto& entry : firmware::quirks()) {
        int runs = 0;
        const auto found = find_quirks(failed, halvings, [&](const QuirkFixes& fixes, std::size_t) {
            ++runs;
            return fixes[entry.quirk] ? failed + 1 : failed;
        });
        if (!entry.is_switchable()) continue;
        EXPECT_THAT(found, ElementsAre(entry.quirk)) << entry.number();
        EXPECT_LE(runs, 25) << "15 to eighths, and two for each further halving";
    }
}

TEST(QuirkSearch, takes_15_runs_to_find_that_no_defect_explains_a_failure) {
    int runs = 0;
    const auto found = find_quirks(failed, halvings, [&](const QuirkFixes&, std::size_t last) {
        ++runs;
        EXPECT_EQ(last, failed);
        return failed;
    });
    EXPECT_THAT(found, IsEmpty());
    EXPECT_EQ(runs, 15);
}

TEST(QuirkSearch, takes_one_run_where_runs_are_long) {
    int runs = 0;
    const auto found = find_quirks(failed, 0, [&](const QuirkFixes&, std::size_t) { return ++runs, failed; });
    EXPECT_THAT(found, IsEmpty());
    EXPECT_EQ(runs, 1);
}

TEST(QuirkSearch, looks_past_corrections_that_let_an_earlier_step_fail) {
    const auto found = find_quirks(failed, halvings, [](const QuirkFixes& fixes, std::size_t) -> std::size_t {
        if (fixes[Quirk::dump_ends_in_error]) return 1;
        return fixes[Quirk::any_baud] ? failed + 1 : failed;
    });
    EXPECT_THAT(found, ElementsAre(Quirk::any_baud));
}

TEST(QuirkSearch, finds_every_defect_whose_correction_lets_the_step_pass) {
    const auto found = find_quirks(failed, halvings, [](const QuirkFixes& fixes, std::size_t) {
        return fixes[Quirk::dump_ends_in_error] || fixes[Quirk::any_baud] ? failed + 1 : failed;
    });
    EXPECT_THAT(found, ElementsAre(Quirk::dump_ends_in_error, Quirk::any_baud));
}

TEST(QuirkSearch, looks_past_corrections_that_hide_the_one_it_looks_for) {
    const auto found = find_quirks(failed, halvings, [](const QuirkFixes& fixes, std::size_t) {
        return fixes[Quirk::any_baud] && !fixes[Quirk::dump_ends_in_error] ? failed + 1 : failed;
    });
    EXPECT_THAT(found, ElementsAre(Quirk::any_baud));
}

TEST(QuirkSearch, does_not_name_one_of_two_defects_that_must_both_be_corrected) {
    const auto found = find_quirks(failed, halvings, [](const QuirkFixes& fixes, std::size_t) {
        return fixes[Quirk::dump_ends_in_error] && fixes[Quirk::any_baud] ? failed + 1 : failed;
    });
    EXPECT_THAT(found, IsEmpty());
}

}  // namespace
}  // namespace otbench::runner
