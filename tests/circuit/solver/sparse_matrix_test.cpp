#include "circuit/solver/sparse_matrix.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>

namespace otbench::circuit::test {
namespace {

/// All stages of solving, one after the other; false when a pivot vanishes.
bool solve(const SparseMatrix& matrix, SparseMatrix::Values values, std::vector<double>& x) {
    if (!matrix.condense(values)) return false;
    matrix.reduce(values, x.data());
    SparseMatrix::Values core = values;
    matrix.solve_core(core, x.data());
    matrix.expand(values, x.data());
    return std::all_of(x.begin(), x.end(), [](double value) { return std::isfinite(value); });
}

class SparseMatrixOf : public testing::TestWithParam<int> {};

TEST_P(SparseMatrixOf, solves_what_it_was_multiplied_from) {
    constexpr int size = 30;
    std::mt19937 generator{1};
    std::vector<char> core(size);
    for (int i = 0; i < size; ++i) core[i] = i % GetParam() == 0 ? 1 : 0;
    std::vector<std::pair<int, int>> entries;
    for (int i = 0; i < size; ++i) {
        entries.emplace_back(i, i);
        for (int k = 0; k < 2; ++k) entries.emplace_back(i, static_cast<int>(generator() % size));
    }
    const SparseMatrix matrix{size, entries, core};
    for (int run = 0; run < 3; ++run) {  // planned once, solved often
        std::vector<double> dense(size * size, 0.0);
        const auto dense_at = [&](int row, int column) -> double& {
            return dense[size * static_cast<std::size_t>(row) + static_cast<std::size_t>(column)];
        };
        SparseMatrix::Values values(matrix.value_count(), 0.0);
        for (const auto& [row, column] : entries) {
            const double value = row == column ? 10.0 : static_cast<double>(generator() % 100) / 50 - 1;
            values[static_cast<std::size_t>(matrix.slot(row, column))] += value;
            dense_at(row, column) += value;
        }
        std::vector<double> wanted, right(size, 0.0);
        for (int i = 0; i < size; ++i) wanted.push_back(i - 7.5);
        for (int i = 0; i < size; ++i)
            for (int k = 0; k < size; ++k)
                right[static_cast<std::size_t>(i)] += dense_at(i, k) * wanted[static_cast<std::size_t>(k)];
        ASSERT_TRUE(solve(matrix, values, right));
        for (int i = 0; i < size; ++i)
            EXPECT_NEAR(right[static_cast<std::size_t>(i)], wanted[static_cast<std::size_t>(i)], 1e-9);
    }
}

INSTANTIATE_TEST_SUITE_P(every, SparseMatrixOf, testing::Values(1, 3), [](const auto& part) {
    return part.param == 1 ? "row_in_the_core" : "third_row_in_the_core";
});

TEST(SparseMatrix, follows_a_change_of_the_core_without_condensing_again) {
    // 4x + y = 6, x + 3y = 7, then x + 5y = 11: x = 1, y = 2 of both.
    const SparseMatrix matrix{2, {{0, 0}, {0, 1}, {1, 1}}, {0, 1}};
    SparseMatrix::Values condensed(matrix.value_count(), 0.0);
    const auto at = [&](int row, int column) { return static_cast<std::size_t>(matrix.slot(row, column)); };
    condensed[at(0, 0)] = 4;
    condensed[at(0, 1)] = condensed[at(1, 0)] = 1;
    condensed[at(1, 1)] = 3;
    ASSERT_TRUE(matrix.condense(condensed));
    for (const double more : {0.0, 2.0}) {
        SparseMatrix::Values core(matrix.value_count(), 0.0);
        matrix.copy_core(condensed, core);
        core[at(1, 1)] += more;
        std::vector<double> x{6, 7 + 2 * more};
        matrix.reduce(condensed, x.data());
        matrix.solve_core(core, x.data());
        matrix.expand(condensed, x.data());
        EXPECT_DOUBLE_EQ(x[0], 1);
        EXPECT_DOUBLE_EQ(x[1], 2);
    }
}

TEST(SparseMatrix, multiplies_the_core_that_is_left) {
    const SparseMatrix matrix{2, {{0, 0}, {0, 1}, {1, 1}}, {0, 1}};
    SparseMatrix::Values condensed(matrix.value_count(), 0.0);
    const auto at = [&](int row, int column) { return static_cast<std::size_t>(matrix.slot(row, column)); };
    condensed[at(0, 0)] = 4;
    condensed[at(0, 1)] = condensed[at(1, 0)] = 1;
    condensed[at(1, 1)] = 3;
    ASSERT_TRUE(matrix.condense(condensed));
    const double x[] = {0, 2};
    double right[] = {0, 10};
    matrix.subtract_core_product(condensed, x, right);
    EXPECT_DOUBLE_EQ(right[1], 10 - 2 * (3 - 0.25));
}

TEST(SparseMatrix, says_when_a_pivot_vanishes) {
    for (const char in_core : {char{0}, char{1}}) {
        const SparseMatrix matrix{2, {{0, 0}, {0, 1}, {1, 1}}, {1, in_core}};
        SparseMatrix::Values values(matrix.value_count(), 0.0);
        values[static_cast<std::size_t>(matrix.slot(0, 0))] = 1.0;
        std::vector<double> right{1, 1};
        EXPECT_FALSE(solve(matrix, values, right));
    }
}

TEST(SparseMatrix, accepts_and_ignores_entries_of_ground) {
    const SparseMatrix matrix{1, {{0, 0}, {-1, 0}, {0, -1}}};
    SparseMatrix::Values values(matrix.value_count(), 0.0);
    values[static_cast<std::size_t>(matrix.slot(-1, 0))] = 1e9;
    values[static_cast<std::size_t>(matrix.slot(0, 0))] = 4.0;
    std::vector<double> right{2.0};
    ASSERT_TRUE(solve(matrix, values, right));
    EXPECT_DOUBLE_EQ(right[0], 0.5);
}

}  // namespace
}  // namespace otbench::circuit::test
