#include "bus/record/record.hpp"

#include <algorithm>

namespace otbench::bus {
namespace {

constexpr std::uint8_t extension_bit = 0x80;
constexpr std::uint8_t dif_manufacturer = 0x0F;
constexpr std::uint8_t dif_more_follow = 0x1F;
constexpr std::size_t max_extensions = 10;  // EN 13757-3: at most ten DIFEs and ten VIFEs
constexpr std::size_t max_text = 128;       // what libmbus accepts as a plain text VIF

/// Octets of a data field, by the low nibble of the DIF (EN 13757-3; spec: decoder XML, 4). D has its own length
/// octet.
constexpr std::array<std::uint8_t, 16> field_length = {0, 1, 2, 3, 4, 4, 6, 8, 0, 1, 2, 3, 4, 0, 6, 8};

/// Octets after an LVAR octet, or `reserved`: ranges of LVAR with a length of (LVAR − base) · scale.
struct LengthRange {
    std::uint8_t first, last, base, scale;
};
constexpr std::size_t reserved = ~std::size_t{0};

// spec: M-Bus protocol, 11 (standard); decoder XML, 4 (libmbus) and 12.3 (fork).
constexpr std::array<LengthRange, 7> standard_lengths = {{{0x00, 0xBF, 0x00, 1},
                                                          {0xC0, 0xCF, 0xC0, 1},
                                                          {0xD0, 0xDF, 0xD0, 1},
                                                          {0xE0, 0xEF, 0xE0, 1},
                                                          {0xF0, 0xF4, 0xEC, 4},
                                                          {0xF5, 0xF5, 0xF4, 48},
                                                          {0xF6, 0xF6, 0xF5, 64}}};
constexpr std::array<LengthRange, 7> libmbus_lengths = {{{0x00, 0xBF, 0x00, 1},
                                                         {0xC0, 0xC9, 0xC0, 2},
                                                         {0xD0, 0xD9, 0xD0, 2},
                                                         {0xE0, 0xEF, 0xE0, 1},
                                                         {0xF0, 0xF4, 0xEC, 4},
                                                         {0xF5, 0xF5, 0xF4, 48},
                                                         {0xF6, 0xF6, 0xF5, 64}}};
constexpr std::array<LengthRange, 7> fork_lengths = {{{0x00, 0xBF, 0x00, 1},
                                                      {0xC0, 0xCF, 0xC0, 2},
                                                      {0xD0, 0xDF, 0xD0, 2},
                                                      {0xE0, 0xEF, 0xE0, 1},
                                                      {0xF0, 0xFA, 0xF0, 1}}};

const std::array<LengthRange, 7>& lengths_of(Dialect dialect) {
    switch (dialect) {
        case Dialect::libmbus: return libmbus_lengths;
        case Dialect::fork: return fork_lengths;
        case Dialect::standard: break;
    }
    return standard_lengths;
}

std::size_t variable_length(Dialect dialect, std::uint8_t lvar) {
    for (const LengthRange& range : lengths_of(dialect))
        if (lvar >= range.first && lvar <= range.last) return std::size_t{lvar - std::size_t{range.base}} * range.scale;
    return reserved;
}

}  // namespace

std::uint64_t Record::storage() const {
    std::uint64_t number = dif >> 6 & 1;
    for (std::size_t k = 0; k < dife.size(); ++k) number |= std::uint64_t{dife[k] & 0x0Fu} << (1 + 4 * k);
    return number;
}

std::uint32_t Record::tariff() const {
    std::uint32_t number = 0;
    for (std::size_t k = 0; k < dife.size(); ++k) number |= (dife[k] >> 4 & 3u) << (2 * k);
    return number;
}

std::uint16_t Record::device() const {
    std::uint16_t number = 0;
    for (std::size_t k = 0; k < dife.size(); ++k)
        number = static_cast<std::uint16_t>(number | (dife[k] >> 6 & 1u) << k);
    return number;
}

VifCode Record::vif_code() const {
    if (vif == vif_extension_fb) return {VifTable::extension_fb, static_cast<std::uint8_t>(vife[0] & 0x7F)};
    if (vif == vif_extension_fd) return {VifTable::extension_fd, static_cast<std::uint8_t>(vife[0] & 0x7F)};
    return {VifTable::primary, static_cast<std::uint8_t>(vif & 0x7F)};
}

OctetView Record::combinable_vife() const {
    return vif == vif_extension_fb || vif == vif_extension_fd ? vife.subspan(1) : vife;
}

CodecError RecordWalker::fail(CodecErrc code, std::size_t offset) {
    position_ = octets_.size();
    return {code, offset, at(offset)};
}

Decoded<const Record*> RecordWalker::next() {
    const std::size_t size = octets_.size();
    while (position_ < size && octets_[position_] == dif_filler) ++position_;
    if (position_ >= size) return nullptr;

    record_ = Record{};
    record_.offset = position_;
    record_.dif = octets_[position_];
    if (record_.dif == dif_manufacturer || record_.dif == dif_more_follow) {
        record_.kind =
            record_.dif == dif_manufacturer ? Record::Kind::manufacturer_specific : Record::Kind::more_follow;
        record_.data = octets_.subspan(position_ + 1);
        position_ = size;
        return &record_;
    }

    const std::size_t first_dife = position_ + 1;
    if (record_.dif & extension_bit) {
        const auto count = take_extensions(first_dife, CodecErrc::too_many_dife);
        if (!count) return count.error();
        position_ = first_dife + *count;
        if (position_ > size) return fail(CodecErrc::premature_end_at_dif, record_.offset);
        record_.dife = octets_.subspan(first_dife, *count);
    } else {
        position_ = first_dife;
    }
    if (const auto vif = take_vif(); !vif) return vif.error();
    if (const auto data = take_data(); !data) return data.error();
    return &record_;
}

/// How many extension octets there are from `first` on; the last one, without extension bit, may lie past the end.
Decoded<std::size_t> RecordWalker::take_extensions(std::size_t first, CodecErrc too_many) {
    std::size_t count = 1;
    for (; (at(first + count - 1) & extension_bit) != 0; ++count)
        if (count == max_extensions) return fail(too_many, first + count);
    return count;
}

Decoded<void> RecordWalker::take_vif() {
    const std::size_t size = octets_.size();
    record_.vif = at(position_++);
    if ((record_.vif & 0x7F) == vif_plain_text) {
        const std::size_t length = at(position_++);
        if (length > max_text) return fail(CodecErrc::text_vif_too_long, position_ - 1);
        if (position_ + length > size) return fail(CodecErrc::premature_end_at_text_vif, position_ - 1);
        record_.vif_text = octets_.subspan(position_, length);
        position_ += length;
    }
    std::size_t count = 0;
    const std::size_t first_vife = position_;
    if (record_.vif & extension_bit) {
        const auto extensions = take_extensions(first_vife, CodecErrc::too_many_vife);
        if (!extensions) return extensions.error();
        count = *extensions;
        position_ += count;
    }
    if (position_ > size) return fail(CodecErrc::premature_end_at_vif, record_.offset);
    record_.vife = octets_.subspan(first_vife, count);
    return {};
}

Decoded<void> RecordWalker::take_data() {
    std::size_t length = field_length[record_.dif & 0x0F];
    if (record_.field() == DataField::variable) {
        record_.lvar = at(position_);
        const bool fork = dialect_ == Dialect::fork;
        length = variable_length(dialect_, record_.lvar);
        if (length == reserved && dialect_ == Dialect::standard)
            return fail(CodecErrc::reserved_variable_length, position_);
        if (!(fork && length == reserved)) ++position_;  // the fork reads a reserved LVAR again, as the next DIF
        if (length == reserved) length = 0;
    }
    if (position_ + length > octets_.size()) return fail(CodecErrc::premature_end_at_data, record_.offset);
    record_.data = octets_.subspan(position_, length);
    position_ += length;
    return {};
}

std::optional<std::uint8_t> lvar_of(LvarClass lvar_class, std::size_t size, Dialect dialect) {
    constexpr unsigned last = 0xFF;
    const auto first = static_cast<unsigned>(lvar_class);
    const unsigned end = lvar_class == LvarClass::text     ? static_cast<unsigned>(LvarClass::bcd_positive)
                         : lvar_class == LvarClass::binary ? last + 1
                                                           : first + 0x10;
    for (unsigned lvar = first; lvar < end; ++lvar)
        if (variable_length(dialect, static_cast<std::uint8_t>(lvar)) == size) return static_cast<std::uint8_t>(lvar);
    return std::nullopt;
}

std::string text_of(OctetView reversed) {
    std::string text(reversed.size(), '\0');
    std::reverse_copy(reversed.begin(), reversed.end(), text.begin());
    return text;
}

}  // namespace otbench::bus
