#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include "base/octets.hpp"
#include "bus/message/product.hpp"
#include "bus/record/codec_error.hpp"
#include "bus/record/record.hpp"

namespace otbench::bus {

/// Control information of a variable data answer (EN 13757-3; spec: M-Bus protocol, 7.2).
constexpr std::uint8_t ci_variable_data = 0x72;

/// The user data of a variable data answer (RSP_UD, CI 72), as a view: valid as long as the octets are.
class Telegram {
public:
    static constexpr std::size_t header_size = 12;  ///< EN 13757-3; spec: M-Bus protocol, 10.1

    /// `user_data` is what follows CI; an error when it is shorter than the header.
    [[nodiscard]] static Decoded<Telegram> parse(OctetView user_data);

    /// Identification number as sent: eight BCD digits in a number written in hex (0x14273160).
    [[nodiscard]] std::uint32_t id() const { return static_cast<std::uint32_t>(little_endian(octets_.first(4))); }
    [[nodiscard]] std::uint16_t manufacturer() const {
        return static_cast<std::uint16_t>(little_endian(octets_.subspan(4, 2)));
    }
    [[nodiscard]] std::uint8_t version() const { return octets_[6]; }
    [[nodiscard]] std::uint8_t medium() const { return octets_[7]; }
    [[nodiscard]] std::uint8_t access_number() const { return octets_[8]; }
    [[nodiscard]] std::uint8_t status() const { return octets_[9]; }
    [[nodiscard]] std::uint16_t signature() const {
        return static_cast<std::uint16_t>(little_endian(octets_.subspan(10, 2)));
    }
    [[nodiscard]] DeviceKey device() const { return {id(), manufacturer(), version(), medium()}; }

    [[nodiscard]] OctetView octets() const { return octets_; }

    /// A walk over the records from the first one on.
    [[nodiscard]] RecordWalker records(Dialect dialect = Dialect::standard) const {
        return {octets_, header_size, dialect};
    }

private:
    explicit Telegram(OctetView octets) : octets_(octets) {}

    OctetView octets_;
};

/// The secondary address as libmbus writes it, 16 hex digits: "1427316077040904" (spec: decoder XML, 11).
[[nodiscard]] std::string secondary_address(const DeviceKey& device);

}  // namespace otbench::bus
