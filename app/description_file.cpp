#include "app/description_file.hpp"

#include <fmt/core.h>

#include <array>
#include <charconv>
#include <limits>
#include <utility>

#include "app/yaml_documents.hpp"
#include "bus/manufacturer.hpp"
#include "bus/selector.hpp"
#include "bus/vife.hpp"

namespace otbench::app {
namespace {

using meters::YamlErrors;
using meters::YamlFields;
using meters::YamlScalar;

constexpr std::int64_t most_octet = 0xFF;
constexpr std::string_view none = "none";

/// What `convert` makes of the text at `key`; an error at its place, and nothing, when it is no good.
template <class Convert>
auto converted(YamlFields& fields, std::string_view key, YamlErrors& errors, Convert convert)
    -> std::optional<std::decay_t<decltype(*convert(std::string_view{}))>> {
    const auto text = fields.text(key);
    if (!text) return std::nullopt;
    auto value = convert(std::string_view{text->text});
    if (value) return std::move(*value);
    errors.add(text->mark, value.error().message);
    return std::nullopt;
}

std::uint8_t octet(YamlFields& fields, std::string_view key, std::int64_t fallback = 0) {
    return static_cast<std::uint8_t>(fields.whole(key, fallback, 0, most_octet));
}

bus::Checked<bool> truth(std::string_view text) {
    if (text == "true") return true;
    if (text == "false") return false;
    return bus::InputError{fmt::format("'{}' is neither true nor false", text)};
}

/// Octets as pairs of hex digits, with blanks between or not.
bus::Checked<bus::OctetBuffer> octets(std::string_view text) {
    bus::OctetBuffer octets;
    for (std::size_t i = 0; i < text.size();) {
        if (text[i] == ' ') {
            ++i;
            continue;
        }
        std::uint8_t value = 0;
        const char* const pair = text.data() + i;
        if (i + 2 > text.size() || std::from_chars(pair, pair + 2, value, 16).ptr != pair + 2)
            return bus::InputError{fmt::format("'{}' is not made of octets of two hex digits", text)};
        octets.push_back(value);
        i += 2;
    }
    return octets;
}

/// The text of a file, UTF-8, as meters have it: ISO 8859-1.
bus::Checked<std::string> latin1(std::string_view text) {
    std::string result;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto lead = static_cast<unsigned char>(text[i]);
        const bool two = (lead == 0xC2 || lead == 0xC3) && i + 1 < text.size();
        if (lead >= 0x80 && !two)
            return bus::InputError{fmt::format("'{}' has characters that ISO 8859-1 does not have", text)};
        if (two) {
            result += static_cast<char>((lead & 3) << 6 | (static_cast<unsigned char>(text[++i]) & 0x3F));
        } else {
            result += text[i];
        }
    }
    return result;
}

bus::Checked<std::uint32_t> eight_digits(std::string_view text) {
    std::uint32_t id = 0;
    const auto end = std::from_chars(text.data(), text.data() + text.size(), id, 16);
    if (text.size() != 8 || end.ptr != text.data() + text.size())
        return bus::InputError{fmt::format("'{}' is not an id of eight digits", text)};
    return id;
}

bus::Checked<std::uint16_t> manufacturer(std::string_view text) {
    if (const auto code = bus::manufacturer_code(text)) return *code;
    std::uint16_t code = 0;
    const bool hex = text.substr(0, 2) == "0x";
    const auto end =
        hex ? std::from_chars(text.data() + 2, text.data() + text.size(), code, 16) : std::from_chars_result{};
    if (hex && end.ec == std::errc{} && end.ptr == text.data() + text.size()) return code;
    return bus::InputError{fmt::format("'{}' is neither three letters A-Z nor a code like 0x0477", text)};
}

bus::Checked<bus::Function> function(std::string_view text) {
    for (const auto f :
         {bus::Function::instantaneous, bus::Function::maximum, bus::Function::minimum, bus::Function::error_state})
        if (bus::name(f) == text) return f;
    return bus::InputError{
        fmt::format("unknown function '{}'; there are instantaneous, maximum, minimum, error", text)};
}

/// "primary 13", "fd 3a", "fb 00": a table and a code in hex.
bus::Checked<bus::VifCode> vif_code(std::string_view text) {
    constexpr std::array<std::pair<std::string_view, bus::VifTable>, 3> tables = {
        {{"primary ", bus::VifTable::primary},
         {"fb ", bus::VifTable::extension_fb},
         {"fd ", bus::VifTable::extension_fd}}};
    for (const auto& [name, table] : tables) {
        if (text.substr(0, name.size()) != name) continue;
        std::uint8_t code = 0;
        const char* const end = text.data() + text.size();
        if (std::from_chars(text.data() + name.size(), end, code, 16).ptr == end && code < 0x80)
            return bus::VifCode{table, code};
    }
    return bus::InputError{fmt::format("'{}' is not a table (primary, fb, fd) and a code 00 to 7f", text)};
}

bus::Checked<std::uint8_t> vife_code(std::string_view text) {
    for (std::uint8_t code = 0; code < 0x80; ++code)
        if (!text.empty() && bus::vife_entry(code).name == text) return code;
    std::uint8_t code = 0;
    const bool hex = text.substr(0, 2) == "0x";
    const char* const end = text.data() + text.size();
    if (hex && std::from_chars(text.data() + 2, end, code, 16).ptr == end && code < 0x80) return code;
    return bus::InputError{fmt::format("unknown modifier '{}'; a VIFE can also be given as 0x00 to 0x7f", text)};
}

bool is_number(bus::Coding coding) {
    return coding >= bus::Coding::int8 && coding <= bus::Coding::bcd12;
}

/// "973" or "-0.5": the number as the telegram has it.
bus::Checked<bus::RecordValue> coded_number(std::string_view text) {
    std::int64_t whole = 0;
    const char* const end = text.data() + text.size();
    const auto whole_end = std::from_chars(text.data(), end, whole);
    if (whole_end.ec == std::errc{} && whole_end.ptr == end) return bus::RecordValue{whole};
    double real = 0;
    if (std::from_chars(text.data(), end, real).ptr == end && !text.empty()) return bus::RecordValue{real};
    return bus::InputError{fmt::format("'{}' is not a number", text)};
}

bus::Checked<bus::RecordValue> value_for(bus::Coding coding, std::string_view text) {
    const auto as_value = [](auto checked) -> bus::Checked<bus::RecordValue> {
        if (!checked) return checked.error();
        return bus::RecordValue{std::move(*checked)};
    };
    if (is_number(coding)) return as_value(bus::parse_measure(text));
    if (coding == bus::Coding::text) return as_value(latin1(text));
    if (coding >= bus::Coding::date_g && coding <= bus::Coding::time_j) return as_value(bus::parse_date_time(text));
    return bus::InputError{
        fmt::format("a record of coding {} has no 'value'; it may have 'digits'", bus::name(coding))};
}

class DescriptionReader {
public:
    explicit DescriptionReader(YamlErrors& errors) : errors_(errors) {}

    bus::AnswerDescription read(const YAML::Node& root) {
        YamlFields fields{root, "a description", errors_};
        bus::AnswerDescription answer;
        answer.control = octet(fields, "control", answer.control);
        answer.address = octet(fields, "address");
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
        return converted(fields, "id", errors_, eight_digits).value_or(0);
    }

    bus::ErrorDescription read_error(YamlFields& fields, const YAML::Node& code) {
        bus::ErrorDescription error;
        if (!code.IsScalar() || code.Scalar() != none) error.code = octet(fields, "application-error");
        error.further = converted(fields, "further", errors_, octets).value_or(bus::OctetBuffer{});
        return error;
    }

    bus::FixedDescription read_fixed(YamlFields& fields, const YAML::Node& counters) {
        bus::FixedDescription fixed;
        fixed.id = read_id(fields);
        fixed.access_number = octet(fields, "access-number");
        fixed.status = octet(fields, "status");
        fixed.medium = static_cast<std::uint8_t>(fields.whole("medium", 0, 0, 0x0F));
        if (!counters.IsSequence() || counters.size() != fixed.counters.size()) {
            errors_.add(counters.Mark(), "'counters' is a list of two");
            return fixed;
        }
        for (std::size_t i = 0; i < fixed.counters.size(); ++i) {
            YamlFields counter{counters[i], "a counter", errors_};
            fixed.counters[i].unit = static_cast<std::uint8_t>(counter.whole("unit", 0, 0, 0x3F));
            fixed.counters[i].value = converted(counter, "digits", errors_, eight_digits).value_or(0);
            counter.finish();
        }
        return fixed;
    }

    bus::TelegramDescription read_telegram(YamlFields& fields) {
        bus::TelegramDescription telegram;
        telegram.device.id = read_id(fields);
        telegram.device.manufacturer = converted(fields, "manufacturer", errors_, manufacturer).value_or(0);
        telegram.device.version = octet(fields, "version");
        telegram.device.medium = octet(fields, "medium");
        telegram.access_number = octet(fields, "access-number");
        telegram.status = octet(fields, "status");
        telegram.signature = static_cast<std::uint16_t>(fields.whole("signature", 0, 0, 0xFFFF));
        telegram.more_follow = converted(fields, "more-follow", errors_, truth).value_or(false);
        const YAML::Node data = fields.node("manufacturer-data");
        telegram.manufacturer_block = data.IsDefined() && data.IsScalar() && data.Scalar() == none;
        if (!telegram.manufacturer_block)
            telegram.manufacturer_data =
                converted(fields, "manufacturer-data", errors_, octets).value_or(bus::OctetBuffer{});
        telegram.fillers = read_fillers(fields);
        const YAML::Node records = fields.node("records");
        if (!records.IsDefined()) return telegram;
        if (!records.IsSequence()) errors_.add(records.Mark(), "'records' is a list");
        for (std::size_t i = 0; records.IsSequence() && i < records.size(); ++i)
            telegram.records.push_back(read_record(records[i]));
        return telegram;
    }

    std::size_t read_fillers(YamlFields& fields) {
        return static_cast<std::size_t>(fields.whole("fillers", 0, 0, static_cast<std::int64_t>(bus::max_user_data)));
    }

    bus::RecordDescription read_record(const YAML::Node& node) {
        YamlFields fields{node, "a record", errors_};
        bus::RecordDescription record;
        record.fillers = read_fillers(fields);
        if (fields.node("octets").IsDefined()) {
            record.raw = converted(fields, "octets", errors_, octets).value_or(bus::OctetBuffer{});
        } else {
            read_information(fields, record);
            read_value(fields, record);
            complain_early(fields, record);
        }
        fields.finish();
        return record;
    }

    void read_information(YamlFields& fields, bus::RecordDescription& record) {
        const auto quantity = fields.text("quantity");
        const auto step = fields.text("step");
        if (const auto code = converted(fields, "vif", errors_, vif_code)) {
            record.vif = *code;
            record.name = quantity ? quantity->text : std::string{bus::name(bus::vif_entry(*code).quantity)};
        } else if (quantity) {
            record.name = quantity->text;
            const auto found = bus::find_vif(quantity->text, step ? step->text : "");
            if (found)
                record.vif = *found;
            else
                errors_.add((step ? *step : *quantity).mark, found.error().message);
        } else if (!fields.node("vif").IsDefined()) {
            errors_.add(fields.mark(), "a record needs 'quantity' (with its 'step') or 'vif'");
        }
        record.vif_text = converted(fields, "unit-text", errors_, latin1).value_or(std::string{});
        record.function = converted(fields, "function", errors_, function).value_or(bus::Function::instantaneous);
        record.storage = static_cast<std::uint64_t>(fields.whole("storage", 0, 0, (std::int64_t{1} << 41) - 1));
        record.tariff = static_cast<std::uint32_t>(fields.whole("tariff", 0, 0, (1 << 20) - 1));
        record.device = static_cast<std::uint16_t>(fields.whole("device", 0, 0, (1 << 10) - 1));
        record.min_dife = static_cast<std::size_t>(fields.whole("min-dife", 0, 0, 10));
        const YAML::Node modifiers = fields.node("modifiers");
        if (modifiers.IsDefined() && !modifiers.IsSequence()) errors_.add(modifiers.Mark(), "'modifiers' is a list");
        for (std::size_t i = 0; modifiers.IsSequence() && i < modifiers.size(); ++i) {
            const auto code = vife_code(modifiers[i].IsScalar() ? modifiers[i].Scalar() : "");
            if (code)
                record.vife.push_back(*code);
            else
                errors_.add(modifiers[i].Mark(), code.error().message);
        }
    }

    void read_value(YamlFields& fields, bus::RecordDescription& record) {
        const auto coding = fields.required_text("coding");
        if (!coding) return;
        const auto known = bus::coding_named(coding->text);
        if (!known) return errors_.add(coding->mark, known.error().message);
        record.coding = *known;
        const auto in_units =
            converted(fields, "value", errors_, [&](std::string_view text) { return value_for(record.coding, text); });
        const auto coded = converted(fields, "coded", errors_, coded_number);
        const auto digits = fields.text("digits");
        if (in_units) record.value = *in_units;
        if (coded) record.value = *coded;
        if (digits) record.value = bus::RawDigits{digits->text == none ? std::string{} : digits->text};
        const bool summer_time = converted(fields, "summer-time", errors_, truth).value_or(false);
        if (auto* when = std::get_if<bus::DateTime>(&record.value)) when->summer_time = summer_time;
        if (record.coding == bus::Coding::text && !in_units) record.value = std::string{};
        if (in_units.has_value() + coded.has_value() + digits.has_value() > 1)
            errors_.add(fields.mark(), "a record has one of 'value', 'coded' and 'digits'");
    }

    /// What the encoder would say, at the place of the record.
    void complain_early(const YamlFields& fields, const bus::RecordDescription& record) {
        if (!errors_.empty()) return;
        bus::OctetBuffer ignored;
        if (const auto done = bus::encode_record(record, ignored); !done)
            errors_.add(fields.mark(), done.error().message);
    }

    YamlErrors& errors_;
};

}  // namespace

std::vector<bus::AnswerDescription> read_descriptions(const std::string& text, YamlErrors& errors) {
    std::vector<bus::AnswerDescription> answers;
    try {
        for (const YAML::Node& document : yaml_documents(text))
            answers.push_back(DescriptionReader{errors}.read(document));
    } catch (const YAML::Exception& error) {
        errors.add(error.mark, error.msg);
    }
    if (errors.empty() && answers.empty()) errors.add(YAML::Mark{}, "there is no description");
    if (!errors.empty()) answers.clear();
    return answers;
}

}  // namespace otbench::app
