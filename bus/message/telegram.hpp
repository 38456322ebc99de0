#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

#include "base/octets.hpp"
#include "bus/message/encryption.hpp"
#include "bus/message/product.hpp"
#include "bus/record/codec_error.hpp"
#include "bus/record/record.hpp"

namespace otbench::bus {

/// Control information of a variable data answer (EN 13757-3; spec: M-Bus protocol, 7.2).
constexpr std::uint8_t ci_variable_data = 0x72;

/// What stands before the records of variable data; by the CI (EN 13757-3; spec: M-Bus protocol, 7.2 and 10.1).
enum class Header : std::uint8_t {
    none,   ///< CI 78
    brief,  ///< CI 7A: access number, status, configuration field
    full,   ///< CI 72: the device before those
};

/// The user data of a variable data answer (RSP_UD, CI 72, 78, 7A), as a view: valid as long as the octets are.
/// What its header lacks is 0.
class Telegram {
public:
    static constexpr std::size_t header_size = 12;  ///< of the full header
    static constexpr std::size_t brief_header_size = 4;

    /// `user_data` is what follows CI; an error when it is shorter than the header.
    [[nodiscard]] static Decoded<Telegram> parse(OctetView user_data, Header header = Header::full);

    /// Identification number as sent: eight BCD digits in a number written in hex (0x14273160).
    [[nodiscard]] std::uint32_t id() const { return is_full() ? number<std::uint32_t>(0) : 0; }
    [[nodiscard]] std::uint16_t manufacturer() const { return is_full() ? number<std::uint16_t>(4) : std::uint16_t{0}; }
    [[nodiscard]] std::uint8_t version() const { return is_full() ? octets_[6] : std::uint8_t{0}; }
    [[nodiscard]] std::uint8_t medium() const { return is_full() ? octets_[7] : std::uint8_t{0}; }
    [[nodiscard]] std::uint8_t access_number() const { return header_end() == 0 ? std::uint8_t{0} : at_end(4); }
    [[nodiscard]] std::uint8_t status() const { return header_end() == 0 ? std::uint8_t{0} : at_end(3); }
    [[nodiscard]] std::uint16_t signature() const {
        return header_end() == 0 ? std::uint16_t{0} : number<std::uint16_t>(header_end() - 2);
    }
    [[nodiscard]] DeviceKey device() const { return {id(), manufacturer(), version(), medium()}; }
    [[nodiscard]] Header header() const { return header_; }

    /// The part that the configuration field (`signature`) announces as encrypted, if there is any.
    [[nodiscard]] std::optional<Encryption> encryption() const {
        return header_end() == 0 ? std::nullopt : encryption_of(octets_, header_end());
    }
    /// Where the first record begins that can be read: behind the header and what is encrypted.
    [[nodiscard]] std::size_t first_record() const {
        const auto part = encryption();
        return !part ? header_end() : part->is_plain ? part->start : part->start + part->size;
    }

    [[nodiscard]] OctetView octets() const { return octets_; }
    /// How long the header is.
    [[nodiscard]] std::size_t header_end() const {
        return is_full() ? header_size : header_ == Header::brief ? brief_header_size : 0;
    }

    /// A walk over everything behind the header, as libmbus does it: whether it is encrypted or not.
    [[nodiscard]] RecordWalker records(Dialect dialect = Dialect::standard) const {
        return {octets_, header_end(), dialect};
    }

private:
    Telegram(OctetView octets, Header header) : octets_(octets), header_(header) {}

    [[nodiscard]] bool is_full() const { return header_ == Header::full; }
    /// The octet `back` before the end of the header.
    [[nodiscard]] std::uint8_t at_end(std::size_t back) const { return octets_[header_end() - back]; }
    template <class Number>
    [[nodiscard]] Number number(std::size_t at) const {
        return static_cast<Number>(little_endian(octets_.subspan(at, sizeof(Number))));
    }

    OctetView octets_;
    Header header_;
};

/// The secondary address as libmbus writes it, 16 hex digits: "1427316077040904" (spec: decoder XML, 11).
[[nodiscard]] std::string secondary_address(const DeviceKey& device);

}  // namespace otbench::bus
