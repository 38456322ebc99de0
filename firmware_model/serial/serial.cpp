#include "firmware_model/serial/serial.hpp"

namespace otbench::firmware {

bool Serial::send(boost::span<const std::uint8_t> octets, Cause cause) {
    if (uses_mezzanine()) return mezzanine->send(octets, cause);
    uart.send(octets, cause);
    return true;
}

void Serial::fetch() {
    if (uses_mezzanine()) mezzanine->fetch();
}

bool Serial::has_received() {
    return uses_mezzanine() ? !mezzanine->received().empty() : !uart.received().empty();
}

std::optional<ReceivedOctet> Serial::read() {
    return uses_mezzanine() ? mezzanine->received().pop() : uart.received().pop();
}

void Serial::clear_received() {
    if (uses_mezzanine()) {
        mezzanine->received().clear();
    } else {
        uart.received().clear();
    }
}

}  // namespace otbench::firmware
