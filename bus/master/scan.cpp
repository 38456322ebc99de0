#include "bus/master/scan.hpp"

#include <utility>

#include "bus/master/identify.hpp"
#include "bus/master/slave_mask.hpp"

namespace otbench::bus {
ScanResult scan_primary(Master& master, std::uint8_t first, std::uint8_t last, const ScanObserver& observer) {
    const auto& style = master.options().style.search;
    ScanResult result;
    const auto sent_before = master.frames_sent();
    for (int number = first; number <= last; ++number) {
        const auto address = static_cast<std::uint8_t>(number);
        if (!observer.primary_next(address)) result.stopped = true;
        if (result.stopped) break;
        const auto there = master.initialise(address, style.repeats);
        if (there.outcome == Outcome::silence) continue;
        const auto answer = style.asks_for_data ? master.request(address) : Exchange{};
        if (answer.outcome == Outcome::damaged || there.outcome != Outcome::acknowledged) {
            result.collisions.push_back({address, every_slave()});
            continue;
        }
        FoundSlave slave;
        if (answer.outcome == Outcome::answered) slave = identify(answer.octets);
        slave.primary = address;
        if (!observer.found(slave)) result.stopped = true;
        result.found.push_back(std::move(slave));
    }
    result.frames = master.frames_sent() - sent_before;
    return result;
}

}  // namespace otbench::bus
