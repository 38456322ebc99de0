#include "firmware_model/http/http_request.hpp"

#include <boost/algorithm/string/predicate.hpp>
#include <boost/algorithm/string/trim.hpp>

#include "base/numbers.hpp"

namespace otbench::firmware {
namespace {

constexpr std::string_view length_header = "content-length";

/// Takes the first line with its end off `text`; false when there is no complete line.
bool take_line(std::string_view& text, std::string_view& line) {
    const auto end = text.find('\n');
    if (end == std::string_view::npos) return false;
    line = text.substr(0, end);
    if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
    text.remove_prefix(end + 1);
    return true;
}

}  // namespace

void HttpRequestReader::clear() {
    *this = HttpRequestReader{};
}

HttpRequestReader::Progress HttpRequestReader::feed(std::string_view segment) {
    if (received_.size() + segment.size() > capacity) return Progress::too_long;
    received_ += segment;
    if (head_size_ == 0) {
        const Progress head = read_head();
        if (head != Progress::complete) return head;
    }
    if (received_.size() - head_size_ < body_size_) return Progress::incomplete;
    request_.body = received_.substr(head_size_, body_size_);
    return Progress::complete;
}

HttpRequestReader::Progress HttpRequestReader::read_head() {
    std::string_view rest = received_;
    std::string_view line;
    if (!take_line(rest, line)) return Progress::incomplete;
    request_ = {};
    if (!read_request_line(line)) return Progress::malformed;
    while (take_line(rest, line)) {
        if (line.empty()) {
            head_size_ = received_.size() - rest.size();
            return body_size_ > capacity - head_size_ ? Progress::too_long : Progress::complete;
        }
        if (!read_header(line)) return Progress::malformed;
    }
    return Progress::incomplete;
}

bool HttpRequestReader::read_request_line(std::string_view line) {
    const auto method_end = line.find(' ');
    if (method_end == 0 || method_end == std::string_view::npos) return false;
    request_.method = line.substr(0, method_end);
    line.remove_prefix(method_end + 1);
    const auto url = line.substr(0, line.find(' '));
    request_.url = url.substr(0, longest_url);
    return !url.empty() && url.front() == '/';
}

bool HttpRequestReader::read_header(std::string_view line) {
    const auto colon = line.find(':');
    if (!boost::algorithm::iequals(line.substr(0, colon), length_header)) return true;
    std::string text{line.substr(colon == std::string_view::npos ? line.size() : colon + 1)};
    boost::algorithm::trim(text);
    const auto length = parse_whole_number(text, 0, capacity);
    if (length) body_size_ = static_cast<std::size_t>(*length);
    const bool is_number = !text.empty() && text.find_first_not_of("0123456789") == std::string::npos;
    if (!length && is_number) body_size_ = capacity;  // cannot fit behind any head
    return is_number;
}

}  // namespace otbench::firmware
