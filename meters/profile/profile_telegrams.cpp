#include <fmt/core.h>

#include <algorithm>

#include "bus/message/telegram.hpp"
#include "meters/profile/profile_reader.hpp"
#include "meters/profile/readout.hpp"
#include "meters/profile/record_fields.hpp"

namespace otbench::meters {
namespace {

constexpr std::string_view id_word = "id";
constexpr std::string_view nines_word = "nines";
constexpr std::string_view none_word = "none";

/// Reads what a profile says of its telegrams; a value keeps the default that it was first given.
class TelegramReader {
public:
    TelegramReader(const std::string& id, YamlErrors& errors) : id_(id), errors_(errors) {}

    ProfileTelegram read(YamlFields& fields) {
        ProfileTelegram telegram;
        if (fields.node("octets").IsDefined()) {
            RawTelegram raw;
            raw.ci = read_octet(fields, "ci", bus::ci_variable_data);
            raw.octets = converted(fields, "octets", errors_, parse_octets).value_or(OctetBuffer{});
            telegram.content = std::move(raw);
        } else if (const auto counters = fields.node("counters"); counters.IsDefined()) {
            telegram.content = read_fixed(fields, counters);
        } else {
            telegram.content = read_variable(fields);
        }
        telegram.more_follows = converted(fields, "more-follows", errors_, parse_truth).value_or(false);
        return telegram;
    }

    ProfileReadout read_sequence(const YAML::Node& telegrams) {
        ProfileReadout readout;
        names_.clear();
        if (!telegrams.IsSequence() || telegrams.size() == 0) {
            errors_.add(telegrams.Mark(), "'telegrams' is a list of at least one");
            return readout;
        }
        for (const auto& node : telegrams) {
            YamlFields fields{node, "a telegram", errors_};
            readout.telegrams.push_back(read(fields));
            readout.telegrams.back().header = read_header(fields);
            fields.finish();
        }
        return readout;
    }

    ProfileReadout read_choice(const YAML::Node& node) {
        YamlFields fields{node, "a readout", errors_};
        ProfileReadout readout;
        if (const auto telegrams = fields.node("telegrams"); telegrams.IsDefined())
            readout = read_sequence(telegrams);
        else
            errors_.add(fields.mark(), "a readout needs 'telegrams'");
        if (fields.node("subcode").IsDefined()) readout.subcode = read_octet(fields, "subcode");
        if (fields.node("ci").IsDefined()) readout.ci = read_octet(fields, "ci");
        if (readout.subcode.has_value() == readout.ci.has_value())
            errors_.add(fields.mark(), "a readout is chosen by one of 'subcode' (of an application reset) and 'ci'");
        fields.finish();
        return readout;
    }

private:
    TelegramHeader read_header(YamlFields& fields) {
        TelegramHeader header;
        if (fields.node("status").IsDefined()) header.status = read_octet(fields, "status");
        if (fields.node("signature").IsDefined())
            header.signature = static_cast<std::uint16_t>(fields.whole("signature", 0, 0, 0xFFFF));
        if (fields.node("control").IsDefined()) header.control_flags = read_control_flags(fields, errors_);
        return header;
    }

    FixedTelegram read_fixed(YamlFields& fields, const YAML::Node& counters) {
        FixedTelegram telegram;
        telegram.medium = static_cast<std::uint8_t>(fields.whole("fixed-medium", 0, 0, 0x0F));
        if (!counters.IsSequence() || counters.size() != telegram.counters.size()) {
            errors_.add(counters.Mark(), "'counters' is a list of two");
            return telegram;
        }
        for (std::size_t i = 0; i < telegram.counters.size(); ++i) {
            YamlFields counter{counters[i], "a counter", errors_};
            auto& place = telegram.counters[i];
            const auto name = counter.required_text("name");
            if (name) take_name(*name);
            place.name = name ? name->text : std::string{};
            place.unit = static_cast<std::uint8_t>(counter.whole("unit", 0, 0, 0x3F));
            const auto digits = converted(counter, "default", errors_, parse_eight_digits);
            place.initial = fmt::format("{:08X}", digits.value_or(0));
            counter.finish();
        }
        return telegram;
    }

    VariableTelegram read_variable(YamlFields& fields) {
        VariableTelegram telegram;
        read_block(fields, telegram);
        telegram.fillers = read_fillers(fields);
        const YAML::Node records = fields.node("records");
        if (!records.IsDefined() || !records.IsSequence()) {
            errors_.add(records.IsDefined() ? records.Mark() : fields.mark(), "a profile needs a list of 'records'");
            return telegram;
        }
        for (const auto& node : records) telegram.records.push_back(read_record(node));
        return telegram;
    }

    /// Manufacturer data that are always the same, or a value with a name.
    void read_block(YamlFields& fields, VariableTelegram& telegram) {
        const YAML::Node block = fields.node("manufacturer-block");
        if (block.IsDefined() && block.IsMap()) {
            YamlFields value{block, "a manufacturer-block", errors_};
            if (const auto name = value.required_text("name")) {
                take_name(*name);
                telegram.block_name = name->text;
            }
            if (const auto text = value.required_text("default")) {
                const auto octets = parse_octets(text->text);
                if (octets)
                    telegram.manufacturer_data = *octets;
                else
                    errors_.add(text->mark, octets.error().message);
            }
            return value.finish();
        }
        telegram.manufacturer_block = block.IsDefined() && block.IsScalar() && block.Scalar() == none_word;
        if (telegram.manufacturer_block) return;
        telegram.manufacturer_data =
            converted(fields, "manufacturer-block", errors_, parse_octets).value_or(OctetBuffer{});
    }

    ProfileRecord read_record(const YAML::Node& node) {
        YamlFields fields{node, "a record", errors_};
        ProfileRecord record;
        record.description.fillers = read_fillers(fields);
        if (fields.node("octets").IsDefined()) {
            record.description.raw = converted(fields, "octets", errors_, parse_octets).value_or(OctetBuffer{});
        } else {
            read_record_information(fields, errors_, record.description);
            const auto name = fields.text("name");
            if (name) record.description.name = name->text;
            if (const auto coding = converted(fields, "coding", errors_, bus::coding_named))
                record.description.coding = *coding;
            else if (!fields.node("coding").IsDefined())
                errors_.add(fields.mark(), "a record needs 'coding'");
            if (record.has_value()) take_name(name.value_or(YamlScalar{record.name(), fields.mark()}));
            read_error_state(fields, record);
            read_default(fields, record);
        }
        fields.finish();
        return record;
    }

    void read_error_state(YamlFields& fields, ProfileRecord& record) {
        const auto text = fields.text("error-state");
        if (!text) return;
        const std::size_t digits = bus::bcd_digits(record.description.coding);
        record.error_digits = text->text == nines_word ? std::string(digits, '9') : text->text;
        if (digits == 0) errors_.add(text->mark, "only BCD has digits for an error state");
    }

    void read_default(YamlFields& fields, ProfileRecord& record) {
        if (!record.has_value()) return;
        const bool may_be_empty = record.description.coding == bus::Coding::text;
        const auto initial = may_be_empty ? fields.text("default") : fields.required_text("default");
        record.follows_id = initial && initial->text == id_word;
        if (initial && !record.follows_id) record.initial = initial->text;
        if (!initial || !errors_.empty()) return;
        const auto value = with_value(record, record.follows_id ? id_ : record.initial);
        if (!value) errors_.add(initial->mark, value.error().message);
    }

    void take_name(const YamlScalar& name) {
        if (std::find(names_.begin(), names_.end(), name.text) != names_.end())
            errors_.add(name.mark, fmt::format("a second value '{}'", name.text));
        names_.push_back(name.text);
    }

    const std::string& id_;
    YamlErrors& errors_;
    std::vector<std::string> names_;  ///< of the values of the present readout
};

}  // namespace

std::uint8_t read_control_flags(YamlFields& fields, YamlErrors& errors) {
    constexpr std::uint8_t flags = bus::control::acd | bus::control::dfc;
    const auto control = fields.whole("control", bus::control::RSP_UD, 0, 0xFF);
    if ((control & ~flags) != bus::control::RSP_UD)
        errors.add(fields.text("control")->mark, "'control' is one of 0x08, 0x18, 0x28, 0x38");
    return static_cast<std::uint8_t>(control & flags);
}

std::vector<ProfileReadout> read_readouts(YamlFields& profile, const std::string& id, YamlErrors& errors) {
    std::vector<ProfileReadout> readouts;
    TelegramReader reader{id, errors};
    if (const auto telegrams = profile.node("telegrams"); telegrams.IsDefined()) {
        readouts.push_back(reader.read_sequence(telegrams));
    } else {
        readouts.emplace_back().telegrams.push_back(reader.read(profile));
    }
    const YAML::Node choices = profile.node("readouts");
    if (choices.IsDefined() && !choices.IsSequence()) errors.add(choices.Mark(), "'readouts' is a list");
    for (std::size_t i = 0; choices.IsSequence() && i < choices.size(); ++i)
        readouts.push_back(reader.read_choice(choices[i]));
    return readouts;
}

ProfileTelegram read_telegram(const YAML::Node& node, const std::string& id, YamlErrors& errors) {
    YamlFields fields{node, "a telegram", errors};
    ProfileTelegram telegram = TelegramReader{id, errors}.read(fields);
    fields.finish();
    return telegram;
}

}  // namespace otbench::meters
