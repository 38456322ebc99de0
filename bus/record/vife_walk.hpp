#pragma once

#include <string>

#include "bus/record/record.hpp"
#include "bus/record/vife.hpp"

namespace otbench::bus {

/// A VIFE of a record that combines with the quantity, with what belongs to it.
struct CombinedVife {
    const VifeEntry& entry;
    OctetView octets;  ///< as sent: one byte; two behind 7C (table and code); 7F and all the maker's bytes behind it

    /// "backward", "phase-L1", "manufacturer-specific-01"; empty where it has no name.
    [[nodiscard]] std::string name() const;
};

/// Whether all VIFEs of `record` are manufacturer-specific (VIF 7F and FF): none of them has a meaning in the standard.
[[nodiscard]] inline bool has_own_vife(const Record& record) {
    return (record.vif & 0x7F) == vif_manufacturer_specific;
}

/// Whether the quantity is in the second-level table behind FD (VIF FD, VIFE FD, code).
[[nodiscard]] inline bool is_second_level(const Record& record) {
    return record.vif == vif_extension_fd && record.vife.size() > 1 && (record.vife[0] & 0x7F) == vife_second_level;
}

/// Calls `use` with every `CombinedVife` of `record` in order (EN 13757-3; spec: M-Bus protocol, 13).
template <class Use>
void for_each_vife(const Record& record, Use use) {
    if (has_own_vife(record)) return;
    OctetView rest = record.combinable_vife();
    if (is_second_level(record)) rest = rest.subspan(1);
    while (!rest.empty()) {
        const VifeEntry* entry = &vife_entry(rest[0]);
        std::size_t taken = 1;
        if (entry->modifier == Modifier::opens_table) {
            const bool further = (rest[0] & 0x7F) == vife_further_table && rest.size() > 1;
            if (further) entry = &further_vife_entry(rest[1]);
            taken = further ? 2 : rest.size();
        }
        use(CombinedVife{*entry, rest.first(taken)});
        rest = rest.subspan(taken);
    }
}

}  // namespace otbench::bus
