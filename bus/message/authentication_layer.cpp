#include "bus/message/authentication_layer.hpp"

#include <array>

namespace otbench::bus {
namespace {

// EN 13757-7, fragmentation control: which fields follow, in this order: message control, key information, counter,
// authentication code, message length.
constexpr std::uint16_t more_fragments = 1u << 14, has_control = 1u << 13, has_length = 1u << 12,
                        has_counter = 1u << 11, has_code = 1u << 10, has_key_information = 1u << 9;
constexpr std::size_t fragmentation_control_size = 2, key_information_size = 2, counter_size = 4, length_size = 2;

// EN 13757-7, message control, kind of authentication: octets of its code. 3 to 7 are AES-CMAC-128 cut short, 8 is
// AES-GMAC-128.
constexpr std::array<std::uint8_t, 9> code_sizes = {0, 0, 0, 2, 4, 8, 12, 16, 12};

/// Takes fields off the front of the layer.
class LayerFields {
public:
    explicit LayerFields(OctetView octets) : rest_(octets) {}

    /// The next `size` octets when `present`; else none, and the layer is too short when they are missing.
    OctetView next(bool present, std::size_t size) {
        if (!present) return {};
        complete_ = complete_ && rest_.size() >= size;
        if (!complete_) return {};
        const OctetView field = rest_.first(size);
        rest_ = rest_.subspan(size);
        return field;
    }
    [[nodiscard]] bool complete() const { return complete_; }

private:
    OctetView rest_;
    bool complete_ = true;
};

}  // namespace

std::size_t authentication_code_size(std::uint8_t message_control) {
    const std::size_t kind = message_control & 0x0F;
    return kind < code_sizes.size() ? code_sizes[kind] : 0;
}

Decoded<AuthenticatedAnswer> unwrap_authentication_layer(OctetView user_data) {
    if (user_data.empty()) return CodecError{CodecErrc::no_user_data};
    const CodecError too_short{CodecErrc::header_too_short, user_data.size() - 1, user_data[user_data.size() - 1]};
    const std::size_t length = user_data[0];
    const std::size_t end = 1 + length;
    if (length < fragmentation_control_size || end >= user_data.size()) return too_short;
    LayerFields fields{user_data.subspan(1, length)};
    const auto present = static_cast<std::uint16_t>(little_endian(fields.next(true, fragmentation_control_size)));
    if (present & more_fragments) return CodecError{CodecErrc::fragmented, 2, user_data[2]};
    AuthenticatedAnswer answer;
    const OctetView control = fields.next((present & has_control) != 0, 1);
    if (!control.empty()) answer.message_control = control[0];
    fields.next((present & has_key_information) != 0, key_information_size);
    const OctetView counter = fields.next((present & has_counter) != 0, counter_size);
    if (!counter.empty()) answer.counter = static_cast<std::uint32_t>(little_endian(counter));
    answer.code = fields.next((present & has_code) != 0, authentication_code_size(answer.message_control.value_or(0)));
    answer.length = fields.next((present & has_length) != 0, length_size);
    if (!fields.complete()) return too_short;
    answer.message = user_data.subspan(end);
    return answer;
}

}  // namespace otbench::bus
