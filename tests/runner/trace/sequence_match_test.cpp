#include "runner/trace/sequence_match.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>

namespace otbench::runner {
namespace {

using Sequence = std::vector<std::string>;
using testing::ElementsAre;
using testing::Pair;

TEST(SequenceMatch, pairs_what_both_have_in_order) {
    EXPECT_THAT(match_sequences({"a", "b", "c"}, {"a", "x", "c"}).value(), ElementsAre(Pair(0, 0), Pair(2, 2)));
    EXPECT_THAT(match_sequences({"a"}, {"x", "y", "a", "z"}).value(), ElementsAre(Pair(0, 2)));
    EXPECT_TRUE(match_sequences({}, {"a"})->empty());
}

TEST(SequenceMatch, finds_as_many_pairs_as_there_are) {
    std::mt19937 random{7};
    for (int round = 0; round < 200; ++round) {
        const auto letters = [&] {
            Sequence sequence(random() % 12);
            for (auto& letter : sequence) letter = std::string(1, static_cast<char>('a' + random() % 3));
            return sequence;
        };
        const Sequence first = letters(), second = letters();
        // The length of a longest common subsequence, from its definition.
        std::vector<std::vector<std::size_t>> longest(first.size() + 1, std::vector<std::size_t>(second.size() + 1));
        for (std::size_t i = 1; i <= first.size(); ++i)
            for (std::size_t j = 1; j <= second.size(); ++j)
                longest[i][j] = first[i - 1] == second[j - 1] ? longest[i - 1][j - 1] + 1
                                                              : std::max(longest[i - 1][j], longest[i][j - 1]);
        const auto pairs = match_sequences(first, second).value();
        ASSERT_EQ(pairs.size(), longest[first.size()][second.size()]);
        for (const auto& [i, j] : pairs) ASSERT_EQ(first.at(i), second.at(j));
    }
}

TEST(SequenceMatch, gives_up_on_sequences_with_little_in_common) {
    EXPECT_FALSE(match_sequences(Sequence(1500, "a"), Sequence(1500, "b")));
    EXPECT_TRUE(match_sequences(Sequence(900, "a"), Sequence(900, "b")));
}

}  // namespace
}  // namespace otbench::runner
