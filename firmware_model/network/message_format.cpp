#include "firmware_model/network/message_format.hpp"

#include <algorithm>

namespace otbench::firmware {
namespace {

constexpr std::size_t longest_text = 127;

}  // namespace

std::string published_text(const Message& message, const FirmwareOptions& options) {
    std::string text = message.text;
    if (!message.extra.empty()) text += ":" + message.extra;
    const std::size_t untruncated = text.size();
    text.resize(std::min(untruncated, longest_text));
    for (char& c : text) {
        if (message.as_it_is) break;
        if (c == ' ') c = '_';
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    }
    const bool keeps_length = options.print_result == FirmwareOptions::PrintResult::untruncated_length;
    if (keeps_length && !options.fixes[Quirk::long_message_overread]) text.resize(untruncated, '\0');
    return text;
}

Message status_message(std::string_view first, std::initializer_list<std::string_view> more) {
    Message message{std::string{first}, {}};
    for (const auto field : more) {
        if (field.empty()) break;
        if (!message.extra.empty()) message.extra += ':';
        for (const char c : field) message.extra += c == ' ' ? '_' : c == ':' ? '.' : c;
    }
    return message;
}

}  // namespace otbench::firmware
