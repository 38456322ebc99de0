#include "meters/profile/profile_keys.hpp"

namespace otbench::meters::keys {

using config::Key;
using config::MappingDescription;
using config::ValueType;

constexpr ValueType text{"text", "text"};
constexpr ValueType octet{"octet", "a number from 0 to 255"};
constexpr ValueType number{"number", "a whole number"};
constexpr ValueType time{"time", "a time such as 40 ms"};
constexpr ValueType octets{"octets", "bytes in hex such as 04 7f"};
constexpr ValueType flag{"flag", "yes or no"};
constexpr ValueType eight_digits{"eight-digits", "eight digits such as 14273160"};
constexpr ValueType record_list{"records", "a list of records"};
constexpr ValueType counter_list{"counters", "a list of two counters"};
constexpr ValueType word{"word", "a word"};
constexpr ValueType manufacturer{"manufacturer", "three letters such as ACW, or a code such as 0x0477"};
constexpr ValueType byte_order{"byte-order", "low-first or high-first"};

namespace {

constexpr bool required = true;
constexpr bool optional = false;

constexpr ValueType medium{"medium", "a medium such as Water, or a code such as 0x07"};
constexpr ValueType baud{"baud", "a speed such as 2400"};
constexpr ValueType bauds{"bauds", "a list of speeds such as [300, 2400]"};
constexpr ValueType line_time{"line-time", "a time such as 40 ms or 11 bit"};
constexpr ValueType dialect{"dialect", "standard or libmbus"};
constexpr ValueType readouts{"readouts", "a list of readouts"};
constexpr ValueType telegrams{"telegrams", "a list of at least one telegram"};
constexpr ValueType key_type{"aes-key", "32 hex digits"};
constexpr ValueType alarm_type{"alarm", "a telegram"};
constexpr ValueType push_type{"push", "a mapping with interval"};
constexpr ValueType block{"manufacturer-block", "bytes in hex, none, or a mapping with name and default"};
constexpr ValueType vif{"vif", "a table and a code such as fd 3a"};
constexpr ValueType function{"function", "instantaneous, maximum, minimum or error"};
constexpr ValueType modifiers{"modifiers", "a list of VIFE such as [backward, 0x22]"};
constexpr ValueType coding{"coding", "a coding such as int32 or bcd8"};
constexpr ValueType value{"value", "a value such as 9730 kWh"};
constexpr ValueType error_digits{"error-digits", "nines, or BCD digits"};

constexpr Key profile_keys[] = {
    {"title", text, required, "What the product is, for people."},
    {"manufacturer", manufacturer, required, "Its manufacturer."},
    {"medium", medium, required, "Its medium."},
    {"id", eight_digits, required, "Its identification number when a scenario gives none."},
    {"version", octet, optional, "Its version."},
    {"status", octet, optional, "The status in its telegrams."},
    {"first-access-number", octet, optional, "The access number of its first telegram."},
    {"access-number-step", octet, optional, "By how much that grows from one telegram to the next."},
    {"baud", baud, optional, "Its speed, 2400 by default."},
    {"baud-rates", bauds, optional, "The speeds that a master may choose."},
    {"baud-fallback", time, optional, "The time without a good frame after which it returns to its old speed."},
    {"unit-loads", number, optional, "Its idle current in units of 1.5 mA, 1 to 4."},
    {"start-up-time", time, optional, "The time from the return of power until it listens."},
    {"response-delay", line_time, optional, "The time from the end of a request to its answer."},
    {"control", octet, optional, "The control field of its answers: 0x08, 0x18, 0x28 or 0x38."},
    {"signature", number, optional, "The signature in its telegrams."},
    {"key", key_type, optional, "The AES-128 key with which it encrypts its telegrams, in mode 5."},
    {"byte-order", byte_order, optional, "The order of the bytes of numbers."},
    {"variable-lengths", dialect, optional, "How it codes numbers of variable length."},
    {"readouts", readouts, optional, "Other telegrams, and the command after which it sends them."},
    {"alarm", alarm_type, optional, "Its class 1 data."},
    {"push", push_type, optional, "Telegrams that it sends unasked."},
    {"filling", number, optional, "How many entries of its log exist, all by default."},
};
constexpr Key several_telegrams[] = {{"telegrams", telegrams, required, "Its telegrams, in order."}};

constexpr Key of_all_forms[] = {
    {"more-follows", flag, optional,
     "Whether the telegram announces another one; after the last an empty one ends the sequence."},
};
constexpr Key of_octets[] = {
    {"octets", octets, required, "The user data after CI."},
    {"ci", octet, optional, "The control information field, 0x72 by default."},
};
constexpr Key of_counters[] = {
    {"counters", counter_list, required, "The two counters of fixed data."},
    {"fixed-medium", octet, optional, "The medium's code in fixed data, 0 to 15."},
};
constexpr Key of_records[] = {
    {"records", record_list, required, "Its data records, in order."},
    {"manufacturer-block", block, optional, "Its manufacturer data, after DIF 0F or 1F."},
    {"fillers", number, optional, "The number of idle fillers (DIF 2F) after the records."},
};
constexpr Key header[] = {
    {"status", octet, optional, "The status of this telegram alone."},
    {"signature", number, optional, "The signature of this telegram alone."},
    {"control", octet, optional, "The control field of this telegram alone."},
};

constexpr Key information[] = {
    {"quantity", word, optional, "What it counts: energy, volume, …"},
    {"step", value, optional, "The unit in which it counts: 10 kWh."},
    {"vif", vif, optional, "The VIF itself: a table (primary, fb, fd) and a code."},
    {"unit-text", text, optional, "The unit of a plain text VIF."},
    {"function", function, optional, "Its function, instantaneous by default."},
    {"storage", number, optional, "Its storage number."},
    {"tariff", number, optional, "Its tariff."},
    {"device", number, optional, "Its subunit."},
    {"min-dife", number, optional, "How many DIFE it has at least."},
    {"modifiers", modifiers, optional, "Its VIFE."},
};
constexpr Key profile_record_keys[] = {
    {"coding", coding, required, "How its value is coded."},
    {"name", word, optional, "The name of its value, the quantity's by default."},
    {"default", value, optional, "Its value when nothing else is set; needed unless it is a text."},
    {"error-state", error_digits, optional, "The digits that it sends as a value during error state."},
    {"log-entry", number, optional, "The entry of the meter's log to which it belongs, from 1."},
    {"fillers", number, optional, "The number of idle fillers (DIF 2F) before it."},
};
constexpr Key raw_record_keys[] = {
    {"octets", octets, required, "The record byte for byte."},
    {"fillers", number, optional, "The number of idle fillers (DIF 2F) before it."},
};

constexpr Key readout_keys[] = {
    {"telegrams", telegrams, required, "Its telegrams, in order."},
    {"subcode", octet, optional, "The subcode of the application reset that chooses it."},
    {"ci", octet, optional, "The CI of the other command that chooses it."},
    {"record", octets, optional, "The first bytes of the data record in a CI 51 command that chooses it."},
};
constexpr Key push_keys[] = {
    {"interval", time, required, "The time from one telegram to the next."},
    {"to", octet, optional, "The address of a peer that acknowledges: SND_NKE, E5, SND_UD, E5."},
    {"ci", octet, optional, "The CI of the SND_UD to that peer, 0x5B by default."},
};
constexpr Key counter_keys[] = {
    {"name", word, required, "The name of its value."},
    {"unit", octet, optional, "Its unit's code, 0 to 63."},
    {"default", eight_digits, optional, "Its digits when nothing else is set."},
};
constexpr Key block_keys[] = {
    {"name", word, required, "The name of the manufacturer data as a value."},
    {"default", octets, required, "Its bytes when nothing else is set."},
};

boost::span<const Key> content(Form form) {
    switch (form) {
        case Form::octets: return of_octets;
        case Form::counters: return of_counters;
        case Form::records: break;
    }
    return of_records;
}

/// A kind of mapping that has other keys in each form.
class FormedMapping {
public:
    FormedMapping(std::string_view name, std::string_view title, std::vector<Key> own) {
        for (const Form form : {Form::records, Form::counters, Form::octets}) {
            auto& keys = keys_[static_cast<std::size_t>(form)];
            keys = config::joined({own, content(form), of_all_forms});
            descriptions_[static_cast<std::size_t>(form)] = {name, title, keys};
        }
    }
    [[nodiscard]] const MappingDescription& of(const config::YamlNode& node) const {
        return descriptions_[static_cast<std::size_t>(form_of(node))];
    }

private:
    static constexpr std::size_t forms = 3;
    std::array<std::vector<Key>, forms> keys_;
    std::array<MappingDescription, forms> descriptions_{};
};

}  // namespace

const boost::span<const Key> record_information{information};
const MappingDescription raw_record{"raw-record", "a record of bytes", raw_record_keys};
const MappingDescription readout{"readout", "a readout", readout_keys};
const MappingDescription push{"push", "a push", push_keys};
const MappingDescription counter{"counter", "a counter", counter_keys};
const MappingDescription manufacturer_block{"manufacturer-block", "a manufacturer-block", block_keys};

Form form_of(const config::YamlNode& mapping) {
    if (find(mapping, "octets") != nullptr) return Form::octets;
    return find(mapping, "counters") != nullptr ? Form::counters : Form::records;
}

const MappingDescription& profile(const config::YamlNode& node) {
    static const FormedMapping of_one_telegram{"profile", "a profile", config::joined({profile_keys})};
    static const std::vector<Key> keys = config::joined({profile_keys, several_telegrams});
    static const MappingDescription of_several{"profile", "a profile", keys};
    return find(node, "telegrams") != nullptr ? of_several : of_one_telegram.of(node);
}

const MappingDescription& telegram(const config::YamlNode& node) {
    static const FormedMapping telegrams_of_list{"telegram", "a telegram", config::joined({header})};
    return telegrams_of_list.of(node);
}

const MappingDescription& alarm(const config::YamlNode& node) {
    static const FormedMapping alarms{"alarm", "an alarm", {}};
    return alarms.of(node);
}

const MappingDescription& record(const config::YamlNode& node) {
    static const std::vector<Key> keys = config::joined({information, profile_record_keys});
    static const MappingDescription with_meaning{"record", "a record", keys};
    return form_of(node) == Form::octets ? raw_record : with_meaning;
}

}  // namespace otbench::meters::keys
