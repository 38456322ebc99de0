#include "bus/message/authentication_layer.hpp"

namespace otbench::bus {
namespace {

// EN 13757-7, fragmentation control: which fields follow. Control, key information and counter come in this order; the
// authentication code and the length behind them are of no use here.
constexpr std::uint16_t more_fragments = 1u << 14, has_control = 1u << 13, has_counter = 1u << 11,
                        has_key_information = 1u << 9;
constexpr std::size_t fragmentation_control_size = 2;
constexpr std::size_t counter_size = 4;

}  // namespace

Decoded<AuthenticatedAnswer> unwrap_authentication_layer(OctetView user_data) {
    if (user_data.empty()) return CodecError{CodecErrc::no_user_data};
    const std::size_t length = user_data[0];
    const std::size_t end = 1 + length;
    if (length < fragmentation_control_size || end >= user_data.size())
        return CodecError{CodecErrc::header_too_short, user_data.size() - 1, user_data[user_data.size() - 1]};
    const auto control = static_cast<std::uint16_t>(little_endian(user_data.subspan(1, fragmentation_control_size)));
    if (control & more_fragments) return CodecError{CodecErrc::fragmented, 2, user_data[2]};
    AuthenticatedAnswer answer;
    std::size_t at = 1 + fragmentation_control_size;
    if (control & has_control) ++at;
    if (control & has_key_information) at += 2;
    if ((control & has_counter) && at + counter_size <= end)
        answer.counter = static_cast<std::uint32_t>(little_endian(user_data.subspan(at, counter_size)));
    answer.ci = user_data[end];
    answer.data = user_data.subspan(end + 1);
    return answer;
}

}  // namespace otbench::bus
