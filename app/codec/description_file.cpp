#include "app/codec/description_file.hpp"

#include <fmt/core.h>

#include <utility>

#include "meters/profile/record_fields.hpp"
#include "meters/profile/yaml_documents.hpp"

namespace otbench::app {
namespace {

using meters::YamlErrors;
using meters::YamlFields;

constexpr std::string_view none = "none";

class DescriptionReader {
public:
    explicit DescriptionReader(YamlErrors& errors) : errors_(errors) {}

    bus::AnswerDescription read(const YAML::Node& root) {
        YamlFields fields{root, "a description", errors_};
        bus::AnswerDescription answer;
        answer.control = meters::read_octet(fields, "control", answer.control);
        answer.address = meters::read_octet(fields, "address");
        if (const auto order = fields.text("byte-order")) {
            answer.high_octet_first = order->text == "high-first";
            if (!answer.high_octet_first && order->text != "low-first")
                errors_.add(order->mark, "'byte-order' is low-first or high-first");
        }
        if (const auto error = fields.node("application-error"); error.IsDefined()) {
            answer.content = read_error(fields, error);
        } else if (const auto counters = fields.node("counters"); counters.IsDefined()) {
            answer.content = read_fixed(fields, counters);
        } else {
            answer.content = read_telegram(fields);
        }
        fields.finish();
        return answer;
    }

private:
    std::uint32_t read_id(YamlFields& fields) {
        if (!fields.node("id").IsDefined()) errors_.add(fields.mark(), "a description needs 'id'");
        return meters::converted(fields, "id", errors_, meters::parse_eight_digits).value_or(0);
    }

    bus::ErrorDescription read_error(YamlFields& fields, const YAML::Node& code) {
        bus::ErrorDescription error;
        if (!code.IsScalar() || code.Scalar() != none) error.code = meters::read_octet(fields, "application-error");
        error.further = meters::converted(fields, "further", errors_, meters::parse_octets).value_or(OctetBuffer{});
        return error;
    }

    bus::FixedDescription read_fixed(YamlFields& fields, const YAML::Node& counters) {
        bus::FixedDescription fixed;
        fixed.id = read_id(fields);
        fixed.access_number = meters::read_octet(fields, "access-number");
        fixed.status = meters::read_octet(fields, "status");
        fixed.medium = static_cast<std::uint8_t>(fields.whole("medium", 0, 0, 0x0F));
        if (!counters.IsSequence() || counters.size() != fixed.counters.size()) {
            errors_.add(counters.Mark(), "'counters' is a list of two");
            return fixed;
        }
        for (std::size_t i = 0; i < fixed.counters.size(); ++i) {
            YamlFields counter{counters[i], "a counter", errors_};
            fixed.counters[i].unit = static_cast<std::uint8_t>(counter.whole("unit", 0, 0, 0x3F));
            fixed.counters[i].value =
                meters::converted(counter, "digits", errors_, meters::parse_eight_digits).value_or(0);
            counter.finish();
        }
        return fixed;
    }

    bus::TelegramDescription read_telegram(YamlFields& fields) {
        bus::TelegramDescription telegram;
        telegram.device.id = read_id(fields);
        telegram.device.manufacturer =
            meters::converted(fields, "manufacturer", errors_, meters::parse_manufacturer).value_or(0);
        telegram.device.version = meters::read_octet(fields, "version");
        telegram.device.medium = meters::read_octet(fields, "medium");
        telegram.access_number = meters::read_octet(fields, "access-number");
        telegram.status = meters::read_octet(fields, "status");
        telegram.signature = static_cast<std::uint16_t>(fields.whole("signature", 0, 0, 0xFFFF));
        telegram.more_follow = meters::converted(fields, "more-follow", errors_, meters::parse_truth).value_or(false);
        const YAML::Node data = fields.node("manufacturer-data");
        telegram.manufacturer_block = data.IsDefined() && data.IsScalar() && data.Scalar() == none;
        if (!telegram.manufacturer_block)
            telegram.manufacturer_data =
                meters::converted(fields, "manufacturer-data", errors_, meters::parse_octets).value_or(OctetBuffer{});
        telegram.fillers = meters::read_fillers(fields);
        const YAML::Node records = fields.node("records");
        if (!records.IsDefined()) return telegram;
        if (!records.IsSequence()) errors_.add(records.Mark(), "'records' is a list");
        for (std::size_t i = 0; records.IsSequence() && i < records.size(); ++i)
            telegram.records.push_back(read_record(records[i]));
        return telegram;
    }

    bus::RecordDescription read_record(const YAML::Node& node) {
        YamlFields fields{node, "a record", errors_};
        bus::RecordDescription record;
        record.fillers = meters::read_fillers(fields);
        if (fields.node("octets").IsDefined()) {
            record.raw = meters::converted(fields, "octets", errors_, meters::parse_octets).value_or(OctetBuffer{});
        } else {
            meters::read_record_information(fields, errors_, record);
            read_value(fields, record);
            complain_early(fields, record);
        }
        fields.finish();
        return record;
    }

    void read_value(YamlFields& fields, bus::RecordDescription& record) {
        const auto coding = fields.required_text("coding");
        if (!coding) return;
        const auto known = bus::coding_named(coding->text);
        if (!known) return errors_.add(coding->mark, known.error().message);
        record.coding = *known;
        const auto in_units = meters::converted(fields, "value", errors_, [&](std::string_view text) {
            return meters::parse_record_value(record.coding, text);
        });
        const auto coded = meters::converted(fields, "coded", errors_, meters::parse_coded_number);
        const auto digits = fields.text("digits");
        if (in_units) record.value = *in_units;
        if (coded) record.value = *coded;
        if (digits) record.value = bus::RawDigits{digits->text == none ? std::string{} : digits->text};
        const bool summer_time = meters::converted(fields, "summer-time", errors_, meters::parse_truth).value_or(false);
        if (auto* when = std::get_if<bus::DateTime>(&record.value)) when->summer_time = summer_time;
        if (record.coding == bus::Coding::text && !in_units) record.value = std::string{};
        if (in_units.has_value() + coded.has_value() + digits.has_value() > 1)
            errors_.add(fields.mark(), "a record has one of 'value', 'coded' and 'digits'");
    }

    /// What the encoder would say, at the place of the record.
    void complain_early(const YamlFields& fields, const bus::RecordDescription& record) {
        if (!errors_.empty()) return;
        OctetBuffer ignored;
        if (const auto done = bus::encode_record(record, ignored); !done)
            errors_.add(fields.mark(), done.error().message);
    }

    YamlErrors& errors_;
};

}  // namespace

std::vector<bus::AnswerDescription> read_descriptions(const std::string& text, YamlErrors& errors) {
    std::vector<bus::AnswerDescription> answers;
    try {
        for (const YAML::Node& document : meters::yaml_documents(text))
            answers.push_back(DescriptionReader{errors}.read(document));
    } catch (const YAML::Exception& error) {
        errors.add(error.mark, error.msg);
    }
    if (errors.empty() && answers.empty()) errors.add(YAML::Mark{}, "there is no description");
    if (!errors.empty()) answers.clear();
    return answers;
}

}  // namespace otbench::app
