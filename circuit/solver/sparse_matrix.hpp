#pragma once

#include <cstddef>
#include <utility>
#include <vector>

namespace otbench::circuit {

/// A row, node or slot as an index.
constexpr std::size_t index_of(int number) {
    return static_cast<std::size_t>(number);
}

/// The pattern of a square matrix and its elimination, planned once: the order of least fill and the list of products
/// are worked out by the constructor, so that solving is straight loops. Made for nodal equations: the diagonal is used
/// as pivot.
///
/// Rows are of two kinds. The outer ones are eliminated first, by `condense` and `reduce`; what is left is a system of
/// the core alone, which may be changed and solved many times before `expand` follows with the outer unknowns. Values
/// are the caller's, `value_count()` of them, so that condensed ones can be kept.
class SparseMatrix {
public:
    using Values = std::vector<double>;

    SparseMatrix() = default;
    /// `entries`: rows and columns that may differ from zero, in any order and number; the pattern is made symmetric.
    /// `core`: which rows belong to the core; empty: all do.
    SparseMatrix(int size, const std::vector<std::pair<int, int>>& entries, const std::vector<char>& core = {});

    [[nodiscard]] std::size_t value_count() const { return static_cast<std::size_t>(spare_) + 1; }
    /// Index into the values of an entry; entries with a negative row or column share one that is never read.
    [[nodiscard]] int slot(int row, int column) const {
        return row < 0 || column < 0 ? spare_ : slots_[place(row, column)];
    }

    /// Eliminates the outer rows; false when a pivot vanished.
    [[nodiscard]] bool condense(Values& values) const;
    /// Eliminates them from a right side.
    void reduce(const Values& condensed, double* x) const { forward(condensed, x, 0, outer_pivots_); }
    /// Copies the core's values.
    void copy_core(const Values& from, Values& to) const;
    /// Takes the product of the core's values and `x` off the right side.
    void subtract_core_product(const Values& condensed, const double* x, double* right) const;
    /// Solves the core for `x`, which holds its right side at first. Overwrites the values. When a pivot vanishes, not
    /// all of `x` is finite.
    void solve_core(Values& values, double* x) const;
    /// Completes `x`, which holds the solution of the core and the reduced right side of the outer rows.
    void expand(const Values& condensed, double* x) const { backward(condensed, x, 0, outer_pivots_); }

private:
    struct Product {
        int target, right;
    };
    struct Row {
        int factor;  ///< slot of the entry below the pivot
        int row;
        int first, last;  ///< of its products
    };
    struct Pivot {
        int index, slot;
        int first, last;              ///< of the rows below
        int upper_first, upper_last;  ///< of the entries right of the pivot
    };
    struct Entry {
        int row, column, slot;
    };

    void plan(const std::vector<char>& core);
    void number_slots(const std::vector<char>& core);
    void factor(Values& values, std::size_t first, std::size_t last) const;
    void forward(const Values& values, double* x, std::size_t first, std::size_t last) const;
    void backward(const Values& values, double* x, std::size_t first, std::size_t last) const;
    /// Where `slots_` has an entry.
    [[nodiscard]] std::size_t place(int row, int column) const {
        return static_cast<std::size_t>(row) * static_cast<std::size_t>(size_) + static_cast<std::size_t>(column);
    }

    int size_ = 0;
    int spare_ = 0;
    std::vector<int> slots_;
    std::size_t outer_pivots_ = 0;
    int first_core_slot_ = 0;
    std::vector<Pivot> pivots_;
    std::vector<Row> rows_;
    std::vector<Product> products_;
    std::vector<std::pair<int, int>> upper_;  ///< column and slot
    std::vector<Entry> core_entries_;         ///< those that differ from zero once condensed
};

}  // namespace otbench::circuit
