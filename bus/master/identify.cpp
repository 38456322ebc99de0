#include "bus/master/identify.hpp"

#include "bus/message/answer.hpp"

namespace otbench::bus {

FoundSlave identify(const OctetBuffer& telegram) {
    FoundSlave slave;
    const auto frame = parse_frame(telegram);
    slave.primary = frame->address;
    slave.telegram = telegram;
    const auto answer = parse_answer(frame->control, frame->ci, frame->data);
    if (const auto* data = answer ? std::get_if<Telegram>(&*answer) : nullptr) slave.device = data->device();
    return slave;
}

}  // namespace otbench::bus
