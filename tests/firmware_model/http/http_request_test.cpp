#include "firmware_model/http/http_request.hpp"

#include <gtest/gtest.h>

namespace otbench::firmware {
namespace {

using Progress = HttpRequestReader::Progress;

HttpRequest read(std::string_view bytes) {
    HttpRequestReader reader;
    EXPECT_EQ(reader.feed(bytes), Progress::complete);
    return reader.request();
}

Progress progress(std::string_view bytes) {
    return HttpRequestReader{}.feed(bytes);
}

TEST(HttpRequestReader, takes_method_url_and_body_apart) {
    const HttpRequest request = read("POST /base?x=1 HTTP/1.1\r\nHost: h\r\nContent-Length: 6\r\n\r\nssid=a&ignored");
    EXPECT_EQ(request.method, "POST");
    EXPECT_EQ(request.url, "/base?x=1");
    EXPECT_EQ(request.body, "ssid=a");
}

TEST(HttpRequestReader, gathers_a_request_from_single_bytes) {
    constexpr std::string_view bytes = "PUT /x HTTP/1.1\r\ncontent-length:  3 \r\n\r\nabc";
    HttpRequestReader reader;
    for (const char& byte : bytes.substr(0, bytes.size() - 1)) ASSERT_EQ(reader.feed({&byte, 1}), Progress::incomplete);
    EXPECT_EQ(reader.feed(bytes.substr(bytes.size() - 1)), Progress::complete);
    EXPECT_EQ(reader.request().method, "PUT");
    EXPECT_EQ(reader.request().body, "abc");
}

TEST(HttpRequestReader, accepts_bare_line_feeds_and_a_request_without_version) {
    EXPECT_EQ(read("GET /mqtt/get/info\n\n").url, "/mqtt/get/info");
}

TEST(HttpRequestReader, cuts_a_url_to_63_characters) {
    EXPECT_EQ(read("GET /" + std::string(62, 'a') + " HTTP/1.1\r\n\r\n").url, "/" + std::string(62, 'a'));
    EXPECT_EQ(read("GET /" + std::string(63, 'a') + " HTTP/1.1\r\n\r\n").url, "/" + std::string(62, 'a'));
}

TEST(HttpRequestReader, refuses_a_first_line_without_method_or_url) {
    for (const std::string_view line : {"GET", "GET ", " /", "", "GET  /", "GET info", "\x16\x03\x01"})
        EXPECT_EQ(progress(std::string{line} + "\r\n\r\n"), Progress::malformed) << line;
}

TEST(HttpRequestReader, refuses_a_length_that_is_not_a_number) {
    for (const std::string_view length : {"", "-1", "+1", "0x10", "1e3", "ten"})
        EXPECT_EQ(progress("POST / HTTP/1.1\r\nContent-Length: " + std::string{length} + "\r\n\r\n"),
                  Progress::malformed)
            << length;
}

TEST(HttpRequestReader, refuses_what_takes_more_than_2048_bytes) {
    const std::string head = "POST / HTTP/1.1\r\nContent-Length: ";
    EXPECT_EQ(progress(head + "2048\r\n\r\n"), Progress::too_long);
    EXPECT_EQ(progress(head + "99999999999999999999\r\n\r\n"), Progress::too_long);
    EXPECT_EQ(progress(std::string(2049, 'a')), Progress::too_long);
    EXPECT_EQ(progress(std::string(2048, 'a')), Progress::incomplete);
    EXPECT_EQ(progress(head + "1990\r\n\r\n"), Progress::incomplete);
}

TEST(HttpRequestReader, forgets_one_connection_for_the_next) {
    HttpRequestReader reader;
    ASSERT_EQ(reader.feed("POST /a HTTP/1.1\r\nContent-Length: 5\r\n\r\nhal"), Progress::incomplete);
    reader.clear();
    ASSERT_EQ(reader.feed("GET /b HTTP/1.1\r\n\r\n"), Progress::complete);
    EXPECT_EQ(reader.request().url, "/b");
    EXPECT_EQ(reader.request().body, "");
}

}  // namespace
}  // namespace otbench::firmware
