#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

#include "bus/master/master.hpp"

namespace otbench::bus {

/// A slave that a scan found.
struct FoundSlave {
    std::optional<std::uint8_t> primary;              ///< the address of the request, or that of the answer
    std::optional<DeviceKey> device;                  ///< its secondary address; nothing when it sends no variable data
    std::optional<std::uint32_t> fabrication_number;  ///< if only that distinguishes it from another slave
    OctetBuffer telegram;                             ///< the frame that it was identified by; empty when it sent none
};

/// Where several slaves answer that cannot be distinguished: a primary address or a mask.
struct UnresolvedCollision {
    std::optional<std::uint8_t> primary;
    SelectSlave mask;
};

/// Receives the progress of a scan. The scan stops after a call that returns false.
struct ScanObserver {
    std::function<bool(const FoundSlave&)> found = [](const FoundSlave&) { return true; };
    std::function<bool(std::uint8_t address)> primary_next = [](std::uint8_t) { return true; };
    std::function<bool(const SelectSlave& mask)> mask_next = [](const SelectSlave&) { return true; };
};

struct ScanResult {
    std::vector<FoundSlave> found;
    std::vector<UnresolvedCollision> collisions;
    std::size_t frames = 0;  ///< that the master sent
    bool stopped = false;    ///< by the observer, or since it gave up
    bool gave_up = false;    ///< after the most frames that the style allows: something answers every selection
};

/// Asks every primary address from `first` to `last` with SND_NKE, and those that answer for their data.
ScanResult scan_primary(Master& master, std::uint8_t first, std::uint8_t last, const ScanObserver& observer = {});

/// Searches by secondary address as the master's style does (`SearchStyle`): where selections collide, it fixes digit
/// by digit of the identification number (spec: M-Bus protocol, section 9); below eight fixed digits the fabrication
/// number, then the medium, then the version. Digits A to E are tried where something answers but nothing with a
/// decimal digit does. What answers already tell of a mask is not asked again.
///
/// Answers of several slaves may add up to a telegram that checks. An identity in which digits were left wild is
/// therefore selected alone, unless it continues the numbers of a slave of the same product that was found before.
ScanResult scan_secondary(Master& master, const SelectSlave& mask, const ScanObserver& observer = {});

}  // namespace otbench::bus
