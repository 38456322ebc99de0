#include "bus/message/telegram.hpp"

#include <fmt/core.h>

namespace otbench::bus {

Decoded<Telegram> Telegram::parse(OctetView user_data, Header header) {
    const Telegram telegram{user_data, header};
    if (user_data.empty()) return CodecError{CodecErrc::no_user_data};
    if (user_data.size() < telegram.header_end())
        return CodecError{CodecErrc::header_too_short, user_data.size() - 1, user_data[user_data.size() - 1]};
    return telegram;
}

std::string secondary_address(const DeviceKey& device) {
    return fmt::format("{:08X}{:02X}{:02X}{:02X}{:02X}", device.id, device.manufacturer & 0xFF,
                       device.manufacturer >> 8, device.version, device.medium);
}

}  // namespace otbench::bus
