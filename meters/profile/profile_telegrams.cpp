#include <fmt/core.h>

#include <algorithm>

#include "bus/message/telegram.hpp"
#include "meters/profile/profile_keys.hpp"
#include "meters/profile/profile_reader.hpp"
#include "meters/profile/readout.hpp"
#include "meters/profile/record_fields.hpp"

namespace otbench::meters {
namespace {

constexpr std::string_view id_word = "id";
constexpr std::string_view first_page = "coded 1";
constexpr std::size_t most_log_entries = 10'000;
constexpr std::string_view nines_word = "nines";
constexpr std::string_view none_word = "none";

/// Reads the telegrams of a profile; a value keeps its first default.
class TelegramReader {
public:
    TelegramReader(const std::string& id, config::Diagnostics& errors) : id_(id), errors_(errors) {}

    /// A telegram in the form of `fields`.
    ProfileTelegram read(const config::Mapping& fields) {
        ProfileTelegram telegram;
        if (fields.find("octets") != nullptr) {
            RawTelegram raw;
            raw.ci = fields.whole("ci", bus::ci_variable_data, 0, 0xFF);
            fields.read("octets", raw.octets, parse_octets);
            telegram.content = std::move(raw);
        } else if (fields.find("counters") != nullptr) {
            telegram.content = read_fixed(fields);
        } else {
            telegram.content = read_variable(fields);
        }
        fields.read("more-follows", telegram.more_follows, parse_truth);
        return telegram;
    }

    ProfileReadout read_single(const config::Mapping& fields) {
        ProfileReadout readout;
        readout.telegrams.push_back(read(fields));
        end(readout);
        return readout;
    }

    ProfileReadout read_sequence(const config::Mapping& owner) {
        ProfileReadout readout;
        names_.clear();
        const auto& nodes = owner.list("telegrams");
        if (nodes.empty() && is_list(owner.find("telegrams")))
            owner.complain("telegrams", "'telegrams' is empty (expected at least one telegram)");
        for (const auto& node : nodes) {
            const config::Mapping fields{node, keys::telegram(node), errors_};
            readout.telegrams.push_back(read(fields));
            readout.telegrams.back().header = read_header(fields);
        }
        end(readout);
        return readout;
    }

    ProfileReadout read_choice(const config::YamlNode& node) {
        const config::Mapping fields{node, keys::readout, errors_};
        ProfileReadout readout = read_sequence(fields);
        readout.subcode = read_octet(fields, "subcode");
        readout.ci = read_octet(fields, "ci");
        fields.read("record", readout.record, parse_octets);
        if (int{readout.subcode.has_value()} + int{readout.ci.has_value()} + int{!readout.record.empty()} != 1)
            errors_.add(fields.at(), "a readout needs one of 'subcode' (of an application reset), 'ci' or 'record'");
        return readout;
    }

private:
    /// A sequence whose last telegram announces one that is not in the profile gets an empty one that announces none.
    static void end(ProfileReadout& readout) {
        if (readout.telegrams.empty() || !readout.telegrams.back().more_follows) return;
        ProfileTelegram& last = readout.telegrams.emplace_back();
        last.content = VariableTelegram{};
        last.invented = true;
    }

    static bool is_list(const config::YamlNode* node) {
        return node != nullptr && node->kind == config::YamlNode::Kind::list;
    }

    static std::optional<std::uint8_t> read_octet(const config::Mapping& fields, std::string_view key) {
        if (fields.find(key) == nullptr) return std::nullopt;
        return fields.whole<std::uint8_t>(key, 0, 0, 0xFF);
    }

    TelegramHeader read_header(const config::Mapping& fields) {
        TelegramHeader header;
        header.status = read_octet(fields, "status");
        if (fields.find("signature") != nullptr)
            header.signature = fields.whole<std::uint16_t>("signature", 0, 0, 0xFFFF);
        if (fields.find("control") != nullptr) header.control_flags = read_control_flags(fields);
        return header;
    }

    FixedTelegram read_fixed(const config::Mapping& fields) {
        FixedTelegram telegram;
        telegram.medium = fields.whole("fixed-medium", telegram.medium, 0, 0x0F);
        const auto& counters = fields.list("counters");
        if (counters.size() != telegram.counters.size()) {
            fields.complain("counters", fmt::format("'counters' has {} items (expected two)", counters.size()));
            return telegram;
        }
        for (std::size_t i = 0; i < telegram.counters.size(); ++i) {
            const config::Mapping counter{counters[i], keys::counter, errors_};
            auto& place = telegram.counters[i];
            read_name(counter, place.name);
            place.unit = counter.whole("unit", place.unit, 0, 0x3F);
            place.initial = fmt::format("{:08X}", counter.converted("default", parse_eight_digits).value_or(0));
        }
        return telegram;
    }

    VariableTelegram read_variable(const config::Mapping& fields) {
        VariableTelegram telegram;
        read_block(fields, telegram);
        telegram.fillers = read_fillers(fields);
        for (const auto& node : fields.list("records")) telegram.records.push_back(read_record(node));
        return telegram;
    }

    /// Manufacturer data that are always the same, or a value with a name.
    void read_block(const config::Mapping& fields, VariableTelegram& telegram) {
        const auto* block = fields.find("manufacturer-block");
        if (block == nullptr) return;
        if (block->kind == config::YamlNode::Kind::mapping) {
            const config::Mapping value{*block, keys::manufacturer_block, errors_};
            read_name(value, telegram.block_name);
            value.read("default", telegram.manufacturer_data, parse_octets);
            return;
        }
        telegram.manufacturer_block = block->text == none_word;
        if (!telegram.manufacturer_block) fields.read("manufacturer-block", telegram.manufacturer_data, parse_octets);
    }

    ProfileRecord read_record(const config::YamlNode& node) {
        const config::Mapping fields{node, keys::record(node), errors_};
        ProfileRecord record;
        record.description.fillers = read_fillers(fields);
        if (fields.find("octets") != nullptr) {
            fields.read("octets", record.description.raw, parse_octets);
            return record;
        }
        read_record_information(fields, errors_, record.description);
        fields.read("name", record.description.name, any_text);
        fields.read("coding", record.description.coding, bus::coding_named);
        record.follows_page = fields.text("default") == page_word;  // one value in all telegrams
        if (record.has_value() && !record.follows_page) claim_name(record.name(), position(fields, "name"));
        record.log_entry = fields.whole("log-entry", record.log_entry, 0, most_log_entries);
        read_error_state(fields, record);
        read_default(fields, record);
        return record;
    }

    void read_error_state(const config::Mapping& fields, ProfileRecord& record) {
        const auto text = fields.text("error-state");
        if (!text) return;
        const std::size_t digits = bus::bcd_digits(record.description.coding);
        record.error_digits = *text == nines_word ? std::string(digits, '9') : std::string{*text};
        if (digits == 0) fields.complain("error-state", "only BCD has digits for an error state");
    }

    void read_default(const config::Mapping& fields, ProfileRecord& record) {
        if (!record.has_value()) return;
        const auto initial = fields.text("default");
        if (!initial) {
            const bool may_be_empty = record.description.coding == bus::Coding::text;
            if (!may_be_empty && fields.find("default") == nullptr)
                errors_.add(fields.at(), "a record needs 'default': a value such as 9730 kWh");
            return;
        }
        record.follows_id = *initial == id_word;
        if (!record.follows_id) record.initial = record.follows_page ? first_page : *initial;
        if (!errors_.empty()) return;
        const auto value = with_default(record, id_);
        if (!value) fields.complain("default", value.error().message);
    }

    /// The name of a value, at `name`.
    void read_name(const config::Mapping& fields, std::string& name) {
        fields.read("name", name, any_text);
        if (!name.empty()) claim_name(name, position(fields, "name"));
    }

    static config::Position position(const config::Mapping& fields, std::string_view key) {
        const auto* node = fields.find(key);
        return node != nullptr ? node->at : fields.at();
    }

    void claim_name(const std::string& name, config::Position at) {
        if (std::find(names_.begin(), names_.end(), name) != names_.end())
            errors_.add(at, fmt::format("a second value '{}'", name));
        names_.push_back(name);
    }

    const std::string& id_;
    config::Diagnostics& errors_;
    std::vector<std::string> names_;  ///< of the values of the present readout
};

}  // namespace

std::uint8_t read_control_flags(const config::Mapping& fields) {
    constexpr std::uint8_t flags = bus::control::acd | bus::control::dfc;
    const auto control = fields.whole("control", bus::control::RSP_UD, 0, 0xFF);
    if ((control & ~flags) != bus::control::RSP_UD)
        fields.complain("control", "'control' is one of 0x08, 0x18, 0x28, 0x38");
    return static_cast<std::uint8_t>(control & flags);
}

std::vector<ProfileReadout> read_readouts(const config::Mapping& fields, const std::string& id,
                                          config::Diagnostics& errors) {
    std::vector<ProfileReadout> readouts;
    TelegramReader reader{id, errors};
    if (fields.find("telegrams") != nullptr) {
        readouts.push_back(reader.read_sequence(fields));
    } else {
        readouts.push_back(reader.read_single(fields));
    }
    for (const auto& choice : fields.list("readouts")) readouts.push_back(reader.read_choice(choice));
    return readouts;
}

ProfileTelegram read_alarm(const config::YamlNode& node, const std::string& id, config::Diagnostics& errors) {
    return TelegramReader{id, errors}.read(config::Mapping{node, keys::alarm(node), errors});
}

}  // namespace otbench::meters
