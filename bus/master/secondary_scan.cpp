#include <algorithm>
#include <bitset>
#include <utility>

#include "bus/master/identify.hpp"
#include "bus/master/scan.hpp"
#include "bus/master/search_knowledge.hpp"
#include "bus/master/slave_mask.hpp"

namespace otbench::bus {
namespace {

constexpr int id_digits = 8;
constexpr std::uint8_t wild_nibble = 0xF;
constexpr int unknown_cost = 11, most_cost = 12;  ///< of fixing a digit; up to 10 are decimal digits to select

bool same(const DeviceKey& a, const DeviceKey& b) {
    return a.id == b.id && a.manufacturer == b.manufacturer && a.version == b.version && a.medium == b.medium;
}

/// The nibble of the digit at `place`, 0 being the first one, in eight digits.
constexpr int shift_of(int place) {
    return 4 * (id_digits - 1 - place);
}
std::uint8_t digit_at(std::uint32_t digits, int place) {
    return static_cast<std::uint8_t>(digits >> shift_of(place) & 0xF);
}
std::uint32_t with_digit(std::uint32_t digits, int place, std::uint8_t digit) {
    return (digits & ~(0xFU << shift_of(place))) | static_cast<std::uint32_t>(digit) << shift_of(place);
}
SelectSlave with_id_digit(SelectSlave mask, int place, std::uint8_t digit) {
    mask.device.id = with_digit(mask.device.id, place, digit);
    return mask;
}

std::uint32_t wild_nibbles(std::uint32_t digits) {
    std::uint32_t wild = 0;
    for (int place = 0; place < id_digits; ++place)
        if (digit_at(digits, place) == wild_nibble) wild = with_digit(wild, place, wild_nibble);
    return wild;
}

/// The place of the wild digit that is fixed next; nothing when all are fixed.
std::optional<int> next_wild_digit(std::uint32_t digits, DigitOrder order) {
    for (int i = 0; i < id_digits; ++i) {
        const int place = order == DigitOrder::first_digit_first ? i : id_digits - 1 - i;
        if (digit_at(digits, place) == wild_nibble) return place;
    }
    return std::nullopt;
}

/// Most selections of a search mean no slave, so each of them is one frame: a selection ends the one before.
MasterOptions searching(MasterOptions options) {
    auto& style = options.style;
    style.deselections = style.search.deselects_each ? 1 : 0;
    style.select_repeats = style.request_repeats = style.search.repeats;
    return options;
}

class SecondaryScan {
public:
    SecondaryScan(Master& master, const ScanObserver& observer)
        : style_(master.options().style), master_(master.line(), searching(master.options())), observer_(observer) {}

    ScanResult run(const SelectSlave& mask) {
        if (style_.search.deselects_before)
            for (int i = 0; i < std::max(style_.deselections, 1); ++i) (void)master_.initialise(address::selected);
        const bool divides_at_once = !style_.search.asks_all_first && wild_nibbles(mask.device.id) != 0;
        if (divides_at_once || probe(mask) == Population::several) {
            if (style_.search.order == DigitOrder::adaptive) compare_digits(mask);
            divide(mask);
        }
        if (may_be_selected_ && style_.deselects_after) (void)master_.initialise(address::selected);
        result_.frames = master_.frames_sent();
        return std::move(result_);
    }

private:
    Outcome select(const SelectSlave& slave) {
        const auto outcome = master_.select(slave).outcome;
        may_be_selected_ = outcome != Outcome::silence;
        return outcome;
    }

    /// How many slaves a mask means, from the line if that is not known; one is reported.
    Population probe(const SelectSlave& mask) {
        if (const auto known = knowledge_.of(mask)) return *known;
        if (!observer_.mask_next(mask)) result_.stopped = true;
        result_.gave_up = master_.frames_sent() >= style_.search.most_frames;
        result_.stopped |= result_.gave_up;
        if (result_.stopped) return Population::none;
        std::optional<SelectSlave> slave;
        const auto population = ask(mask, slave);
        knowledge_.add(mask, population, slave);
        return population;
    }

    Population ask(const SelectSlave& mask, std::optional<SelectSlave>& only) {
        const auto selected = select(mask);
        if (selected == Outcome::silence) return Population::none;
        if (selected != Outcome::acknowledged) return Population::several;
        const auto answer = master_.request(address::selected);
        if (answer.outcome == Outcome::silence) return Population::none;  // what acknowledged was noise, or has gone
        if (answer.outcome != Outcome::answered) return Population::several;
        FoundSlave slave = identify(answer.octets);
        slave.fabrication_number = mask.fabrication_number;
        if (slave.device) {
            only = SelectSlave{*slave.device, mask.fabrication_number};
            if (style_.search.confirms && !is_credible(*only, mask)) return Population::several;
        }
        report(std::move(slave));
        return Population::one;
    }

    /// Whether an answer to a mask is that of the slave that it names, not a sum of others' answers.
    bool is_credible(const SelectSlave& slave, const SelectSlave& mask) {
        if (!covers(mask, slave)) return false;
        const auto wild = wild_nibbles(mask.device.id);
        const bool continues = std::any_of(result_.found.begin(), result_.found.end(), [&](const FoundSlave& other) {
            if (!other.device) return false;
            auto alike = *other.device;
            alike.id = (alike.id & wild) | (slave.device.id & ~wild);
            return same(alike, slave.device);
        });
        return wild == 0 || continues || select(slave) == Outcome::acknowledged;
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

    /// Meters of one delivery differ in their last digits, and a digit that takes few values divides them at the least
    /// cost: asks for each value of the last digits, up to the first one with few values.
    void compare_digits(const SelectSlave& mask) {
        constexpr std::size_t most_places = 3, few_values = 4;
        for (int place = id_digits - 1; place >= 0 && compared_.count() < most_places; --place) {
            if (digit_at(mask.device.id, place) != wild_nibble) continue;
            std::size_t values = 0;
            for (std::uint8_t digit = 0; digit <= 9 && !result_.stopped; ++digit)
                values += probe(with_id_digit(mask, place, digit)) == Population::none ? 0 : 1;
            compared_.set(static_cast<std::size_t>(place));
            if (values <= few_values) return;
        }
    }

    /// The digit of the identification number that is fixed next; nothing when all are fixed.
    std::optional<int> next_id_digit(const SelectSlave& mask) const {
        if (style_.search.order != DigitOrder::adaptive) return next_wild_digit(mask.device.id, style_.search.order);
        std::optional<int> next;
        int lowest = most_cost + 1;
        for (int place = 0; place < id_digits; ++place) {
            if (digit_at(mask.device.id, place) != wild_nibble) continue;
            const int cost = cost_of(mask, place);
            if (cost < lowest || (cost == lowest && cost == unknown_cost)) next = place;  // of these the last one
            lowest = std::min(lowest, cost);
        }
        return next;
    }

    /// How many selections fixing a digit takes; more where its values were not compared, and most where it is known
    /// not to divide.
    int cost_of(const SelectSlave& mask, int place) const {
        if (!compared_[static_cast<std::size_t>(place)]) return unknown_cost;
        const int values = possible_values(mask, place);
        return values < 2 ? most_cost : values;
    }

    int possible_values(const SelectSlave& mask, int place) const {
        int values = 0;
        for (std::uint8_t digit = 0; digit <= 9; ++digit)
            values += knowledge_.of(with_id_digit(mask, place, digit)) == Population::none ? 0 : 1;
        return values;
    }

    /// Several slaves are meant by `mask`: narrower masks, in the order of what usually tells slaves apart.
    void divide(const SelectSlave& mask) {
        if (const auto place = next_id_digit(mask)) {
            divide_by_digit(mask, [&](SelectSlave& narrower, std::uint8_t digit) {
                narrower = with_id_digit(mask, *place, digit);
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
                heard |= there != Population::none;
                if (there == Population::several) divide(narrower);
            }
            return heard;
        };
        return try_digits(0x0, 0x9) || try_digits(0xA, 0xE);
    }

    bool divide_by_fabrication_number(const SelectSlave& mask) {
        const std::uint32_t digits = mask.fabrication_number.value_or(wild_digits);
        const auto place = next_wild_digit(digits, style_.search.order);
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
            heard |= there != Population::none;
            if (there == Population::several) divide(narrower);
        }
        return heard;
    }

    const MasterStyle style_;
    Master master_;
    const ScanObserver& observer_;
    bool may_be_selected_ = false;
    SearchKnowledge knowledge_;
    std::bitset<id_digits> compared_;  ///< digits whose values were asked for over the whole search
    ScanResult result_;
};

}  // namespace

ScanResult scan_secondary(Master& master, const SelectSlave& mask, const ScanObserver& observer) {
    return SecondaryScan{master, observer}.run(mask);
}

}  // namespace otbench::bus
