#include "meters/description/description_file.hpp"

#include <fmt/core.h>

#include <utility>

#include "meters/profile/profile_keys.hpp"
#include "meters/profile/record_fields.hpp"

namespace otbench::meters {
namespace {

using config::Key;
using config::Mapping;
using config::MappingDescription;
using config::ValueType;

constexpr std::string_view none = "none";
constexpr bool required = true;
constexpr bool optional = false;

constexpr ValueType error_code{"application-error", "a number from 0 to 255, or none"};
constexpr ValueType coding_type{"coding", "a coding such as int32 or bcd8"};
constexpr ValueType value_type{"value", "a value such as 9730 kWh"};
constexpr ValueType coded_type{"coded", "a number"};
constexpr ValueType block{"manufacturer-data", "bytes in hex, or none"};

constexpr Key answer_keys[] = {
    {"address", keys::octet, optional, "The primary address of the meter."},
    {"control", keys::octet, optional, "The control field, 0x08 by default."},
    {"byte-order", keys::byte_order, optional, "The order of the bytes of numbers."},
};
constexpr Key error_keys[] = {
    {"application-error", error_code, required, "The code of an application error."},
    {"further", keys::octets, optional, "Bytes after it."},
};
constexpr Key other_keys[] = {
    {"ci", keys::octet, required, "The control information of an answer that is given byte for byte."},
    {"data", keys::octets, optional, "The bytes after it."},
};
constexpr Key header_keys[] = {
    {"id", keys::eight_digits, required, "The identification number."},
    {"medium", keys::octet, optional, "The medium's code."},
    {"access-number", keys::octet, optional, "The access number."},
    {"status", keys::octet, optional, "The status."},
};
constexpr Key fixed_keys[] = {{"counters", keys::counter_list, required, "The two counters of fixed data."}};
constexpr Key telegram_keys[] = {
    {"manufacturer", keys::manufacturer, optional, "The manufacturer."},
    {"version", keys::octet, optional, "The version."},
    {"signature", keys::number, optional, "The signature."},
    {"more-follow", keys::flag, optional, "Whether it announces another telegram."},
    {"manufacturer-data", block, optional, "The bytes after DIF 0F or 1F."},
    {"fillers", keys::number, optional, "The number of idle fillers (DIF 2F) after the records."},
    {"records", keys::record_list, optional, "The data records, in order."},
};
constexpr Key counter_keys[] = {
    {"unit", keys::octet, optional, "The unit's code, 0 to 63."},
    {"digits", keys::eight_digits, optional, "The digits."},
};
constexpr Key record_keys[] = {
    {"coding", coding_type, required, "How its value is coded."},
    {"value", value_type, optional, "Its value with its unit."},
    {"coded", coded_type, optional, "Its value as the number that is sent."},
    {"digits", keys::word, optional, "Its value as hex digits, or none."},
    {"summer-time", keys::flag, optional, "Whether a date and time is in summer time."},
    {"fillers", keys::number, optional, "The number of idle fillers (DIF 2F) before it."},
};
constexpr MappingDescription counter_description{"counter", "a counter", counter_keys};

const MappingDescription& description_of(const config::YamlNode& node) {
    static const auto errors = config::joined({answer_keys, error_keys});
    static const auto fixed = config::joined({answer_keys, header_keys, fixed_keys});
    static const auto variable = config::joined({answer_keys, header_keys, telegram_keys});
    static const auto other = config::joined({answer_keys, other_keys});
    static const MappingDescription descriptions[] = {{"description", "a description", errors},
                                                      {"description", "a description", fixed},
                                                      {"description", "a description", variable},
                                                      {"description", "a description", other}};
    if (find(node, "application-error") != nullptr) return descriptions[0];
    if (find(node, "ci") != nullptr) return descriptions[3];
    return descriptions[find(node, "counters") != nullptr ? 1 : 2];
}

const MappingDescription& record_description_of(const config::YamlNode& node) {
    static const auto all = config::joined({keys::record_information, record_keys});
    static const MappingDescription with_meaning{"record", "a record", all};
    return find(node, "octets") != nullptr ? keys::raw_record : with_meaning;
}

Checked<bool> parse_high_first(std::string_view text) {
    if (text == "high-first" || text == "low-first") return text == "high-first";
    return InputError{fmt::format("invalid byte-order '{}' (expected low-first or high-first)", text)};
}

class DescriptionReader {
public:
    explicit DescriptionReader(config::Diagnostics& errors) : errors_(errors) {}

    bus::AnswerDescription read(const config::YamlNode& root) {
        const Mapping fields{root, description_of(root), errors_};
        bus::AnswerDescription answer;
        answer.control = fields.whole("control", answer.control, 0, 0xFF);
        answer.address = fields.whole("address", answer.address, 0, 0xFF);
        fields.read("byte-order", answer.big_endian, parse_high_first);
        if (fields.find("application-error") != nullptr) {
            answer.content = read_error(fields);
        } else if (fields.find("counters") != nullptr) {
            answer.content = read_fixed(fields);
        } else if (fields.find("ci") != nullptr) {
            answer.content = read_other(fields);
        } else {
            answer.content = read_telegram(fields);
        }
        return answer;
    }

private:
    static bus::ErrorDescription read_error(const Mapping& fields) {
        bus::ErrorDescription error;
        if (fields.written("application-error") != none)
            error.code = fields.whole<std::uint8_t>("application-error", 0, 0, 0xFF);
        fields.read("further", error.further, parse_octets);
        return error;
    }

    static bus::OtherDescription read_other(const Mapping& fields) {
        bus::OtherDescription other;
        other.ci = fields.whole("ci", other.ci, 0, 0xFF);
        fields.read("data", other.data, parse_octets);
        return other;
    }

    bus::FixedDescription read_fixed(const Mapping& fields) {
        bus::FixedDescription fixed;
        fields.read("id", fixed.id, parse_eight_digits);
        fixed.access_number = fields.whole("access-number", fixed.access_number, 0, 0xFF);
        fixed.status = fields.whole("status", fixed.status, 0, 0xFF);
        fixed.medium = fields.whole("medium", fixed.medium, 0, 0x0F);
        const auto& counters = fields.list("counters");
        if (counters.size() != fixed.counters.size()) {
            fields.complain("counters", fmt::format("'counters' has {} items (expected two)", counters.size()));
            return fixed;
        }
        for (std::size_t i = 0; i < fixed.counters.size(); ++i) {
            const Mapping counter{counters[i], counter_description, errors_};
            fixed.counters[i].unit = counter.whole("unit", fixed.counters[i].unit, 0, 0x3F);
            counter.read("digits", fixed.counters[i].value, parse_eight_digits);
        }
        return fixed;
    }

    bus::TelegramDescription read_telegram(const Mapping& fields) {
        bus::TelegramDescription telegram;
        fields.read("id", telegram.device.id, parse_eight_digits);
        fields.read("manufacturer", telegram.device.manufacturer, parse_manufacturer);
        telegram.device.version = fields.whole("version", telegram.device.version, 0, 0xFF);
        telegram.device.medium = fields.whole("medium", telegram.device.medium, 0, 0xFF);
        telegram.access_number = fields.whole("access-number", telegram.access_number, 0, 0xFF);
        telegram.status = fields.whole("status", telegram.status, 0, 0xFF);
        telegram.signature = fields.whole("signature", telegram.signature, 0, 0xFFFF);
        fields.read("more-follow", telegram.more_follow, parse_truth);
        telegram.manufacturer_block = fields.written("manufacturer-data") == none;
        if (!telegram.manufacturer_block) fields.read("manufacturer-data", telegram.manufacturer_data, parse_octets);
        telegram.fillers = read_fillers(fields);
        for (const auto& record : fields.list("records")) telegram.records.push_back(read_record(record));
        return telegram;
    }

    bus::RecordDescription read_record(const config::YamlNode& node) {
        const Mapping fields{node, record_description_of(node), errors_};
        bus::RecordDescription record;
        record.fillers = read_fillers(fields);
        if (fields.find("octets") != nullptr) {
            fields.read("octets", record.raw, parse_octets);
            return record;
        }
        read_record_information(fields, errors_, record);
        if (const auto known = fields.converted("coding", bus::coding_named)) {
            record.coding = *known;
            read_value(fields, record);
        }
        complain_early(fields, record);
        return record;
    }

    void read_value(const Mapping& fields, bus::RecordDescription& record) {
        const auto in_units =
            fields.converted("value", [&](std::string_view text) { return parse_record_value(record.coding, text); });
        const auto as_sent = fields.converted("coded", parse_coded_number);
        const auto digits = fields.converted("digits", any_text);
        if (in_units) record.value = *in_units;
        if (as_sent) record.value = *as_sent;
        if (digits) record.value = bus::RawDigits{*digits == none ? std::string{} : *digits};
        const bool summer_time = fields.converted("summer-time", parse_truth).value_or(false);
        if (auto* when = std::get_if<bus::DateTime>(&record.value)) when->summer_time = summer_time;
        if (record.coding == bus::Coding::text && !in_units) record.value = std::string{};
        if (in_units.has_value() + as_sent.has_value() + digits.has_value() > 1)
            errors_.add(fields.at(), "a record has one of 'value', 'coded' and 'digits'");
    }

    /// The encoder's complaint, at the position of the record.
    void complain_early(const Mapping& fields, const bus::RecordDescription& record) {
        if (!errors_.empty()) return;
        OctetBuffer ignored;
        if (const auto done = bus::encode_record(record, ignored); !done)
            errors_.add(fields.at(), done.error().message);
    }

    config::Diagnostics& errors_;
};

}  // namespace

std::vector<bus::AnswerDescription> read_descriptions(std::string_view text, config::Diagnostics& errors) {
    std::vector<bus::AnswerDescription> answers;
    const auto documents = config::read_yaml_documents(text, "a description", errors);
    if (!documents) return answers;
    for (const auto& document : *documents) answers.push_back(DescriptionReader{errors}.read(document));
    if (answers.empty()) errors.add({1, 1}, "the file is empty (expected a description)");
    if (!errors.empty()) answers.clear();
    return answers;
}

}  // namespace otbench::meters
