#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/checked.hpp"
#include "bus/message/command.hpp"

namespace otbench::bus {

/// A fabrication number that stands for all: each digit F (EN 13757-2, selection).
constexpr std::uint32_t wild_digits = 0xFFFFFFFF;

/// The selection that means every slave: all digits and octets are wild cards.
[[nodiscard]] SelectSlave every_slave();

/// Whether every slave that `narrow` means is meant by `wide` too.
[[nodiscard]] bool covers(const SelectSlave& wide, const SelectSlave& narrow);

/// A secondary address as people write it, wild cards included: eight digits of the identification number (F or * is a
/// wild card), then, unless these shall be wild, manufacturer, version and medium. "14273160", "1427FFFF",
/// "1427316077040904" (octets as they are sent), "14273160.ACW.09.04" (* in place of any part). A fabrication number
/// may follow: "14273160+87654321".
[[nodiscard]] Checked<SelectSlave> parse_slave_mask(std::string_view text);

/// The last form of the above, with * for what is wild: "14273160.ACW.09.04", "1427****.*.*.*".
[[nodiscard]] std::string to_string(const SelectSlave& slave);

}  // namespace otbench::bus
