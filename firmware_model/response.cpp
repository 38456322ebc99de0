#include "firmware_model/response.hpp"

namespace otbench::firmware {
namespace {

// 256 octets, the last of them for the terminator and one more that the bounded print never fills.
constexpr std::size_t capacity = 254;

}  // namespace

void Response::append(std::string_view text) {
    if (!text_.empty() && text_.size() <= capacity) text_ += '/';
    if (text_.size() < capacity) text_ += text.substr(0, capacity - text_.size());
}

void Response::append_from(std::string_view text, Cause source) {
    append(text);
    sources_.push_back(source);
}

void Response::clear() {
    text_.clear();
    sources_.clear();
}

}  // namespace otbench::firmware
