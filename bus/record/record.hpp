#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/octets.hpp"
#include "bus/record/codec_error.hpp"
#include "bus/record/vif.hpp"

namespace otbench::bus {

/// Whose reading of the few ambiguous places counts.
enum class Dialect : std::uint8_t {
    standard,  ///< EN 13757-3: what meters mean
    libmbus,   ///< rSCADA libmbus 0.10.0: BCD of variable length takes twice its octets, reserved lengths none
    fork,      ///< the libmbus that otb-iot uses: the older table of variable lengths
};

/// Bits 5 and 4 of the DIF.
enum class Function : std::uint8_t { instantaneous, maximum, minimum, error_state };

/// The DIF that stands for nothing and has no data (EN 13757-3; spec: M-Bus protocol, 11).
constexpr std::uint8_t dif_filler = 0x2F;

/// Low nibble of the DIF (EN 13757-3; spec: M-Bus protocol, 11).
enum class DataField : std::uint8_t {
    none,
    int8,
    int16,
    int24,
    int32,
    real32,
    int48,
    int64,
    selection,
    bcd2,
    bcd4,
    bcd6,
    bcd8,
    variable,
    bcd12,
    special,
};

/// One data record, as a view of the telegram's octets: valid as long as they are.
struct Record {
    enum class Kind : std::uint8_t {
        data,
        manufacturer_specific,  ///< DIF 0F: `data` is everything that follows
        more_follow,            ///< DIF 1F: the same, and the next telegram has more records
    };

    Kind kind = Kind::data;
    std::uint8_t dif = 0;
    std::uint8_t vif = 0;    ///< with its extension bit
    std::uint8_t lvar = 0;   ///< the octet before variable data with its length; else 0
    std::size_t offset = 0;  ///< of the DIF in the user data
    OctetView dife;
    OctetView vif_text;  ///< characters of a plain text VIF, last one first
    OctetView vife;
    OctetView data;  ///< without `lvar`

    [[nodiscard]] Function function() const { return static_cast<Function>(dif >> 4 & 3); }
    [[nodiscard]] DataField field() const { return static_cast<DataField>(dif & 0x0F); }
    [[nodiscard]] std::uint64_t storage() const;  ///< up to 41 bits
    [[nodiscard]] std::uint32_t tariff() const;   ///< up to 20 bits
    [[nodiscard]] std::uint16_t device() const;   ///< the standard's sub-unit, up to 10 bits

    /// Code and table, the extension tables FB and FD resolved. A record that ends before the VIFE of FB or FD does not
    /// exist.
    [[nodiscard]] VifCode vif_code() const;
    /// The VIFEs that combine with the quantity: all of them, or all after the first for FB and FD.
    [[nodiscard]] OctetView combinable_vife() const;
};

/// Walks the records of a telegram in order, without copying or allocating. Fillers (2F) are skipped. Never reads past
/// the end.
class RecordWalker {
public:
    /// `user_data` starts with the header, records start at `start`; offsets count from the beginning of `user_data`.
    RecordWalker(OctetView user_data, std::size_t start, Dialect dialect)
        : octets_(user_data), position_(start), dialect_(dialect) {}

    /// The next record, valid until the next call; null at the end. After an error the walk is over.
    [[nodiscard]] Decoded<const Record*> next();

private:
    [[nodiscard]] std::uint8_t at(std::size_t position) const {
        return position < octets_.size() ? octets_[position] : std::uint8_t{0};
    }
    [[nodiscard]] CodecError fail(CodecErrc code, std::size_t offset);
    Decoded<std::size_t> take_extensions(std::size_t first, CodecErrc too_many);
    Decoded<void> take_vif();
    Decoded<void> take_data();

    OctetView octets_;
    std::size_t position_;
    Dialect dialect_;
    Record record_;
};

/// The meaning of the length octet of variable data (LVAR).
enum class LvarClass : std::uint8_t { text = 0x00, bcd_positive = 0xC0, bcd_negative = 0xD0, binary = 0xE0 };

/// The LVAR for `size` octets of a class; nothing when no LVAR stands for so many.
[[nodiscard]] std::optional<std::uint8_t> lvar_of(LvarClass lvar_class, std::size_t size, Dialect dialect);

/// Characters in the order in which they are read: the bus sends the last one first.
[[nodiscard]] std::string text_of(OctetView reversed);

}  // namespace otbench::bus
