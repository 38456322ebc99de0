#include "bus/message/answer.hpp"

#include "bus/frame/frame.hpp"

namespace otbench::bus {

Decoded<FixedData> FixedData::parse(OctetView user_data) {
    if (user_data.empty()) return CodecError{CodecErrc::no_user_data};
    if (user_data.size() != size)
        return CodecError{CodecErrc::wrong_fixed_length, user_data.size() - 1, user_data[user_data.size() - 1]};
    return FixedData{user_data};
}

Decoded<Answer> parse_answer(std::uint8_t control_field, std::uint8_t ci, OctetView user_data) {
    if (control_field & control::from_master) return CodecError{CodecErrc::wrong_direction, 0, control_field};
    switch (ci) {
        case ci_application_error: return Answer{ApplicationError{user_data.empty() ? std::uint8_t{0} : user_data[0]}};
        case ci_fixed_data: {
            const auto fixed = FixedData::parse(user_data);
            if (!fixed) return fixed.error();
            return Answer{*fixed};
        }
        case ci_variable_data: {
            const auto telegram = Telegram::parse(user_data);
            if (!telegram) return telegram.error();
            return Answer{*telegram};
        }
        default: return CodecError{CodecErrc::unknown_control_information, 0, ci};
    }
}

}  // namespace otbench::bus
