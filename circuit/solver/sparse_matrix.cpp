#include "circuit/solver/sparse_matrix.hpp"

#include <algorithm>
#include <cmath>

namespace otbench::circuit {
SparseMatrix::SparseMatrix(int size, const std::vector<std::pair<int, int>>& entries, const std::vector<char>& core)
    : size_{size}, slots_(index_of(size) * index_of(size), -1) {
    for (int i = 0; i < size; ++i) slots_[place(i, i)] = 0;
    for (const auto& [row, column] : entries) {
        if (row < 0 || column < 0) continue;
        slots_[place(row, column)] = slots_[place(column, row)] = 0;
    }
    plan(core.empty() ? std::vector<char>(index_of(size), 1) : core);
}

/// Of the rows left the one with the fewest neighbours goes first; its neighbours become each other's. The core waits
/// until all other rows are gone.
void SparseMatrix::plan(const std::vector<char>& core) {
    std::vector<std::vector<int>> beside(index_of(size_));
    std::vector<int> left(index_of(size_)), order;
    for (int i = 0; i < size_; ++i) {
        left[index_of(i)] = i;
        for (int j = 0; j < size_; ++j) {
            if (j != i && slots_[place(i, j)] >= 0) beside[index_of(i)].push_back(j);
        }
    }
    const auto sooner = [&](int a, int b) {
        if (core[index_of(a)] != core[index_of(b)]) return core[index_of(a)] < core[index_of(b)];
        return beside[index_of(a)].size() < beside[index_of(b)].size();
    };
    while (!left.empty()) {
        const auto next = std::min_element(left.begin(), left.end(), sooner);
        const int pivot = *next;
        if (!core[index_of(pivot)]) ++outer_pivots_;
        if (order.size() == outer_pivots_) {
            for (const int i : left) {
                core_entries_.push_back({i, i, 0});
                for (const int j : beside[index_of(i)]) core_entries_.push_back({i, j, 0});
            }
        }
        left.erase(next);
        order.push_back(pivot);
        for (const int i : beside[index_of(pivot)]) {
            auto& own = beside[index_of(i)];
            own.erase(std::find(own.begin(), own.end(), pivot));
            for (const int j : beside[index_of(pivot)]) {
                if (j == i || slots_[place(i, j)] >= 0) continue;
                slots_[place(i, j)] = 0;
                own.push_back(j);
            }
        }
    }
    number_slots(core);
    for (const int k : order) {
        auto& neighbours = beside[index_of(k)];
        std::sort(neighbours.begin(), neighbours.end());
        Pivot pivot{k, slot(k, k), static_cast<int>(rows_.size()), 0, static_cast<int>(upper_.size()), 0};
        for (const int i : neighbours) {
            Row row{slot(i, k), i, static_cast<int>(products_.size()), 0};
            for (const int j : neighbours) products_.push_back({slot(i, j), slot(k, j)});
            row.last = static_cast<int>(products_.size());
            rows_.push_back(row);
            upper_.emplace_back(i, slot(k, i));
        }
        pivot.last = static_cast<int>(rows_.size());
        pivot.upper_last = static_cast<int>(upper_.size());
        pivots_.push_back(pivot);
    }
}

/// Those of the core come last, side by side.
void SparseMatrix::number_slots(const std::vector<char>& core) {
    int count = 0;
    for (const bool of_core : {false, true}) {
        if (of_core) first_core_slot_ = count;
        for (int i = 0; i < size_; ++i) {
            for (int j = 0; j < size_; ++j) {
                int& here = slots_[place(i, j)];
                if (here >= 0 && (core[index_of(i)] && core[index_of(j)]) == of_core) here = count++;
            }
        }
    }
    spare_ = count;
    for (Entry& entry : core_entries_) entry.slot = slot(entry.row, entry.column);
}

void SparseMatrix::factor(Values& values, std::size_t first, std::size_t last) const {
    double* const value = values.data();
    for (std::size_t i = first; i < last; ++i) {
        const Pivot& pivot = pivots_[i];
        double& diagonal = value[pivot.slot];
        const double inverse = diagonal = 1 / diagonal;
        for (int r = pivot.first; r < pivot.last; ++r) {
            const Row& row = rows_[index_of(r)];
            const double factor = value[row.factor] *= inverse;
            for (int p = row.first; p < row.last; ++p) {
                const Product& product = products_[index_of(p)];
                value[product.target] -= factor * value[product.right];
            }
        }
    }
}

bool SparseMatrix::condense(Values& values) const {
    factor(values, 0, outer_pivots_);
    return std::all_of(pivots_.begin(), pivots_.begin() + static_cast<std::ptrdiff_t>(outer_pivots_),
                       [&](const Pivot& pivot) { return std::isfinite(values[index_of(pivot.slot)]); });
}

void SparseMatrix::forward(const Values& values, double* x, std::size_t first, std::size_t last) const {
    for (std::size_t i = first; i < last; ++i) {
        const Pivot& pivot = pivots_[i];
        const double here = x[pivot.index];
        for (int r = pivot.first; r < pivot.last; ++r) {
            const Row& row = rows_[index_of(r)];
            x[row.row] -= values[index_of(row.factor)] * here;
        }
    }
}

void SparseMatrix::backward(const Values& values, double* x, std::size_t first, std::size_t last) const {
    for (std::size_t i = last; i-- > first;) {
        const Pivot& pivot = pivots_[i];
        double sum = x[pivot.index];
        for (int u = pivot.upper_first; u < pivot.upper_last; ++u) {
            const auto& [column, slot] = upper_[index_of(u)];
            sum -= values[index_of(slot)] * x[column];
        }
        x[pivot.index] = sum * values[index_of(pivot.slot)];
    }
}

void SparseMatrix::copy_core(const Values& from, Values& to) const {
    std::copy(from.begin() + first_core_slot_, from.end(), to.begin() + first_core_slot_);
}

void SparseMatrix::subtract_core_product(const Values& condensed, const double* x, double* right) const {
    for (const Entry& entry : core_entries_) right[entry.row] -= condensed[index_of(entry.slot)] * x[entry.column];
}

void SparseMatrix::solve_core(Values& values, double* x) const {
    factor(values, outer_pivots_, pivots_.size());
    forward(values, x, outer_pivots_, pivots_.size());
    backward(values, x, outer_pivots_, pivots_.size());
}

}  // namespace otbench::circuit
