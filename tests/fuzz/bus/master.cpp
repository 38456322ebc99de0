// A master whose slaves answer anything: it comes to an end, and what it hands out is sound.
#include "bus/master/master.hpp"

#include "bus/master/scan.hpp"
#include "bus/master/slave_mask.hpp"
#include "bus/master/survey.hpp"
#include "tests/fuzz/fuzz_input.hpp"

namespace {

using namespace otbench;

/// Each answer is as long as its first octet says, 0 for silence; after the last one there is silence. An answer of
/// 255 octets goes on at once.
class HostileLine : public bus::MasterLine {
public:
    HostileLine(const std::uint8_t* data, std::size_t size) : rest_(data, size) {}

    void send(OctetView) override {}
    OctetBuffer receive(Nanoseconds limit) override {
        fuzz::require(limit > Nanoseconds{0}, "a master waits");
        if (rest_.empty()) return {};
        const std::size_t length = std::min<std::size_t>(rest_[0], rest_.size() - 1);
        OctetBuffer octets(rest_.begin() + 1, rest_.begin() + 1 + static_cast<std::ptrdiff_t>(length));
        rest_ = rest_.subspan(1 + length);
        return octets;
    }
    [[nodiscard]] bus::UartFormat format() const override { return {}; }
    bool set_baud(double) override { return true; }

private:
    OctetView rest_;
};

void check(const bus::Readout& readout, int most) {
    fuzz::require(readout.telegrams.size() <= static_cast<std::size_t>(most), "a readout ends");
    for (const auto& telegram : readout.telegrams)
        fuzz::require(bus::parse_frame(telegram).has_value(), "a telegram is a whole frame");
    fuzz::require(readout.end != bus::Readout::End::complete || !readout.telegrams.empty(),
                  "a complete readout has a telegram");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) return 0;
    HostileLine line{data + 1, size - 1};
    bus::MasterOptions options;
    const auto styles = bus::master_styles();
    options.style = styles[data[0] / 8 % styles.size()];
    bus::Master master{line, options};
    int left = 300;
    bus::ScanObserver observer;
    observer.mask_next = [&](const bus::SelectSlave&) { return --left > 0; };
    switch (data[0] % 6) {
        case 0: check(master.read(5), options.most_telegrams); break;
        case 1: check(master.read(bus::every_slave()), options.most_telegrams); break;
        case 2: (void)bus::scan_primary(master, 0, 20); break;
        case 3: (void)bus::scan_secondary(master, bus::every_slave(), observer); break;
        case 4:
            for (const auto& part : bus::survey(master, 5).parts)
                fuzz::require(!part.telegrams.empty(), "a part of a survey has a telegram");
            break;
        default: (void)master.set_address(5, 6); (void)master.set_baud(5, 9600);
    }
    return 0;
}
