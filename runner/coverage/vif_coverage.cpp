#include "runner/coverage/vif_coverage.hpp"

#include <fmt/core.h>

#include <variant>

#include "base/text.hpp"
#include "bus/message/answer.hpp"
#include "bus/record/vif.hpp"

namespace otbench::runner {
namespace {

std::string vif_text(const char* prefix, unsigned code, const bus::VifEntry& entry) {
    return fmt::format("{}{:02X} {}", prefix, code, name(entry.quantity));
}

std::string vif_text(bus::VifCode vif) {
    constexpr const char* prefixes[] = {"", "FB ", "FD "};
    return vif_text(prefixes[std::size_t(vif.table)], vif.code, bus::vif_entry(vif));
}

constexpr const char* second_level = "FD 7D ";

std::string vif_text(const bus::Record& record) {
    const bus::VifCode vif = record.vif_code();
    const auto behind = record.combinable_vife();
    const bool is_second_level =
        vif.table == bus::VifTable::extension_fd && vif.code == bus::vife_second_level && !behind.empty();
    if (!is_second_level) return vif_text(vif);
    const std::uint8_t code = behind[0] & 0x7F;
    return vif_text(second_level, code, bus::second_level_entry(code));
}

}  // namespace

Counts known_vifs() {
    Counts vifs;
    for (std::uint8_t code = 0; code < 0x80; ++code) {
        for (const auto table : {bus::VifTable::primary, bus::VifTable::extension_fb, bus::VifTable::extension_fd})
            if (bus::vif_entry({table, code}).quantity != bus::Quantity::reserved) vifs[vif_text({table, code})] = 0;
        const auto& entry = bus::second_level_entry(code);
        if (entry.quantity != bus::Quantity::reserved) vifs[vif_text(second_level, code, entry)] = 0;
    }
    return vifs;
}

void count_vifs(Counts& vifs, const std::string& hex) {
    constexpr std::size_t before_data = 7, behind_data = 2;
    const auto frame = parse_octets(hex);
    if (!frame || frame->size() < before_data + behind_data || frame->front() != 0x68) return;
    const OctetView octets{*frame};
    const auto answer =
        bus::parse_answer(octets[4], octets[6], octets.subspan(before_data, octets.size() - before_data - behind_data));
    const auto* telegram = answer ? std::get_if<bus::Telegram>(&*answer) : nullptr;
    if (telegram == nullptr || telegram->encryption()) return;
    auto records = telegram->records();
    for (auto record = records.next(); record && *record != nullptr; record = records.next())
        if ((*record)->kind == bus::Record::Kind::data) ++vifs[vif_text(**record)];
}

}  // namespace otbench::runner
