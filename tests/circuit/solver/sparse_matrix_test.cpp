#include "circuit/solver/sparse_matrix.hpp"

#include <gtest/gtest.h>

#include <random>

namespace otbench::circuit::test {
namespace {

TEST(SparseMatrix, solves_what_it_was_multiplied_from) {
    constexpr int size = 30;
    std::mt19937 generator{1};
    std::vector<std::pair<int, int>> entries;
    for (int i = 0; i < size; ++i) {
        entries.emplace_back(i, i);
        for (int k = 0; k < 2; ++k) entries.emplace_back(i, static_cast<int>(generator() % size));
    }
    SparseMatrix matrix{size, entries};
    for (int run = 0; run < 3; ++run) {  // planned once, solved often
        std::vector<double> dense(size * size, 0.0);
        const auto dense_at = [&](int row, int column) -> double& {
            return dense[size * static_cast<std::size_t>(row) + static_cast<std::size_t>(column)];
        };
        std::fill(matrix.values.begin(), matrix.values.end(), 0.0);
        for (const auto& [row, column] : entries) {
            const double value = row == column ? 10.0 : static_cast<double>(generator() % 100) / 50 - 1;
            matrix.values[static_cast<std::size_t>(matrix.slot(row, column))] += value;
            dense_at(row, column) += value;
        }
        std::vector<double> wanted, right(size, 0.0);
        for (int i = 0; i < size; ++i) wanted.push_back(i - 7.5);
        for (int i = 0; i < size; ++i)
            for (int k = 0; k < size; ++k)
                right[static_cast<std::size_t>(i)] += dense_at(i, k) * wanted[static_cast<std::size_t>(k)];
        ASSERT_TRUE(matrix.solve(right));
        for (int i = 0; i < size; ++i)
            EXPECT_NEAR(right[static_cast<std::size_t>(i)], wanted[static_cast<std::size_t>(i)], 1e-9);
    }
}

TEST(SparseMatrix, says_when_a_pivot_vanishes) {
    SparseMatrix matrix{2, {{0, 0}, {0, 1}, {1, 1}}};
    std::fill(matrix.values.begin(), matrix.values.end(), 0.0);
    matrix.values[static_cast<std::size_t>(matrix.slot(0, 0))] = 1.0;
    std::vector<double> right{1, 1};
    EXPECT_FALSE(matrix.solve(right));
}

TEST(SparseMatrix, accepts_and_ignores_entries_of_ground) {
    SparseMatrix matrix{1, {{0, 0}, {-1, 0}, {0, -1}}};
    std::fill(matrix.values.begin(), matrix.values.end(), 0.0);
    matrix.values[static_cast<std::size_t>(matrix.slot(-1, 0))] = 1e9;
    matrix.values[static_cast<std::size_t>(matrix.slot(0, 0))] = 4.0;
    std::vector<double> right{2.0};
    ASSERT_TRUE(matrix.solve(right));
    EXPECT_DOUBLE_EQ(right[0], 0.5);
}

}  // namespace
}  // namespace otbench::circuit::test
