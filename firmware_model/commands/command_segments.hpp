#pragma once

#include <array>
#include <boost/system/result.hpp>
#include <cstddef>
#include <string_view>

namespace otbench::firmware {

enum class SegmentError { segment_too_long, too_many_segments };

/// A command as the firmware takes it apart: topic and payload split at slashes into one array of 16 cells of 64
/// octets, zero-filled, one after the other in memory (spec: firmware, section 3.1).
class CommandSegments {
public:
    static constexpr std::size_t max_count = 16;
    static constexpr std::size_t cell_size = 64;

    static boost::system::result<CommandSegments, SegmentError> split(std::string_view topic, std::string_view payload);

    /// The text of segment `index` up to its first NUL; empty when there is none.
    [[nodiscard]] std::string_view text(std::size_t index) const;

    /// The same segments with capital letters made small.
    [[nodiscard]] CommandSegments lower_case() const;

    /// The octet `offset` places after the begin of segment `index`, which may lie in a following cell; NUL beyond the
    /// last cell.
    [[nodiscard]] char octet(std::size_t index, std::size_t offset) const;

private:
    /// Adds the segments of `text`; each of topic and payload counts its own limit.
    boost::system::result<void, SegmentError> add(std::string_view text);

    std::array<char, max_count * cell_size> storage_{};
    std::size_t count_ = 0;
};

}  // namespace otbench::firmware
