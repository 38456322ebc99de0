#include "bus/message/encryption.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>

namespace otbench::bus {
namespace {

constexpr std::size_t configuration_size = 2;
constexpr std::uint8_t filler = 0x2F;  // two of them begin what is decrypted

/// How a mode announces its extent.
enum class Extent : std::uint8_t {
    octets,  ///< in the low octet of the configuration field
    blocks,  ///< in bits 7 to 4
    all,     ///< all there is
};

struct Mode {
    std::uint8_t number;
    Extent extent;
    std::size_t block;      ///< octets in a block
    std::size_t extension;  ///< octets between the configuration field and the data
};

// EN 13757-7; modes 5 and 7 also in the OMS specification. The others are here to be named, not to be decrypted.
constexpr std::array<Mode, 9> modes = {{
    {2, Extent::octets, 8, 0},  // DES
    {3, Extent::octets, 8, 0},
    {4, Extent::blocks, 16, 0},  // AES-128
    {encryption_mode::aes_cbc, Extent::blocks, 16, 0},
    {encryption_mode::aes_cbc_derived_key, Extent::blocks, 16, 1},
    {8, Extent::all, 0, 0},
    {9, Extent::all, 0, 0},
    {10, Extent::all, 0, 0},
    {13, Extent::all, 0, 0},  // TLS
}};

std::size_t announced_octets(const Mode& mode, std::uint16_t configuration, std::size_t present) {
    switch (mode.extent) {
        case Extent::octets: return (configuration & 0xFF) % mode.block == 0 ? configuration & 0xFF : 0;
        case Extent::blocks: return mode.block * (configuration >> 4 & 0x0F);
        case Extent::all: break;
    }
    return present;
}

}  // namespace

std::optional<Encryption> encryption_of(OctetView user_data, std::size_t header_size) {
    const auto field = user_data.subspan(header_size - configuration_size, configuration_size);
    const auto configuration = static_cast<std::uint16_t>(little_endian(field));
    const std::uint8_t number = configuration >> 8 & 0x1F;
    const auto* mode = std::find_if(modes.begin(), modes.end(), [&](const Mode& m) { return m.number == number; });
    if (mode == modes.end() || user_data.size() < header_size + mode->extension) return std::nullopt;
    Encryption found;
    found.mode = number;
    found.start = header_size + mode->extension;
    const std::size_t present = user_data.size() - found.start;
    const std::size_t announced = announced_octets(*mode, configuration, present);
    if (announced == 0 || present == 0) return std::nullopt;
    found.blocks = mode->block == 0 ? 0 : announced / mode->block;
    found.size = std::min(announced, present);
    found.complete = announced <= present;
    const auto data = user_data.subspan(found.start, found.size);
    found.is_plain = data.size() >= 2 && data[0] == filler && data[1] == filler;
    if (mode->extension != 0) found.extension = user_data[header_size];
    return found;
}

std::string describe(const Encryption& encryption) {
    std::string text = fmt::format("{}, mode {}", encryption.is_plain ? "decrypted" : "encrypted", encryption.mode);
    if (encryption.blocks != 0)
        text += fmt::format(", {} block{}", encryption.blocks, encryption.blocks == 1 ? "" : "s");
    if (!encryption.complete) text += fmt::format(" (only {} bytes of them)", encryption.size);
    return text;
}

}  // namespace otbench::bus
