#include "bus/master/search_knowledge.hpp"

#include <algorithm>

#include "bus/master/slave_mask.hpp"

namespace otbench::bus {

void SearchKnowledge::add(const SelectSlave& mask, Population population, const std::optional<SelectSlave>& slave) {
    if (population == Population::none) silent_.push_back(mask);
    if (population == Population::several) crowded_.push_back(mask);
    if (population == Population::one && slave) single_.push_back({mask, *slave});
}

std::optional<Population> SearchKnowledge::of(const SelectSlave& mask) const {
    const auto covers_mask = [&](const SelectSlave& wide) { return covers(wide, mask); };
    if (std::any_of(silent_.begin(), silent_.end(), covers_mask)) return Population::none;
    const auto holder =
        std::find_if(single_.begin(), single_.end(), [&](const Single& single) { return covers(single.mask, mask); });
    if (holder != single_.end()) return covers(mask, holder->slave) ? Population::one : Population::none;
    const bool is_crowded =
        std::any_of(crowded_.begin(), crowded_.end(), [&](const SelectSlave& narrow) { return covers(mask, narrow); });
    const auto known =
        std::count_if(single_.begin(), single_.end(), [&](const Single& single) { return covers(mask, single.slave); });
    if (is_crowded || known > 1) return Population::several;
    return std::nullopt;
}

}  // namespace otbench::bus
