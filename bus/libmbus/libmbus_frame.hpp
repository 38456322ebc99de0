#pragma once

#include <cstdint>
#include <string>

#include "base/octets.hpp"

namespace otbench::bus {

/// A frame as libmbus holds it (spec: decoder XML, 2 and 12).
struct LibmbusFrame {
    /// The numbers are those that libmbus prints.
    enum class Type : std::uint8_t {
        none = 0,
        single_character = 1,
        short_frame = 2,
        control_frame = 3,
        long_frame = 4
    };

    Type type = Type::none;
    std::uint8_t control = 0;
    std::uint8_t address = 0;
    std::uint8_t ci = 0;
    OctetView data;  ///< user data, a view of the octets that were checked
};

/// libmbus's verdict on octets that should be one frame.
///
/// This is the strict check of libmbus with its order, its words and its return codes; streams from a bus go through
/// `FrameSplitter` instead.
struct LibmbusVerdict {
    enum class Fault : std::uint8_t {
        none,
        need_more,
        no_octets,
        wrong_length,
        too_much,
        no_frame_start,
        wrong_start,
        unknown_control,
        no_stop,
        wrong_checksum,
    };

    Fault fault = Fault::none;
    std::size_t missing = 0;    ///< octets, when `fault` is need_more
    std::uint8_t found = 0;     ///< the control field or checksum in the frame
    std::uint8_t computed = 0;  ///< checksum
    LibmbusFrame frame;         ///< filled when `code()` is 0 or −3

    /// What the parser of libmbus returns: 0, the number of octets missing, or −1 (none), −2 (length), −3 (content), −4
    /// (start).
    [[nodiscard]] int code() const;
    /// Its words; empty when there is nothing wrong or octets are missing.
    [[nodiscard]] std::string message() const;
};

[[nodiscard]] LibmbusVerdict check_libmbus_frame(OctetView octets);

/// The line without line end in which libmbus shows a frame that it could not decode:
/// "mbus_frame_print: Dumping M-Bus frame [type 2, 5 bytes]: 10 5B 01 5C 16 ".
[[nodiscard]] std::string dump(const LibmbusFrame& frame);

}  // namespace otbench::bus
