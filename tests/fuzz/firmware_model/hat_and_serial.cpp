// What outside octets and edges can do to the hat and the mezzanine: never a crash, nothing lost without a reason.
// Input: operations of two octets each, what and how much.
#include <map>
#include <memory>

#include "firmware_model/board/hat_eeprom.hpp"
#include "firmware_model/board/sc16is752.hpp"
#include "firmware_model/board/uart0.hpp"
#include "firmware_model/serial/mezzanine_ring.hpp"
#include "tests/firmware_model/fake_alarms.hpp"
#include "tests/fuzz/fuzz_input.hpp"

namespace {

using namespace otbench;
using namespace otbench::firmware;
using otbench::fuzz::require;

class CountingSink : public EventSink {
public:
    Cause record(Nanoseconds /*at*/, std::string_view /*kind*/, Cause /*cause*/,
                 std::initializer_list<EventField> /*fields*/) override {
        return Cause{++count_};
    }

private:
    std::uint64_t count_ = 0;
};

/// Both UARTs on lines that the input moves.
class Chips {
public:
    void operate(std::uint8_t what, std::uint8_t amount) {
        switch (what % 8) {
            case 0: alarms_.run_until(alarms_.now() + amount * std::chrono::microseconds{50}); break;
            case 1: line(amount % 2 != 0); break;
            case 2: uart_.receive(amount, Cause::none); break;
            case 3: mezzanine_.receive(amount % 2, amount, Cause::none); break;
            case 4: uart_.configure(amount * 997U, amount, Cause::none); break;
            case 5: write(what >> 3, amount); break;
            case 6: read(what >> 3); break;
            case 7: uart_.send({reinterpret_cast<const char*>(&amount), 1}, Cause::none); break;
        }
    }
    void finish() {
        int kept = 0;
        while (uart_.read()) ++kept;
        require(kept <= int{Uart0::fifo_octets}, "the FIFO keeps its size");
    }

private:
    void line(bool level) {
        uart_.rx_changed(alarms_.now(), level, Cause::none);
        mezzanine_.lines().set_external(Sc16is752::rx_pin(0), alarms_.now(), level, Cause::none);
    }
    void write(int sub_address, std::uint8_t value) {
        const std::uint8_t octets[] = {static_cast<std::uint8_t>(sub_address << 1), value};
        mezzanine_.write(octets, Cause::none);
    }
    void read(int sub_address) {
        const std::uint8_t octets[] = {static_cast<std::uint8_t>(sub_address << 1)};
        mezzanine_.write(octets, Cause::none);
        ring_.push(mezzanine_.read());
    }

    FakeAlarms alarms_;
    PinBank pins_;
    CountingSink events_;
    FirmwareOptions options_;
    Uart0 uart_{alarms_, pins_, events_, options_, [this] { (void)uart_.read(); }};
    Sc16is752 mezzanine_{alarms_, events_, [](bool /*level*/, Cause /*cause*/) {}};
    MezzanineRing ring_{false};
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    Chips chips;
    for (std::size_t i = 0; i + 1 < size; i += 2) chips.operate(data[i], data[i + 1]);
    chips.finish();

    if (const auto identity = parse_hat_eeprom({data, size})) {
        const auto again = parse_hat_eeprom(hat_eeprom_image(*identity));
        require(again && again->vendor == identity->vendor && again->uuid == identity->uuid,
                "what was read is read the same once written");
    }
    return 0;
}
