#include "bus/message/more_follow.hpp"

#include "bus/message/answer_layout.hpp"
#include "bus/message/byte_order.hpp"
#include "bus/message/telegram.hpp"

namespace otbench::bus {

bool announces_another(std::uint8_t ci, OctetView user_data) {
    if (has_big_endian(ci)) ci &= static_cast<std::uint8_t>(~ci_big_endian);
    const AnswerLayout& layout = answer_layout(ci);
    if (layout.content != AnswerLayout::Content::variable) return false;
    const auto telegram = Telegram::parse(user_data, layout.header);
    if (!telegram) return false;
    RecordWalker walker{telegram->octets(), telegram->first_record(), Dialect::standard};
    for (auto record = walker.next(); record && *record != nullptr; record = walker.next())
        if ((*record)->kind == Record::Kind::more_follow) return true;
    return false;
}

}  // namespace otbench::bus
