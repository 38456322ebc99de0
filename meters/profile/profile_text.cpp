#include "meters/profile/profile_text.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "bus/frame/frame.hpp"
#include "bus/message/medium.hpp"
#include "meters/profile/record_text.hpp"

namespace otbench::meters {
namespace {

std::string hex(const OctetBuffer& octets) {
    return fmt::format("\"{:02X}\"", fmt::join(octets, " "));
}

/// The word for a medium where it is the first of that name, else its code.
std::string medium_text(std::uint8_t medium) {
    const auto name = bus::medium_name(medium);
    std::uint8_t first = 0;
    while (bus::medium_name(first) != name) ++first;
    return name.empty() || first != medium ? fmt::format("0x{:02x}", medium) : yaml_scalar(name);
}

std::string default_text(const ProfileRecord& record) {
    if (record.follows_id) return ", default: id";
    if (record.initial.empty()) return {};  // of an empty text
    return ", default: " + yaml_scalar(record.initial);
}

std::string error_state_text(const std::string& digits) {
    if (digits.empty()) return {};
    const bool nines = digits.find_first_not_of('9') == std::string::npos;
    return fmt::format(", error-state: {}", nines ? "nines" : fmt::format("\"{}\"", digits));
}

std::string record_text(const ProfileRecord& record) {
    const bus::RecordDescription& description = record.description;
    std::string text;
    if (!description.raw.empty()) {
        text = "octets: " + hex(description.raw);
    } else {
        if (record.has_value() && record.name() != bus::name(bus::vif_entry(description.vif).quantity))
            text = fmt::format("name: {}, ", yaml_scalar(record.name()));
        text += fmt::format("{}, coding: {}{}", subject_text(description), bus::name(description.coding),
                            details_text(description));
        if (record.has_value()) text += error_state_text(record.error_digits) + default_text(record);
    }
    if (description.fillers != 0) text += fmt::format(", fillers: {}", description.fillers);
    return text;
}

struct ContentText {
    std::string indent;  ///< of its keys

    std::string operator()(const VariableTelegram& telegram) const {
        std::string text = telegram.records.empty() ? indent + "records: []\n" : indent + "records:\n";
        for (const ProfileRecord& record : telegram.records)
            text += fmt::format("{}  - {{{}}}\n", indent, record_text(record));
        if (telegram.fillers != 0) text += fmt::format("{}fillers: {}\n", indent, telegram.fillers);
        if (telegram.manufacturer_block) text += indent + "manufacturer-block: none\n";
        if (telegram.manufacturer_data.empty()) return text;
        const std::string octets = hex(telegram.manufacturer_data);
        return text + (telegram.block_name.empty() ? fmt::format("{}manufacturer-block: {}\n", indent, octets)
                                                   : fmt::format("{}manufacturer-block: {{name: {}, default: {}}}\n",
                                                                 indent, yaml_scalar(telegram.block_name), octets));
    }
    std::string operator()(const FixedTelegram& telegram) const {
        std::string text = fmt::format("{0}fixed-medium: {1}\n{0}counters:\n", indent, telegram.medium);
        for (const auto& counter : telegram.counters)
            text += fmt::format("{}  - {{name: {}, unit: 0x{:02x}, default: \"{}\"}}\n", indent,
                                yaml_scalar(counter.name), counter.unit, counter.initial);
        return text;
    }
    std::string operator()(const RawTelegram& telegram) const {
        return fmt::format("{0}ci: 0x{1:02x}\n{0}octets: {2}\n", indent, telegram.ci, hex(telegram.octets));
    }
};

std::string telegram_text(const ProfileTelegram& telegram, const std::string& indent) {
    std::string text = std::visit(ContentText{indent}, telegram.content);
    const TelegramHeader& header = telegram.header;
    if (header.status) text += fmt::format("{}status: 0x{:02x}\n", indent, *header.status);
    if (header.signature) text += fmt::format("{}signature: 0x{:04x}\n", indent, *header.signature);
    if (header.control_flags)
        text += fmt::format("{}control: 0x{:02x}\n", indent, bus::control::RSP_UD | *header.control_flags);
    if (telegram.more_follows) text += indent + "more-follows: true\n";
    return text;
}

/// A list of telegrams under their key.
std::string telegrams_text(const std::vector<ProfileTelegram>& telegrams, const std::string& indent) {
    std::string text = indent + "telegrams:\n";
    for (const ProfileTelegram& telegram : telegrams) {
        std::string block = telegram_text(telegram, indent + "    ");
        block[indent.size() + 2] = '-';
        text += block;
    }
    return text;
}

/// The readouts after commands, and the class 1 data.
std::string on_demand_text(const Profile& profile) {
    std::string text;
    for (std::size_t i = 1; i < profile.readouts.size(); ++i) {
        const ProfileReadout& readout = profile.readouts[i];
        if (i == 1) text += "readouts:\n";
        if (readout.subcode) text += fmt::format("  - subcode: 0x{:02x}\n", *readout.subcode);
        if (readout.ci) text += fmt::format("  - ci: 0x{:02x}\n", *readout.ci);
        if (!readout.record.empty()) text += fmt::format("  - record: {}\n", hex(readout.record));
        text += telegrams_text(readout.telegrams, "    ");
    }
    if (profile.alarm) text += "alarm:\n" + telegram_text(*profile.alarm, "  ");
    return text;
}

}  // namespace

std::string profile_text(const Profile& profile) {
    std::string text;
    const auto add = [&text](std::string_view key, const auto& value) { text += fmt::format("{}: {}\n", key, value); };
    const auto octet = [](std::uint8_t value) { return fmt::format("0x{:02x}", value); };
    add("title", yaml_scalar(profile.title));
    add("manufacturer", manufacturer_text(profile.manufacturer));
    add("version", profile.version);
    add("medium", medium_text(profile.medium));
    if (profile.status != 0) add("status", octet(profile.status));
    add("id", yaml_scalar(profile.id));
    if (profile.first_access_number != 0) add("first-access-number", profile.first_access_number);
    if (profile.access_number_step != 1) add("access-number-step", profile.access_number_step);
    if (profile.signature != 0) add("signature", fmt::format("0x{:04x}", profile.signature));
    if (profile.control_flags != 0) add("control", octet(bus::control::RSP_UD | profile.control_flags));
    if (profile.big_endian) add("byte-order", "high-first");
    if (profile.dialect == bus::Dialect::libmbus) add("variable-lengths", "libmbus");
    text += '\n';
    const auto& telegrams = profile.readouts.front().telegrams;
    text += telegrams.size() == 1 ? telegram_text(telegrams.front(), "") : telegrams_text(telegrams, "");
    return text + on_demand_text(profile);
}

}  // namespace otbench::meters
