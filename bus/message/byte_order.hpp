#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "base/octets.hpp"
#include "bus/frame/frame.hpp"
#include "bus/record/codec_error.hpp"
#include "bus/record/record.hpp"

namespace otbench::bus {

/// Set in a CI whose numbers come most significant octet first, "mode 2": 76 beside 72, 77 beside 73 (EN 13757-3;
/// spec: M-Bus protocol, 7).
constexpr std::uint8_t ci_big_endian = 0x04;

[[nodiscard]] constexpr bool has_big_endian(std::uint8_t ci) {
    return ci == 0x76 || ci == 0x77;
}

/// User data in the other byte order.
class SwappedUserData {
public:
    /// Turns every number of a variable (CI 72, 76) or fixed (CI 73, 77) data answer round: those of the header and the
    /// data of the records; plain text VIFs, manufacturer data and what is encrypted stay as they are. `ci` belongs to
    /// the order in which `user_data` are. Doing it twice, the second time with the other CI, gives the original.
    [[nodiscard]] static Decoded<SwappedUserData> swap(std::uint8_t ci, OctetView user_data,
                                                       Dialect dialect = Dialect::standard);

    [[nodiscard]] OctetView view() const { return {octets_.data(), size_}; }

private:
    void reverse(std::size_t first, std::size_t count);

    std::array<std::uint8_t, max_user_data> octets_;
    std::size_t size_ = 0;
};

}  // namespace otbench::bus
