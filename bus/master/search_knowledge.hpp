#pragma once

#include <optional>
#include <vector>

#include "bus/message/command.hpp"

namespace otbench::bus {

/// How many slaves a mask means.
enum class Population : std::uint8_t { none, one, several };

/// What the selections of a search have told so far, and what follows from that for other masks.
class SearchKnowledge {
public:
    /// A mask was selected. `slave` is the only one that it means, if its secondary address is known.
    void add(const SelectSlave& mask, Population population, const std::optional<SelectSlave>& slave = {});

    /// Nothing while that is open.
    [[nodiscard]] std::optional<Population> of(const SelectSlave& mask) const;

private:
    struct Single {
        SelectSlave mask, slave;
    };
    std::vector<SelectSlave> silent_, crowded_;
    std::vector<Single> single_;
};

}  // namespace otbench::bus
