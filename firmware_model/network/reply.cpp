#include "firmware_model/network/reply.hpp"

#include <algorithm>

namespace otbench::firmware {

void Reply::append(std::string_view text) {
    if (fill_ > 0 && fill_ < capacity) {
        text_ += '/';
        ++fill_;
    }
    // The bounded print keeps one octet of what it is given for its terminator.
    const std::size_t room = fill_ < capacity ? capacity - fill_ - 1 : 0;
    const auto stored = text.substr(0, room);
    text_ += stored;
    const bool believes_all = options_.print_result == FirmwareOptions::PrintResult::untruncated_length &&
                              !options_.fixes[Quirk::long_log_line];
    fill_ += believes_all ? text.size() : stored.size();
}

void Reply::append_as_format(std::string_view text) {
    if (options_.fixes[Quirk::percent_is_format]) return append(text);
    std::string printed;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '%') {
            printed += text[i];
        } else if (++i < text.size() && text[i] == '%') {
            printed += '%';
        }
    }
    append(printed);
}

void Reply::append_stored(std::string_view text) {
    append(text);
    is_stored_text_ = true;
}

void Reply::append_from(std::string_view text, Cause source) {
    append(text);
    sources_.push_back(source);
}

void Reply::clear() {
    text_.clear();
    sources_.clear();
    fill_ = 0;
    is_stored_text_ = false;
}

}  // namespace otbench::firmware
