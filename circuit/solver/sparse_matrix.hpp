#pragma once

#include <cstddef>
#include <utility>
#include <vector>

namespace otbench::circuit {

/// A square matrix with a fixed pattern and its elimination, planned once: the order of least fill and the list of
/// products are worked out by the constructor, so that solving is two straight loops. Made for nodal equations: the
/// diagonal is used as pivot.
class SparseMatrix {
public:
    SparseMatrix() = default;
    /// `entries`: rows and columns that may differ from zero, in any order and number; the pattern is made symmetric.
    SparseMatrix(int size, const std::vector<std::pair<int, int>>& entries);

    /// Index into `values` of an entry; entries with a negative row or column share one that is never read.
    [[nodiscard]] int slot(int row, int column) const {
        return row < 0 || column < 0 ? spare_ : slots_[place(row, column)];
    }
    std::vector<double> values;

    /// Solves for `x`, which holds the right side at first. Overwrites the values; false when a pivot vanished.
    bool solve(std::vector<double>& x);

private:
    struct Product {
        int target, left, right;
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

    /// Where `slots_` has an entry.
    [[nodiscard]] std::size_t place(int row, int column) const {
        return static_cast<std::size_t>(row) * static_cast<std::size_t>(size_) + static_cast<std::size_t>(column);
    }

    int size_ = 0;
    int spare_ = 0;
    std::vector<int> slots_;
    std::vector<Pivot> pivots_;
    std::vector<Row> rows_;
    std::vector<Product> products_;
    std::vector<std::pair<int, int>> upper_;  ///< column and slot
};

}  // namespace otbench::circuit
