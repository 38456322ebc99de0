#pragma once

#include <array>
#include <boost/system/result.hpp>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <variant>

#include "base/octets.hpp"

namespace otbench::bus {

/// Frame lengths (EN 13757-2, 5.4; spec: M-Bus protocol, section 3).
constexpr std::size_t max_user_data = 252;     ///< octets after CI in a long frame
constexpr std::size_t max_frame_octets = 261;  ///< a long frame from start to stop octet

/// Octets with a fixed place in a frame.
namespace octet {
constexpr std::uint8_t acknowledge = 0xE5;
constexpr std::uint8_t short_start = 0x10;
constexpr std::uint8_t long_start = 0x68;
constexpr std::uint8_t stop = 0x16;
}  // namespace octet

/// The control field C (spec: M-Bus protocol, section 4).
namespace control {
constexpr std::uint8_t from_master = 0x40;
constexpr std::uint8_t fcb = 0x20;  ///< master to slave: frame count bit
constexpr std::uint8_t fcv = 0x10;  ///< master to slave: the frame count bit is valid
constexpr std::uint8_t acd = 0x20;  ///< slave to master: class 1 data wait
constexpr std::uint8_t dfc = 0x10;  ///< slave to master: no more data please

constexpr std::uint8_t SND_NKE = 0x40;
constexpr std::uint8_t SND_UD = 0x53;
constexpr std::uint8_t REQ_UD1 = 0x5A;
constexpr std::uint8_t REQ_UD2 = 0x5B;
constexpr std::uint8_t RSP_UD = 0x08;
}  // namespace control

/// The service of a control field, without its flag bits (FCB, FCV, ACD, DFC).
enum class Service : std::uint8_t { unknown, SND_NKE, SND_UD, REQ_UD1, REQ_UD2, RSP_UD };

[[nodiscard]] Service service_of(std::uint8_t control_field);
/// "REQ_UD2" and so on; "unknown" for the rest.
[[nodiscard]] const char* name_of(Service service);

/// Addresses with a meaning of their own (spec: M-Bus protocol, section 5).
namespace address {
constexpr std::uint8_t unconfigured = 0;
constexpr std::uint8_t last_primary = 250;
constexpr std::uint8_t selected = 253;    ///< the slave chosen by its secondary address
constexpr std::uint8_t all_answer = 254;  ///< every slave acts and answers
constexpr std::uint8_t broadcast = 255;   ///< every slave acts, none answers
}  // namespace address

enum class FrameKind : std::uint8_t { single_character, short_frame, control_frame, long_frame };

/// A frame of the link layer. The views refer to the caller's octets: a `FrameSplitter` keeps them until its next
/// call, `parse_frame` leaves them in the caller's buffer.
struct Frame {
    FrameKind kind = FrameKind::single_character;
    std::uint8_t control = 0;  ///< C; 0 in a single character
    std::uint8_t address = 0;  ///< A; 0 in a single character
    std::uint8_t ci = 0;       ///< CI; 0 where the kind has none
    OctetView data;            ///< what follows CI, without checksum
    OctetView octets;          ///< the whole frame
    std::uint64_t offset = 0;  ///< of its first octet in the stream
};

enum class FrameFault : std::uint8_t {
    no_start,      ///< an octet that begins no frame
    short_length,  ///< L below 3: no room for C, A and CI
    lengths_differ,
    second_start,  ///< the fourth octet of a long frame is not 68h
    checksum,
    stop,       ///< the last octet is not 16h
    truncated,  ///< the octets ended within a frame
    trailing,   ///< octets after a complete frame (`parse_frame` alone)
};

/// What is wrong with octets that do not form a frame, and where.
struct FrameError {
    FrameFault fault = FrameFault::no_start;
    std::uint64_t frame_offset = 0;  ///< of the octet that would have begun the frame
    std::uint64_t offset = 0;        ///< of the offending octet; truncated: of the first one missing
    std::uint8_t octet = 0;          ///< the offending octet; 0 when truncated
    std::uint8_t expected = 0;       ///< what should stand there, where that is known
};

/// "byte 3: checksum 0x5c, computed 0x5d" and the like.
[[nodiscard]] std::string describe(const FrameError& error);

/// The one frame that `octets` are: no more, no fewer.
[[nodiscard]] boost::system::result<Frame, FrameError> parse_frame(OctetView octets);

/// Sum of `octets` modulo 256.
[[nodiscard]] std::uint8_t checksum(OctetView octets);

[[nodiscard]] OctetBuffer single_character();
[[nodiscard]] OctetBuffer short_frame(std::uint8_t control, std::uint8_t address);
/// A long frame, or a control frame when `data` is empty. Throws std::length_error above `max_user_data` octets.
[[nodiscard]] OctetBuffer long_frame(std::uint8_t control, std::uint8_t address, std::uint8_t ci, OctetView data);

/// All octets that were given are used up.
struct NeedMore {};
using FrameEvent = std::variant<NeedMore, Frame, FrameError>;

/// Splits a stream of octets into frames and finds its way back after garbage, so a glued, split, echoed or damaged
/// stream never loses a later good frame.
///
/// After a fault the search goes on one octet behind the false start. An unbroken run of octets that are part of no
/// frame is reported once, by its first fault. Holds at most one frame (261 octets); never allocates, never throws.
/// Not thread-safe. Time is the caller's: call `gap()` when the line has been silent for 33 bit times (spec: M-Bus
/// protocol, section 2).
class FrameSplitter {
public:
    /// The next event in `bytes`, which is advanced past what was taken in. Call it until it yields `NeedMore`.
    FrameEvent next(OctetView& bytes);

    /// The line fell silent: the next event in what is held, knowing that nothing will complete it. Call it until it
    /// yields nothing; an unfinished frame comes as `truncated`.
    std::optional<FrameEvent> gap();

    /// Forgets what is held.
    void reset();

    /// True while octets of an unfinished frame are held.
    [[nodiscard]] bool pending() const { return size_ > reported_; }

private:
    std::optional<FrameEvent> examine(bool complete);
    void drop(std::size_t count);

    std::array<std::uint8_t, max_frame_octets> held_{};
    std::size_t begin_ = 0;     ///< of the octets held
    std::size_t size_ = 0;      ///< of the octets held
    std::size_t reported_ = 0;  ///< leading octets that the caller's last frame still refers to
    std::uint64_t offset_ = 0;  ///< of the first octet held in the stream
    bool astray_ = false;       ///< the fault of this run of octets has been reported
};

}  // namespace otbench::bus
