#pragma once

#include <boost/core/span.hpp>
#include <boost/system/result.hpp>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace otbench::mqtt {

/// MQTT 3.1 and 3.1.1 control packets (MQTT V3.1 protocol specification; OASIS MQTT 3.1.1, chapter 3), as values.
/// Topics and payloads are octet strings.
struct Will {
    std::string topic;
    std::string payload;
    std::uint8_t qos = 0;
    bool retain = false;
};
struct Connect {
    std::string protocol = "MQIsdp";  ///< "MQIsdp" (3.1) or "MQTT" (3.1.1)
    std::uint8_t level = 3;           ///< 3 or 4; with any other level only `protocol` and `level` are read
    bool clean_session = true;
    std::uint16_t keep_alive_s = 120;
    std::string client_id;
    std::optional<Will> will;
    std::optional<std::string> username;
    std::optional<std::string> password;
};
struct Connack {
    bool session_present = false;
    std::uint8_t return_code = 0;
};
struct Publish {
    std::string topic;
    std::string payload;
    std::uint8_t qos = 0;
    bool retain = false;
    bool dup = false;
    std::uint16_t packet_id = 0;  ///< 0 with QoS 0
};
struct Puback {
    std::uint16_t packet_id;
};
struct Pubrec {
    std::uint16_t packet_id;
};
struct Pubrel {
    std::uint16_t packet_id;
};
struct Pubcomp {
    std::uint16_t packet_id;
};
struct Subscribe {
    std::uint16_t packet_id = 0;
    std::vector<std::pair<std::string, std::uint8_t>> filters;  ///< filter, requested QoS
};
struct Suback {
    std::uint16_t packet_id = 0;
    std::vector<std::uint8_t> granted;  ///< granted QoS, or 0x80: refused
};
struct Unsubscribe {
    std::uint16_t packet_id = 0;
    std::vector<std::string> filters;
};
struct Unsuback {
    std::uint16_t packet_id;
};
struct Pingreq {};
struct Pingresp {};
struct Disconnect {};

using Packet = std::variant<Connect, Connack, Publish, Puback, Pubrec, Pubrel, Pubcomp, Subscribe, Suback, Unsubscribe,
                            Unsuback, Pingreq, Pingresp, Disconnect>;

/// The packet's octets. Throws `std::length_error` for a string of more than 65,535 octets (OASIS MQTT 3.1.1, 1.5.3)
/// or a packet of more than 268,435,455 (2.2.3).
std::vector<std::uint8_t> encode(const Packet& packet);

/// Why a stream cannot be MQTT.
enum class PacketError {
    malformed_remaining_length,  ///< a fifth octet of remaining length
    unknown_type,                ///< packet type 0 or 15
    field_past_end,              ///< a field runs past the end of its packet
    trailing_octets,             ///< octets after the last field of a CONNECT or DISCONNECT
    reserved_flag,               ///< CONNECT of 3.1.1 with its reserved flag set
    invalid_qos,                 ///< QoS 3
    too_long,                    ///< a remaining length above `longest_body`
};
/// The error in words, for a log line.
std::string_view describe(PacketError error);

/// The longest remaining length that a reader takes. MQTT allows 256 MB; no device or bench here needs more than a few
/// kilobytes, and a peer must not make the bench hold more.
constexpr std::size_t longest_body = std::size_t{1} << 20U;

/// Cuts a byte stream into packets. Keeps at most what was fed and not yet returned; never throws on any input.
class PacketReader {
public:
    /// Adds received octets.
    void feed(boost::span<const std::uint8_t> bytes);
    /// The next whole packet; nothing when more octets are needed; an error when the stream cannot be MQTT, and then
    /// the same error for ever, since what follows has no known beginning.
    boost::system::result<std::optional<Packet>, PacketError> next();
    /// The octets of the packet that `next` returned last; valid until more are fed.
    [[nodiscard]] boost::span<const std::uint8_t> octets() const;
    /// True when nothing of an unfinished packet is held.
    [[nodiscard]] bool at_boundary() const { return consumed_ == buffer_.size(); }

private:
    std::vector<std::uint8_t> buffer_;
    std::size_t consumed_ = 0;  ///< octets of `buffer_` already returned as packets
    std::size_t begin_ = 0;     ///< where the last of them begins
    std::optional<PacketError> failed_;
};

/// True when `topic` matches the subscription `filter` with its `+` and `#` (OASIS MQTT 3.1.1, 4.7; topics that begin
/// with `$` match no filter that begins with a wildcard).
bool matches(const std::string& filter, const std::string& topic);

}  // namespace otbench::mqtt
