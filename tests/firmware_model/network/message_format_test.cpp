#include "firmware_model/network/message_format.hpp"

#include <gtest/gtest.h>

namespace otbench::firmware {
namespace {

using PrintResult = FirmwareOptions::PrintResult;

std::string published(const Message& message) {
    return published_text(message, {});
}

TEST(PublishedText, is_lower_case_without_spaces_and_keeps_colons) {
    EXPECT_EQ(published({"ERROR  INTR: Already have A handler", ""}), "error__intr:_already_have_a_handler");
    EXPECT_EQ(published({"ok", "Pong"}), "ok:pong");
    EXPECT_EQ(published({"ok", ""}), "ok");
}

TEST(PublishedText, keeps_octets_that_are_not_ascii) {
    EXPECT_EQ(published({"\xC4\xFF", ""}), "\xC4\xFF");
}

TEST(PublishedText, is_cut_to_127_octets_but_keeps_its_length) {
    const auto text = published({std::string(130, 'x'), ""});
    EXPECT_EQ(text, std::string(127, 'x') + std::string(3, '\0'));
    EXPECT_EQ(published({std::string(127, 'x'), ""}).size(), 127U);
}

TEST(PublishedText, has_the_stored_length_when_the_print_returns_it) {
    FirmwareOptions options;
    options.print_result = PrintResult::stored_length;
    EXPECT_EQ(published_text({std::string(130, 'x'), ""}, options), std::string(127, 'x'));
}

TEST(StatusMessage, separates_fields_by_colons_that_occur_nowhere_else_after_the_first) {
    EXPECT_EQ(published(status_message("booted:slot:0", {})), "booted:slot:0");
    EXPECT_EQ(published(status_message("mbus", {"scan", "ok", "a: b"})), "mbus:scan:ok:a._b");
}

TEST(StatusMessage, drops_everything_after_an_empty_field) {
    EXPECT_EQ(published(status_message("ok", {"", "lost"})), "ok");
    EXPECT_EQ(published(status_message("ok", {"kept", "", "lost"})), "ok:kept");
}

}  // namespace
}  // namespace otbench::firmware
