#include "meters/tape/anonymise.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <functional>
#include <map>
#include <optional>
#include <set>

#include "base/numbers.hpp"
#include "bus/frame/frame.hpp"
#include "bus/message/answer.hpp"
#include "bus/record/record.hpp"

namespace otbench::meters {
namespace {

constexpr std::size_t head_size = 7;  ///< of a long frame, up to CI
constexpr std::size_t tail_size = 2;
constexpr std::size_t id_size = 4;
constexpr std::size_t least_pattern = 3;  ///< shorter ones are in any telegram by chance
constexpr std::uint8_t ci_data_send = 0x51;
constexpr std::uint8_t ci_records_alone = 0x78;  ///< variable data without a header

/// Control information before an identification number, in the order that mode 1 or mode 2 sends its bytes.
struct Headed {
    std::uint8_t ci;
    bool big_endian;
};
constexpr Headed headed_answers[] = {{bus::ci_variable_data, false}, {bus::ci_fixed_data, false}, {0x76, true}};
constexpr Headed headed_selections[] = {{0x52, false}, {0x56, true}};

std::optional<bool> is_big_endian(std::uint8_t ci, bool from_slave) {
    const auto find = [&](const auto& kinds) -> std::optional<bool> {
        for (const Headed& kind : kinds)
            if (kind.ci == ci) return kind.big_endian;
        return {};
    };
    return from_slave ? find(headed_answers) : find(headed_selections);
}

/// Eight digits as a number written in hex, with A to F where they are sent.
std::uint32_t digits_at(OctetView octets, bool big_endian) {
    OctetBuffer id{octets.begin(), octets.begin() + id_size};
    if (big_endian) std::reverse(id.begin(), id.end());
    return static_cast<std::uint32_t>(little_endian(id));
}

OctetBuffer octets_of(std::uint32_t number, bool big_endian) {
    OctetBuffer octets;
    for (std::size_t i = 0; i < id_size; ++i) octets.push_back(static_cast<std::uint8_t>(number >> (8 * i)));
    if (big_endian) std::reverse(octets.begin(), octets.end());
    return octets;
}

constexpr int digit_bits = 4;
constexpr std::uint32_t wild = 0xF;

std::uint32_t digit_of(std::uint32_t number, int shift) {
    return number >> shift & wild;
}
bool has_wildcard(std::uint32_t mask) {
    for (int shift = 0; shift < 32; shift += digit_bits)
        if (digit_of(mask, shift) == wild) return true;
    return false;
}
/// `number` with the wildcards of `mask`.
std::uint32_t masked(std::uint32_t number, std::uint32_t mask) {
    for (int shift = 0; shift < 32; shift += digit_bits)
        if (digit_of(mask, shift) == wild) number |= wild << shift;
    return number;
}

/// What identifies a meter or its owner, and what takes its place.
class Disguise {
public:
    void add_number(std::uint32_t digits) {
        if (digits != 0 && !has_wildcard(digits) && known_.insert(digits).second) numbers_.push_back(digits);
    }
    /// Octets of a record: digits, characters, or anything else.
    void add_octets(OctetView octets) {
        const bool says_nothing = std::all_of(octets.begin(), octets.end(), [&](auto octet) {
            return octet == octets[0] && (octet == 0 || octet == 0xFF || octet == ' ');
        });
        if (octets.size() >= least_pattern && !says_nothing) others_.insert({octets.begin(), octets.end()});
    }

    /// When all is added.
    void choose() {
        std::uint32_t next = 10'000'001;
        const auto invent = [&] {
            for (;;) {
                const auto digits = *parse_integer<std::uint32_t>(std::to_string(next++), 16);
                if (known_.count(digits) == 0) return digits;
            }
        };
        for (const auto number : numbers_) {
            const auto other = chosen_[number] = invent();
            const auto forms = forms_of(number), other_forms = forms_of(other);
            for (std::size_t i = 0; i < forms.size(); ++i) add_pattern(forms[i], other_forms[i]);
        }
        for (const auto& octets : others_) add_pattern(octets, other_octets(octets));
    }

    /// Replaces wherever one of them stands, from `begin` on.
    void apply(OctetBuffer& octets, std::size_t begin) const {
        for (std::size_t i = begin; i < octets.size();) {
            const auto other = replacement_at(octets, i);
            std::copy(other.begin(), other.end(), octets.begin() + static_cast<std::ptrdiff_t>(i));
            i += std::max<std::size_t>(other.size(), 1);
        }
    }
    /// What takes the place of a number, wildcards allowed; nothing for an unknown one.
    [[nodiscard]] std::optional<std::uint32_t> of(std::uint32_t mask) const {
        for (const auto number : numbers_)
            if (masked(number, mask) == masked(mask, mask)) return masked(chosen_.at(number), mask);
        return {};
    }

private:
    /// BCD in both orders, text in both orders, and as an integer where all digits are decimal.
    static std::vector<OctetBuffer> forms_of(std::uint32_t number) {
        const auto text = fmt::format("{:08X}", number);
        std::vector<OctetBuffer> forms = {octets_of(number, false),
                                          octets_of(number, true),
                                          {text.begin(), text.end()},
                                          {text.rbegin(), text.rend()}};
        if (const auto decimal = parse_integer<std::uint32_t>(text)) {
            forms.push_back(octets_of(*decimal, false));
            forms.push_back(octets_of(*decimal, true));
        }
        return forms;
    }
    /// As long, and text where it was text.
    static OctetBuffer other_octets(const OctetBuffer& octets) {
        const bool is_text =
            std::all_of(octets.begin(), octets.end(), [](auto octet) { return octet >= ' ' && octet < 0x7F; });
        return OctetBuffer(octets.size(), static_cast<std::uint8_t>(is_text ? '0' : 0));
    }
    void add_pattern(const OctetBuffer& octets, const OctetBuffer& other) {
        patterns_[octets.size()].emplace(octets, other);
    }
    /// What takes the place of the longest pattern that begins at `at`; empty without one.
    [[nodiscard]] OctetView replacement_at(const OctetBuffer& octets, std::size_t at) const {
        for (const auto& [size, patterns] : patterns_) {
            if (size > octets.size() - at) continue;
            const auto begin = octets.begin() + static_cast<std::ptrdiff_t>(at);
            const auto found = patterns.find(OctetBuffer{begin, begin + static_cast<std::ptrdiff_t>(size)});
            if (found != patterns.end()) return found->second;
        }
        return {};
    }

    std::vector<std::uint32_t> numbers_;
    std::set<std::uint32_t> known_;
    std::map<std::uint32_t, std::uint32_t> chosen_;
    std::set<OctetBuffer> others_;
    std::map<std::size_t, std::map<OctetBuffer, OctetBuffer>, std::greater<>> patterns_;  ///< by size, longest first
};

bool identifies(bus::Quantity quantity) {
    using Q = bus::Quantity;
    return quantity == Q::fabrication_number || quantity == Q::identification || quantity == Q::customer ||
           quantity == Q::customer_location;
}

void add_records(bus::RecordWalker records, Disguise& disguise) {
    for (;;) {
        const auto record = records.next();
        if (!record || *record == nullptr) return;
        if ((*record)->kind != bus::Record::Kind::data || !identifies(bus::vif_entry((*record)->vif_code()).quantity))
            continue;
        const OctetView data = (*record)->data;
        if ((*record)->field() == bus::DataField::bcd8)
            disguise.add_number(digits_at(data, false));
        else
            disguise.add_octets(data);
    }
}

void add_frame(const bus::CapturedFrame& recorded, Disguise& disguise) {
    const auto frame = bus::parse_frame(recorded.octets);
    if (!frame || frame->kind != bus::FrameKind::long_frame) return;
    const bool from_slave = recorded.direction == bus::Direction::from_slave;
    const auto order = is_big_endian(frame->ci, from_slave);
    if (order && frame->data.size() >= id_size) disguise.add_number(digits_at(frame->data, *order));
    if (const auto telegram = bus::Telegram::parse(frame->data);
        from_slave && frame->ci == bus::ci_variable_data && telegram)
        add_records({frame->data, telegram->first_record(), bus::Dialect::standard}, disguise);
    if (from_slave && frame->ci == ci_records_alone) add_records({frame->data, 0, bus::Dialect::standard}, disguise);
    if (!from_slave && frame->ci == ci_data_send) add_records({frame->data, 0, bus::Dialect::standard}, disguise);
}

/// The number of a header, which may be damaged, and of a selection, which may have wildcards.
void replace_headed(OctetBuffer& octets, bool from_slave, bool damaged, const Disguise& disguise) {
    if (octets.size() <= head_size || octets[0] != bus::octet::long_start) return;
    const auto order = is_big_endian(octets[head_size - 1], from_slave);
    if (!order) return;
    const auto place = octets.begin() + head_size;
    const bool is_whole = octets.size() >= head_size + id_size;
    const auto other = is_whole ? disguise.of(digits_at({&*place, id_size}, *order)) : std::nullopt;
    if (other) {
        const auto replacement = octets_of(*other, *order);
        std::copy(replacement.begin(), replacement.end(), place);
    } else if (damaged) {
        std::fill(place, is_whole ? place + id_size : octets.end(), std::uint8_t{0});
    }
}

void replace(bus::CapturedFrame& recorded, const Disguise& disguise) {
    auto& octets = recorded.octets;
    const auto frame = bus::parse_frame(octets);
    if (frame && frame->kind != bus::FrameKind::long_frame) return;
    replace_headed(octets, recorded.direction == bus::Direction::from_slave, !frame, disguise);
    disguise.apply(octets, std::min(octets.size(), frame ? head_size : std::size_t{0}));
    constexpr std::size_t body = 4;
    if (frame)
        octets[octets.size() - tail_size] =
            bus::checksum(OctetView{octets}.subspan(body, octets.size() - body - tail_size));
}

}  // namespace

Tape anonymised(const Tape& tape) {
    Disguise disguise;
    for (const auto& frame : tape.frames) add_frame(frame, disguise);
    disguise.choose();
    Tape other = tape;
    other.head.source.clear();
    other.head.started = {};
    other.head.meter.clear();
    for (auto& frame : other.frames) {
        frame.comment.clear();
        replace(frame, disguise);
    }
    return other;
}

}  // namespace otbench::meters
