#include "circuit/solver/sparse_matrix.hpp"

#include <algorithm>
#include <cmath>

namespace otbench::circuit {

SparseMatrix::SparseMatrix(int size, const std::vector<std::pair<int, int>>& entries)
    : size_{size}, slots_(static_cast<std::size_t>(size) * static_cast<std::size_t>(size), -1) {
    const auto at = [this](int row, int column) -> int& { return slots_[place(row, column)]; };
    for (int i = 0; i < size; ++i) at(i, i) = 0;
    for (const auto& [row, column] : entries) {
        if (row < 0 || column < 0) continue;
        at(row, column) = at(column, row) = 0;
    }
    // Of the rows left the one with the fewest neighbours goes first; its neighbours become each other's.
    std::vector<char> left(static_cast<std::size_t>(size), 1);
    const auto neighbours = [&](int pivot) {
        std::vector<int> found;
        for (int j = 0; j < size; ++j) {
            if (j != pivot && left[static_cast<std::size_t>(j)] && at(pivot, j) >= 0) found.push_back(j);
        }
        return found;
    };
    std::vector<std::vector<int>> beside;
    std::vector<int> order;
    for (int step = 0; step < size; ++step) {
        int best = -1;
        std::vector<int> fewest;
        for (int i = 0; i < size; ++i) {
            if (!left[static_cast<std::size_t>(i)]) continue;
            auto found = neighbours(i);
            if (best < 0 || found.size() < fewest.size()) {
                best = i;
                fewest = std::move(found);
            }
        }
        left[static_cast<std::size_t>(best)] = 0;
        for (const int i : fewest)
            for (const int j : fewest) at(i, j) = 0;
        order.push_back(best);
        beside.push_back(std::move(fewest));
    }
    int count = 0;
    for (int& slot : slots_)
        if (slot >= 0) slot = count++;
    spare_ = count;
    values.assign(static_cast<std::size_t>(count) + 1, 0.0);

    for (std::size_t step = 0; step < order.size(); ++step) {
        const int k = order[step];
        Pivot pivot{k, at(k, k), static_cast<int>(rows_.size()), 0, static_cast<int>(upper_.size()), 0};
        for (const int i : beside[step]) {
            Row row{at(i, k), i, static_cast<int>(products_.size()), 0};
            for (const int j : beside[step]) products_.push_back({at(i, j), at(i, k), at(k, j)});
            row.last = static_cast<int>(products_.size());
            rows_.push_back(row);
            upper_.emplace_back(i, at(k, i));
        }
        pivot.last = static_cast<int>(rows_.size());
        pivot.upper_last = static_cast<int>(upper_.size());
        pivots_.push_back(pivot);
    }
}

bool SparseMatrix::solve(std::vector<double>& x) {
    for (const Pivot& pivot : pivots_) {
        double& diagonal = values[static_cast<std::size_t>(pivot.slot)];
        if (diagonal == 0 || !std::isfinite(diagonal)) return false;
        const double inverse = diagonal = 1 / diagonal;
        for (int r = pivot.first; r < pivot.last; ++r) {
            const Row& row = rows_[static_cast<std::size_t>(r)];
            double& entry = values[static_cast<std::size_t>(row.factor)];
            if (entry == 0) continue;
            const double factor = entry *= inverse;
            for (int p = row.first; p < row.last; ++p) {
                const Product& product = products_[static_cast<std::size_t>(p)];
                values[static_cast<std::size_t>(product.target)] -=
                    factor * values[static_cast<std::size_t>(product.right)];
            }
            x[static_cast<std::size_t>(row.row)] -= factor * x[static_cast<std::size_t>(pivot.index)];
        }
    }
    for (auto pivot = pivots_.rbegin(); pivot != pivots_.rend(); ++pivot) {
        double sum = x[static_cast<std::size_t>(pivot->index)];
        for (int u = pivot->upper_first; u < pivot->upper_last; ++u) {
            const auto& [column, slot] = upper_[static_cast<std::size_t>(u)];
            sum -= values[static_cast<std::size_t>(slot)] * x[static_cast<std::size_t>(column)];
        }
        x[static_cast<std::size_t>(pivot->index)] = sum * values[static_cast<std::size_t>(pivot->slot)];
    }
    return true;
}

}  // namespace otbench::circuit
