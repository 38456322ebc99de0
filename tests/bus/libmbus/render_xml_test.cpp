#include "bus/libmbus/render_xml.hpp"

#include <gmock/gmock.h>

#include "bus/message/telegram.hpp"
#include "tests/bus/codec_samples.hpp"

namespace otbench::bus {
namespace {

using ::testing::AllOf;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

constexpr std::uint8_t c_rsp_ud = 0x08;

std::string xml_of(OctetView data, const XmlOptions& options = {}, std::int64_t received = 0) {
    TextBuffer out;
    const auto done = render_xml(AnswerFrame{c_rsp_ud, 0x72, data, received}, options, out);
    return done ? std::string{out.view()} : libmbus_message(done.error());
}

/// The XML of a telegram with the CF Echo II's header and these records.
std::string xml_of_records(const OctetBuffer& records, const XmlOptions& options = {}) {
    OctetBuffer data(cf_echo_2_user_data.begin(), cf_echo_2_user_data.begin() + Telegram::header_size);
    data.insert(data.end(), records.begin(), records.end());
    return xml_of(data, options);
}

TEST(RenderXml, writes_header_records_and_manufacturer_block) {
    EXPECT_THAT(
        xml_of(cf_echo_2_user_data),
        AllOf(StartsWith("<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?>\n<MBusData>\n\n    <SlaveInformation>\n"
                         "        <Id>14273160</Id>\n        <Manufacturer>ACW</Manufacturer>\n"),
              HasSubstr("        <Unit>Energy (10 kWh)</Unit>\n        <Value>973</Value>\n"),
              HasSubstr("        <Value>2017-02-11T19:36:00</Value>\n"), HasSubstr("<Value>00 04</Value>"),
              EndsWith("    </DataRecord>\n\n</MBusData>\n")));
    EXPECT_THAT(xml_of(cf_echo_2_user_data, {Dialect::fork, false}), HasSubstr("<Value>04 00</Value>"));
}

TEST(RenderXml, normalises_numbers_to_base_units) {
    EXPECT_THAT(
        xml_of(cf_echo_2_user_data, {Dialect::libmbus, true}),
        HasSubstr(
            "        <Unit>Wh</Unit>\n        <Quantity>Energy</Quantity>\n        <Value>9730000.000000</Value>\n"));
}

TEST(RenderXml, writes_the_time_of_reception_in_plain_output) {
    EXPECT_THAT(xml_of(cf_echo_2_user_data, {}, 951782399), HasSubstr("<Timestamp>2000-02-28T23:59:59Z</Timestamp>"));
    EXPECT_THAT(xml_of(cf_echo_2_user_data, {}, 951782400), HasSubstr("<Timestamp>2000-02-29T00:00:00Z</Timestamp>"));
    EXPECT_THAT(xml_of(cf_echo_2_user_data, {}, 4107542400), HasSubstr("<Timestamp>2100-03-01T00:00:00Z</Timestamp>"));
    EXPECT_THAT(xml_of(cf_echo_2_user_data), Not(HasSubstr("Timestamp")));
}

TEST(RenderXml, leaves_the_buffer_as_it_was_after_an_error) {
    TextBuffer out;
    ASSERT_TRUE(render_xml(AnswerFrame{c_rsp_ud, 0x72, cf_echo_2_user_data}, {}, out));
    const std::string before{out.view()};
    const OctetView cut = OctetView{cf_echo_2_user_data}.first(20);
    const auto done = render_xml(AnswerFrame{c_rsp_ud, 0x72, cut}, {}, out);
    EXPECT_EQ(libmbus_message(done.error()), "Premature end of record at data.");
    EXPECT_EQ(out.view(), before);
}

TEST(RenderXml, an_application_error_has_no_normalised_form) {
    TextBuffer out;
    EXPECT_EQ(render_xml(AnswerFrame{c_rsp_ud, 0x70, {}}, {Dialect::libmbus, true}, out).error().code,
              CodecErrc::not_normalisable);
    EXPECT_TRUE(render_xml(AnswerFrame{c_rsp_ud, 0x70, {}}, {}, out));
    EXPECT_THAT(std::string{out.view()}, HasSubstr("<Error>Unspecified error</Error>"));
}

TEST(RenderXml, writes_the_true_storage_number_however_long) {
    EXPECT_THAT(xml_of_records({0x80, 0x8F, 0x8F, 0x8F, 0x8F, 0x8F, 0x8F, 0x8F, 0x8F, 0x8F, 0x0F, 0x13}),
                HasSubstr("<StorageNumber>2199023255550</StorageNumber>"));
}

TEST(RenderXml, writes_the_longest_block_and_the_longest_escaped_texts_completely) {
    OctetBuffer block(240, 0xAB);
    block[0] = 0x0F;
    std::string octets = "AB";
    for (int i = 1; i < 239; ++i) octets += " AB";
    EXPECT_THAT(xml_of_records(block), HasSubstr("<Value>" + octets + "</Value>"));

    OctetBuffer quotes(3 + 128, '"');  // plain text VIF of 128 quotes, no data
    quotes[0] = 0x00;
    quotes[1] = 0x7C;
    quotes[2] = 128;
    std::string escaped;
    for (int i = 0; i < 127; ++i) escaped += "&quot;";
    EXPECT_THAT(xml_of_records(quotes), HasSubstr("<Unit>" + escaped + "</Unit>"));
    EXPECT_THAT(xml_of_records(quotes, {Dialect::libmbus, true}), HasSubstr("<Quantity>" + escaped + "</Quantity>"));
}

TEST(RenderXml, a_quantity_may_have_all_of_its_128_characters) {
    OctetBuffer record(3 + 128, 'x');
    record[0] = 0x00;
    record[1] = 0x7C;
    record[2] = 128;
    EXPECT_THAT(xml_of_records(record, {Dialect::libmbus, true}),
                HasSubstr("<Quantity>" + std::string(128, 'x') + "</Quantity>"));
    EXPECT_THAT(xml_of_records(record), HasSubstr("<Unit>" + std::string(127, 'x') + "</Unit>"));
}

TEST(RenderXml, numbers_the_records_of_a_chain_and_names_their_telegram) {
    const std::vector<AnswerFrame> chain(2, AnswerFrame{c_rsp_ud, 0x72, cf_echo_2_user_data});
    TextBuffer out;
    ASSERT_TRUE(render_xml(chain, {}, out));
    EXPECT_THAT(std::string{out.view()},
                AllOf(HasSubstr("<DataRecord id=\"0\" frame=\"0\">"), HasSubstr("<DataRecord id=\"25\" frame=\"1\">")));
}

TEST(RenderXml, names_the_telegram_of_a_chain_that_is_at_fault) {
    std::vector<AnswerFrame> chain(3, AnswerFrame{c_rsp_ud, 0x72, cf_echo_2_user_data});
    chain[2].ci = 0x70;
    TextBuffer out;
    const auto done = render_xml(chain, {}, out);
    ASSERT_FALSE(done);
    EXPECT_EQ(done.error().telegram, 2u);
    EXPECT_EQ(done.error().error.code, CodecErrc::not_variable_data);
    EXPECT_TRUE(render_xml(boost::span<const AnswerFrame>{}, {}, out));
    EXPECT_EQ(out.size(), 0u);
}

}  // namespace
}  // namespace otbench::bus
