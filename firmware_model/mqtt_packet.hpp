#pragma once

#include <boost/core/span.hpp>
#include <boost/system/result.hpp>
#include <cstdint>
#include <optional>
#include <string>
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
    std::uint8_t level = 3;
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
struct Puback { std::uint16_t packet_id; };
struct Pubrec { std::uint16_t packet_id; };
struct Pubrel { std::uint16_t packet_id; };
struct Pubcomp { std::uint16_t packet_id; };
struct Subscribe {
    std::uint16_t packet_id = 0;
    std::vector<std::pair<std::string, std::uint8_t>> filters;  ///< filter, requested QoS
};
struct Suback {
    std::uint16_t packet_id = 0;
    std::vector<std::uint8_t> granted;
};
struct Unsubscribe {
    std::uint16_t packet_id = 0;
    std::vector<std::string> filters;
};
struct Unsuback { std::uint16_t packet_id; };
struct Pingreq {};
struct Pingresp {};
struct Disconnect {};

using Packet = std::variant<Connect, Connack, Publish, Puback, Pubrec, Pubrel, Pubcomp, Subscribe, Suback, Unsubscribe,
                            Unsuback, Pingreq, Pingresp, Disconnect>;

/// The packet's octets.
std::vector<std::uint8_t> encode(const Packet& packet);

/// Cuts a byte stream into packets. Keeps at most one unfinished packet.
class PacketReader {
public:
    /// Adds received octets.
    void feed(boost::span<const std::uint8_t> bytes);
    /// The next whole packet; nothing when more octets are needed; an error (and nothing more from then on) when the
    /// stream cannot be MQTT: malformed remaining length, unknown type, a field that runs past the packet's end.
    boost::system::result<std::optional<Packet>> next();

private:
    std::vector<std::uint8_t> buffer_;
};

/// True when `topic` matches the subscription `filter` with its `+` and `#` (OASIS MQTT 3.1.1, 4.7; topics that begin
/// with `$` match no filter that begins with a wildcard).
bool matches(const std::string& filter, const std::string& topic);

}  // namespace otbench::mqtt
