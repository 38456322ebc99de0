#include "firmware_model/commands/command_segments.hpp"

namespace otbench::firmware {

boost::system::result<CommandSegments, SegmentError> CommandSegments::split(std::string_view topic,
                                                                            std::string_view payload) {
    CommandSegments segments;
    for (const auto text : {topic, payload}) {
        if (const auto added = segments.add(text); !added) return added.error();
    }
    return segments;
}

boost::system::result<void, SegmentError> CommandSegments::add(std::string_view text) {
    std::size_t length = 0;  // of the segment being filled
    for (const char c : text) {
        if (count_ == max_count) return SegmentError::too_many_segments;
        if (c == '/') {
            if (length > 0) ++count_;
            length = 0;
            continue;
        }
        if (length == cell_size - 1) return SegmentError::segment_too_long;
        storage_[count_ * cell_size + length++] = c;
    }
    if (length > 0) ++count_;
    return {};
}

std::string_view CommandSegments::text(std::size_t index) const {
    if (index >= count_) return {};
    return {&storage_[index * cell_size]};  // a cell is never filled to its last octet
}

CommandSegments CommandSegments::lower_case() const {
    CommandSegments segments = *this;
    for (char& c : segments.storage_) {
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    }
    return segments;
}

char CommandSegments::octet(std::size_t index, std::size_t offset) const {
    const std::size_t position = index * cell_size + offset;
    return position < storage_.size() ? storage_[position] : '\0';
}

}  // namespace otbench::firmware
