#include "bus/master/scan.hpp"

#include <algorithm>
#include <utility>

#include "bus/master/slave_mask.hpp"
#include "bus/message/answer.hpp"

namespace otbench::bus {
namespace {

constexpr std::uint8_t wild_nibble = 0xF;

bool same(const DeviceKey& a, const DeviceKey& b) {
    return a.id == b.id && a.manufacturer == b.manufacturer && a.version == b.version && a.medium == b.medium;
}

/// A slave, as identified by its answer.
FoundSlave identify(const OctetBuffer& telegram) {
    FoundSlave slave;
    const auto frame = parse_frame(telegram);
    slave.primary = frame->address;
    slave.telegram = telegram;
    const auto answer = parse_answer(frame->control, frame->ci, frame->data);
    if (const auto* data = answer ? std::get_if<Telegram>(&*answer) : nullptr) slave.device = data->device();
    return slave;
}

std::uint8_t digit_at(std::uint32_t digits, int place) {
    return static_cast<std::uint8_t>(digits >> 4 * (7 - place) & 0xF);
}
std::uint32_t with_digit(std::uint32_t digits, int place, std::uint8_t digit) {
    const int shift = 4 * (7 - place);
    return (digits & ~(0xFU << shift)) | static_cast<std::uint32_t>(digit) << shift;
}

/// The place of the wild digit that is fixed next, 0 being the first one; nothing when all are fixed.
std::optional<int> next_wild_digit(std::uint32_t digits, DigitOrder order) {
    for (int i = 0; i < 8; ++i) {
        const int place = order == DigitOrder::first_digit_first ? i : 7 - i;
        if (digit_at(digits, place) == wild_nibble) return place;
    }
    return std::nullopt;
}

/// Most selections of a search mean no slave, so each of them is one frame; and only where a slave may be selected
/// there is one to be deselected.
MasterOptions searching(MasterOptions options) {
    options.style.deselections = 0;
    options.style.select_repeats = options.style.request_repeats = options.scan_repeats;
    return options;
}

class SecondaryScan {
public:
    SecondaryScan(Master& master, DigitOrder order, const ScanObserver& observer)
        : master_(master.line(), searching(master.options())), order_(order), observer_(observer) {}

    ScanResult run(const SelectSlave& mask) {
        (void)master_.initialise(address::selected);
        if (probe(mask) == Probe::several) divide(mask);
        deselect();
        return std::move(result_);
    }

private:
    enum class Probe { none, one, several };

    /// Selects; nothing was selected before.
    Outcome select(const SelectSlave& slave) {
        deselect();
        const auto outcome = master_.select(slave).outcome;
        may_be_selected_ = outcome != Outcome::silence;
        return outcome;
    }
    void deselect() {
        if (std::exchange(may_be_selected_, false)) (void)master_.initialise(address::selected);
    }

    /// Whether one slave, several or none are meant by a mask; one is reported.
    Probe probe(const SelectSlave& mask) {
        if (!observer_.mask_next(mask)) result_.stopped = true;
        if (result_.stopped) return Probe::none;
        ++result_.questions;
        const auto selected = select(mask);
        if (selected == Outcome::silence) return Probe::none;
        if (selected != Outcome::acknowledged) return Probe::several;
        const auto answer = master_.request(address::selected);
        if (answer.outcome == Outcome::silence) return Probe::none;  // what acknowledged was noise, or has gone
        if (answer.outcome != Outcome::answered) return Probe::several;
        FoundSlave slave = identify(answer.octets);
        slave.fabrication_number = mask.fabrication_number;
        if (slave.device && !confirm(*slave.device, mask)) return Probe::several;
        report(std::move(slave));
        return Probe::one;
    }

    /// Whether the slave is there under its whole address: no sum of others' answers.
    bool confirm(const DeviceKey& device, const SelectSlave& mask) {
        const bool asked_alone = same(device, mask.device);
        if (asked_alone) return true;
        ++result_.questions;
        if (select({device, mask.fabrication_number}) != Outcome::acknowledged) return false;
        const auto again = master_.request(address::selected);
        if (again.outcome != Outcome::answered) return false;
        const auto told = identify(again.octets).device;
        return told && same(*told, device);
    }

    void report(FoundSlave slave) {
        const bool known = std::any_of(result_.found.begin(), result_.found.end(), [&](const FoundSlave& other) {
            return other.device && slave.device && same(*other.device, *slave.device) &&
                   other.fabrication_number == slave.fabrication_number;
        });
        if (known) return;
        if (!observer_.found(slave)) result_.stopped = true;
        result_.found.push_back(std::move(slave));
    }

    /// Several slaves are meant by `mask`: narrower masks, in the order of what usually tells slaves apart.
    void divide(const SelectSlave& mask) {
        if (const auto place = next_wild_digit(mask.device.id, order_)) {
            divide_by_digit(mask, [&](SelectSlave& narrower, std::uint8_t digit) {
                narrower.device.id = with_digit(mask.device.id, *place, digit);
            });
            return;
        }
        if (divide_by_fabrication_number(mask) || result_.stopped) return;
        if (divide_by_octet(mask, &DeviceKey::medium) || result_.stopped) return;
        if (divide_by_octet(mask, &DeviceKey::version) || result_.stopped) return;
        result_.collisions.push_back({std::nullopt, mask});
    }

    template <class Fix>
    bool divide_by_digit(const SelectSlave& mask, Fix fix) {
        const auto try_digits = [&](std::uint8_t first, std::uint8_t last) {
            bool heard = false;
            for (std::uint8_t digit = first; digit <= last && !result_.stopped; ++digit) {
                SelectSlave narrower = mask;
                fix(narrower, digit);
                const auto there = probe(narrower);
                heard |= there != Probe::none;
                if (there == Probe::several) divide(narrower);
            }
            return heard;
        };
        return try_digits(0x0, 0x9) || try_digits(0xA, 0xE);
    }

    bool divide_by_fabrication_number(const SelectSlave& mask) {
        const std::uint32_t digits = mask.fabrication_number.value_or(0xFFFFFFFF);
        const auto place = next_wild_digit(digits, order_);
        if (!place) return false;
        return divide_by_digit(mask, [&](SelectSlave& narrower, std::uint8_t digit) {
            narrower.fabrication_number = with_digit(digits, *place, digit);
        });
    }

    bool divide_by_octet(const SelectSlave& mask, std::uint8_t DeviceKey::*part) {
        constexpr int wild = 0xFF;
        if (mask.device.*part != wild) return false;
        bool heard = false;
        for (int octet = 0; octet < wild && !result_.stopped; ++octet) {
            SelectSlave narrower = mask;
            narrower.device.*part = static_cast<std::uint8_t>(octet);
            const auto there = probe(narrower);
            heard |= there != Probe::none;
            if (there == Probe::several) divide(narrower);
        }
        return heard;
    }

    Master master_;
    bool may_be_selected_ = false;
    const DigitOrder order_;
    const ScanObserver& observer_;
    ScanResult result_;
};

}  // namespace

ScanResult scan_primary(Master& master, std::uint8_t first, std::uint8_t last, const ScanObserver& observer) {
    ScanResult result;
    for (int number = first; number <= last; ++number) {
        const auto address = static_cast<std::uint8_t>(number);
        if (!observer.primary_next(address)) result.stopped = true;
        if (result.stopped) break;
        ++result.questions;
        const auto there = master.initialise(address);
        if (there.outcome == Outcome::silence) continue;
        const auto answer = master.request(address);
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
    return result;
}

ScanResult scan_secondary(Master& master, const SelectSlave& mask, DigitOrder order, const ScanObserver& observer) {
    return SecondaryScan{master, order, observer}.run(mask);
}

}  // namespace otbench::bus
