#pragma once

#include <vector>

#include "circuit/solver/network.hpp"

namespace otbench::circuit {

/// States of one network, side by side in memory; there is at least one.
class KeptStates {
public:
    explicit KeptStates(const NetworkState& first) : nodes_{first.v.size()}, coils_{first.coil_a.size()} {
        append(first);
    }
    void append(const NetworkState& state) {
        values_.insert(values_.end(), state.v.begin(), state.v.end());
        values_.insert(values_.end(), state.coil_a.begin(), state.coil_a.end());
        ++size_;
    }

    [[nodiscard]] std::size_t size() const { return size_; }
    /// Node voltages of one of them, by node.
    [[nodiscard]] const double* v(std::size_t index) const { return values_.data() + index * (nodes_ + coils_); }
    /// Its coil currents.
    [[nodiscard]] const double* coil_a(std::size_t index) const { return v(index) + nodes_; }
    [[nodiscard]] NetworkState at(std::size_t index) const {
        const double *volts = v(index), *amperes = coil_a(index);
        return {{volts, volts + nodes_}, {amperes, amperes + coils_}};
    }

private:
    std::size_t nodes_, coils_, size_ = 0;
    std::vector<double> values_;
};

}  // namespace otbench::circuit
