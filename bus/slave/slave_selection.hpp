#pragma once

#include <cstdint>
#include <optional>

#include "base/time.hpp"
#include "bus/message/command.hpp"

namespace otbench::bus {

/// Where products read the wild cards of a selection more generously than the standard does.
struct WildCards {
    bool manufacturer_octet = false;  ///< one octet FF of the manufacturer is a wild card too, not only both
    bool medium_zero = false;         ///< medium 00 stands for any medium
};

/// Whether `select` means the slave `device` (EN 13757-3; spec: M-Bus protocol, section 8). A slave without a
/// fabrication number is never meant by a selection that names one.
[[nodiscard]] bool selects(const SelectSlave& select, const DeviceKey& device,
                           std::optional<std::uint32_t> fabrication_number, WildCards cards = {});

/// Whether a selection has a wild card anywhere.
[[nodiscard]] bool has_wild_card(const SelectSlave& select);

/// Variants of selection: how products differ.
struct SelectionVariant {
    std::optional<std::uint8_t> control;  ///< the only control field they accept, 53h or 73h; none: both
    WildCards wild_cards;
    bool fully_specified = false;          ///< a selection with a wild card does not count
    bool any_nke_deselects = false;        ///< SND_NKE to any address, also to other slaves
    bool acknowledges_all = false;         ///< E5 also to selections that mean another slave
    std::optional<Nanoseconds> forgotten;  ///< after this time without a request to 253
};

}  // namespace otbench::bus
