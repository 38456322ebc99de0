#include "bus/libmbus/render_xml.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>

#include "bus/libmbus/libmbus_texts.hpp"
#include "bus/libmbus/xml_text.hpp"
#include "bus/libmbus/xml_value.hpp"
#include "bus/message/answer.hpp"
#include "bus/message/medium.hpp"
#include "bus/record/manufacturer.hpp"

namespace otbench::bus {
namespace {

constexpr std::size_t document_room = 128;  // declaration and outer element
constexpr std::size_t header_room = 1024;   // SlaveInformation, its texts being short and known
constexpr std::size_t record_room = 1024 + 2 * escaped_room + xml_value_room;

void write_document_start(TextBuffer& out) {
    TextWriter{out, document_room}.literal("<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?>\n<MBusData>\n\n");
}

void write_document_end(TextBuffer& out) {
    TextWriter{out, document_room}.literal("</MBusData>\n");
}

// ---- error and fixed data ----

void write(const ApplicationError& error, TextBuffer& out) {
    TextWriter writer{out, header_room};
    writer.literal("    <SlaveInformation>\n        <Error>");
    const std::string_view text = libmbus_application_error(error.code);
    if (text.empty()) {
        writer.literal("Unknown error (0x");
        writer.hex(error.code);
        writer.octet(')');
    } else {
        writer.text(text);
    }
    writer.literal("</Error>\n    </SlaveInformation>\n\n");
}

// libmbus reads these flags from bits 6 and 7; the standard has them in bits 1 and 0.
constexpr std::uint8_t fixed_stored = 0x40;
constexpr std::uint8_t fixed_binary = 0x80;

void write_counter(const FixedData& fixed, std::size_t counter, TextBuffer& out) {
    TextWriter writer{out, header_room};
    writer.literal("    <DataRecord id=\"");
    writer.decimal(counter);
    writer.literal("\">\n        <Function>");
    if (fixed.status() & fixed_stored)
        writer.literal("Stored value");
    else
        writer.literal("Actual value");
    writer.literal("</Function>\n        <Unit>");
    writer.text(libmbus_fixed_unit(fixed.unit(counter)));
    writer.literal("</Unit>\n        <Value>");
    if (fixed.status() & fixed_binary)
        writer.decimal(little_endian_signed(fixed.counter(counter)));
    else
        writer.hex_number(little_endian(fixed.counter(counter)));
    writer.literal("</Value>\n    </DataRecord>\n\n");
}

void write(const FixedData& fixed, TextBuffer& out) {
    {
        TextWriter writer{out, header_room};
        writer.literal("    <SlaveInformation>\n        <Id>");
        writer.hex_number(fixed.id());
        writer.literal("</Id>\n        <Medium>");
        writer.text(fixed_medium_name(fixed.medium()));
        writer.literal("</Medium>\n        <AccessNumber>");
        writer.decimal(fixed.access_number());
        writer.literal("</AccessNumber>\n        <Status>");
        writer.hex(fixed.status());
        writer.literal("</Status>\n    </SlaveInformation>\n\n");
    }
    write_counter(fixed, 0, out);
    write_counter(fixed, 1, out);
}

// ---- variable data ----

void write_medium(TextWriter& writer, std::uint8_t medium) {
    const std::string_view name = medium_name(medium);
    if (!name.empty()) return write_escaped(writer, name);
    writer.literal("Unknown medium (0x");
    writer.lower_hex(medium);
    writer.octet(')');
}

void write_header(const Telegram& telegram, TextBuffer& out) {
    TextWriter writer{out, header_room};
    writer.literal("    <SlaveInformation>\n        <Id>");
    writer.hex_number(telegram.id());
    writer.literal("</Id>\n        <Manufacturer>");
    for (const char letter : manufacturer_letters(telegram.manufacturer())) writer.octet(letter);
    writer.literal("</Manufacturer>\n        <Version>");
    writer.decimal(telegram.version());
    writer.literal("</Version>\n        <ProductName>");
    write_escaped(writer, product_name(telegram.device()));
    writer.literal("</ProductName>\n        <Medium>");
    write_medium(writer, telegram.medium());
    writer.literal("</Medium>\n        <AccessNumber>");
    writer.decimal(telegram.access_number());
    writer.literal("</AccessNumber>\n        <Status>");
    writer.hex(telegram.status());
    writer.literal("</Status>\n        <Signature>");
    writer.hex(static_cast<std::uint8_t>(telegram.signature() >> 8));
    writer.hex(static_cast<std::uint8_t>(telegram.signature()));
    writer.literal("</Signature>\n    </SlaveInformation>\n\n");
}

void write_function(TextWriter& writer, const Record& record) {
    if (record.kind == Record::Kind::manufacturer_specific) return writer.literal("Manufacturer specific");
    if (record.kind == Record::Kind::more_follow) return writer.literal("More records follow");
    switch (record.function()) {
        case Function::instantaneous: return writer.literal("Instantaneous value");
        case Function::maximum: return writer.literal("Maximum value");
        case Function::minimum: return writer.literal("Minimum value");
        case Function::error_state: return writer.literal("Value during error state");
    }
}

void write_storage_tariff_device(TextWriter& writer, const Record& record) {
    writer.literal("        <StorageNumber>");
    writer.decimal(record.storage());
    writer.literal("</StorageNumber>\n");
    if (record.dife.empty()) return;
    writer.literal("        <Tariff>");
    writer.decimal(record.tariff());
    writer.literal("</Tariff>\n        <Device>");
    writer.decimal(record.device());
    writer.literal("</Device>\n");
}

/// Unit texts that show the octet they come from (spec: decoder XML, 9.4 and 9.5).
void write_unnamed_unit(TextWriter& writer, const Record& record) {
    if (record.vif != vif_extension_fb) {
        writer.literal("Unknown (VIF=0x");
        writer.hex(record.vif);
        return writer.octet(')');
    }
    const std::uint8_t vife = record.vife[0];
    const bool unrecognised = (vife & 0x7E) == 0x50;
    if (unrecognised)
        writer.literal("Unrecognized VIF 0xFB extension: 0x");
    else
        writer.literal("Reserved (0x");
    writer.lower_hex(vife);
    if (!unrecognised) writer.octet(')');
}

/// The prefix that libmbus puts before a plain text unit, for VIFE 70 to 77: a power of ten and a blank.
std::string_view plain_text_prefix(const Record& record) {
    constexpr std::array<std::string_view, 8> prefixes = {"my ",    "1e-5  ", "1e-4  ", "m ",
                                                          "1e-2  ", "1e-1  ", " ",      "10  "};
    const bool has_exponent = !record.vife.empty() && (record.vife[0] & 0x78) == 0x70;
    return has_exponent ? prefixes[record.vife[0] & 7] : std::string_view{};
}

void write_plain_unit(TextWriter& writer, const Record& record) {
    constexpr std::size_t max_unit = 127;  // what libmbus has room for, before escaping
    const bool text_vif = (record.vif & 0x7F) == vif_plain_text;
    const std::string_view prefix = text_vif ? plain_text_prefix(record) : std::string_view{};
    if (record.vif == vif_plain_text || !prefix.empty()) {
        writer.text(prefix);
        const std::size_t size = std::min(record.vif_text.size(), max_unit - prefix.size());
        return write_escaped_reversed(writer, record.vif_text.last(size));
    }
    const std::string_view unit = libmbus_vif_texts(record.vif_code()).unit;
    if (unit.empty())
        write_unnamed_unit(writer, record);
    else
        writer.text(unit);
}

void write_normalised_unit(TextWriter& writer, const Record& record) {
    writer.literal("        <Unit>");
    const VifTexts& texts = libmbus_vif_texts(record.vif_code());
    writer.text(texts.normalised_unit);
    writer.literal("</Unit>\n        <Quantity>");
    if ((record.vif & 0x7F) == vif_plain_text)
        write_escaped_reversed(writer, record.vif_text);
    else
        writer.text(texts.normalised_quantity);
    writer.literal("</Quantity>\n");
}

/// Seconds since 1970 as a UTC date and time.
void write_timestamp(TextWriter& writer, std::int64_t seconds) {
    constexpr std::int64_t day_length = 86400;
    // Days are counted from 1 March of the year 0, in eras of 400 years; then leap days end a year and an era.
    constexpr std::int64_t era_length = 146097;
    const std::int64_t days = seconds / day_length + 719468;
    const std::int64_t era = days / era_length;
    const std::int64_t day_of_era = days % era_length;
    const std::int64_t year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / (era_length - 1)) / 365;
    const std::int64_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    const std::int64_t month_from_march = (5 * day_of_year + 2) / 153;
    const std::int64_t month = month_from_march < 10 ? month_from_march + 3 : month_from_march - 9;
    const std::int64_t day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
    const std::int64_t second = seconds % day_length;
    const auto field = [&writer](std::int64_t number, char end) {
        writer.padded(static_cast<std::uint32_t>(number), 2);
        writer.octet(end);
    };
    writer.literal("        <Timestamp>");
    writer.padded(static_cast<std::uint32_t>(year_of_era + 400 * era + (month <= 2 ? 1 : 0)), 4);
    writer.octet('-');
    field(month, '-');
    field(day, 'T');
    field(second / 3600, ':');
    field(second / 60 % 60, ':');
    field(second % 60, 'Z');
    writer.literal("</Timestamp>\n");
}

/// libmbus prints an empty shell for records that it cannot normalise (spec: decoder XML, 10).
bool normalisable(const Record& record) {
    if (record.kind != Record::Kind::data) return true;
    return record.vif != (vif_extension_fb & 0x7F) && record.vif != (vif_extension_fd & 0x7F) &&
           record.field() != DataField::selection;
}

/// Writes the records of a chain of telegrams under a running number.
class RecordRenderer {
public:
    RecordRenderer(const XmlOptions& options, bool numbers_telegrams, TextBuffer& out)
        : options_(options), numbers_telegrams_(numbers_telegrams), out_(out) {}

    Decoded<void> render(const Telegram& telegram, std::size_t index, std::int64_t received) {
        RecordWalker walk = telegram.records(options_.dialect);
        while (true) {
            const auto record = walk.next();
            if (!record) return record.error();
            if (*record == nullptr) return {};
            write(**record, index, received);
        }
    }

private:
    void write(const Record& record, std::size_t telegram, std::int64_t received) {
        TextWriter writer{out_, record_room};
        writer.literal("    <DataRecord id=\"");
        writer.decimal(id_++);
        if (numbers_telegrams_) {
            writer.literal("\" frame=\"");
            writer.decimal(telegram);
        }
        writer.literal("\">\n");
        if (!options_.normalised)
            write_plain_body(writer, record);
        else if (normalisable(record))
            write_normalised_body(writer, record);
        if (received > 0 && !options_.normalised) write_timestamp(writer, received);
        writer.literal("    </DataRecord>\n\n");
    }

    void write_plain_body(TextWriter& writer, const Record& record) const {
        writer.literal("        <Function>");
        write_function(writer, record);
        writer.literal("</Function>\n");
        if (record.kind != Record::Kind::data) return write_opaque_value(writer, record);
        write_storage_tariff_device(writer, record);
        writer.literal("        <Unit>");
        write_plain_unit(writer, record);
        writer.literal("</Unit>\n        <Value>");
        write_plain_value(writer, record, options_.dialect);
        writer.literal("</Value>\n");
    }

    void write_normalised_body(TextWriter& writer, const Record& record) const {
        writer.literal("        <Function>");
        write_function(writer, record);
        writer.literal("</Function>\n");
        if (record.kind != Record::Kind::data) {
            writer.literal(
                "        <StorageNumber>0</StorageNumber>\n        <Unit></Unit>\n        <Quantity></Quantity>\n");
            return write_opaque_value(writer, record);
        }
        write_storage_tariff_device(writer, record);
        write_normalised_unit(writer, record);
        writer.literal("        <Value>");
        write_normalised_value(writer, record, options_.dialect);
        writer.literal("</Value>\n");
    }

    void write_opaque_value(TextWriter& writer, const Record& record) const {
        writer.literal("        <Value>");
        write_hex(writer, record.data, options_.dialect);
        writer.literal("</Value>\n");
    }

    const XmlOptions& options_;
    bool numbers_telegrams_;
    TextBuffer& out_;
    std::uint64_t id_ = 0;
};

// ---- documents ----

Decoded<void> write_records(const Telegram& first, boost::span<const AnswerFrame> chain, const XmlOptions& options,
                            TextBuffer& out, std::size_t& telegram) {
    RecordRenderer renderer{options, chain.size() > 1, out};
    if (const auto done = renderer.render(first, 0, chain[0].received); !done) return done.error();
    for (telegram = 1; telegram < chain.size(); ++telegram) {
        const AnswerFrame& frame = chain[telegram];
        const auto response = parse_answer(frame.control, frame.ci, frame.data);
        if (!response) return response.error();
        const auto* next = std::get_if<Telegram>(&*response);
        if (next == nullptr) return CodecError{CodecErrc::not_variable_data, 0, frame.ci};
        if (const auto done = renderer.render(*next, telegram, frame.received); !done) return done.error();
    }
    return {};
}

/// Writes a document; after an error `telegram` is the index of the invalid one.
Decoded<void> write_document(boost::span<const AnswerFrame> chain, const XmlOptions& options, TextBuffer& out,
                             std::size_t& telegram) {
    const auto first = parse_answer(chain[0].control, chain[0].ci, chain[0].data);
    if (!first) return first.error();
    write_document_start(out);
    if (const auto* variable = std::get_if<Telegram>(&*first)) {
        write_header(*variable, out);
        if (const auto done = write_records(*variable, chain, options, out, telegram); !done) return done.error();
    } else if (const auto* fixed = std::get_if<FixedData>(&*first)) {
        write(*fixed, out);
    } else if (options.normalised) {
        return CodecError{CodecErrc::not_normalisable, 0, std::get<ApplicationError>(*first).code};
    } else {
        write(std::get<ApplicationError>(*first), out);
    }
    write_document_end(out);
    return {};
}

}  // namespace

boost::system::result<void, ChainError> render_xml(boost::span<const AnswerFrame> chain, const XmlOptions& options,
                                                   TextBuffer& out) {
    if (chain.empty()) return {};
    const std::size_t start = out.size();
    std::size_t telegram = 0;
    const auto done = write_document(chain, options, out, telegram);
    if (done) return {};
    out.truncate(start);
    return ChainError{telegram, done.error()};
}

Decoded<void> render_xml(const AnswerFrame& frame, const XmlOptions& options, TextBuffer& out) {
    const auto done = render_xml(boost::span<const AnswerFrame>{&frame, 1}, options, out);
    if (!done) return done.error().error;
    return {};
}

std::vector<std::size_t> records_without_normal_form(OctetView user_data) {
    std::vector<std::size_t> numbers;
    RecordWalker walk{user_data, Telegram::header_size, Dialect::libmbus};
    for (std::size_t number = 0;; ++number) {
        const auto record = walk.next();
        if (!record || *record == nullptr) return numbers;
        if (!normalisable(**record)) numbers.push_back(number);
    }
}

std::string libmbus_message(const CodecError& error) {
    switch (error.code) {
        case CodecErrc::wrong_direction: return "Wrong direction in frame (master to slave)";
        case CodecErrc::unknown_control_information:
            return fmt::format("Unknown control information 0x{:02x}", error.octet);
        case CodecErrc::no_user_data: return "Got zero data_size.";
        case CodecErrc::wrong_fixed_length: return "Invalid length for fixed data.";
        case CodecErrc::header_too_short: return "Variable header too short.";
        case CodecErrc::too_many_dife: return "Too many DIFE.";
        case CodecErrc::too_many_vife: return "Too many VIFE.";
        case CodecErrc::premature_end_at_dif: return "Premature end of record at DIF.";
        case CodecErrc::premature_end_at_vif: return "Premature end of record at VIF.";
        case CodecErrc::premature_end_at_text_vif: return "Premature end of record at variable length VIF.";
        case CodecErrc::premature_end_at_data: return "Premature end of record at data.";
        case CodecErrc::text_vif_too_long: return "Too long variable length VIF.";
        case CodecErrc::reserved_variable_length:
        case CodecErrc::not_variable_data:
        case CodecErrc::unknown_command:
        case CodecErrc::unknown_selection:
        case CodecErrc::fragmented:
        case CodecErrc::not_normalisable: break;  // libmbus has no words for them
    }
    return {};
}

std::string libmbus_message(const ChainError& error) {
    return error.telegram == 0 ? "M-bus data parse error." : "M-bus variable data parse error.";
}

}  // namespace otbench::bus
