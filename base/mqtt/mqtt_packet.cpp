#include "base/mqtt/mqtt_packet.hpp"

#include <algorithm>
#include <stdexcept>
#include <string_view>

namespace otbench::mqtt {
namespace {

using Bytes = std::vector<std::uint8_t>;

// Control packet types: OASIS MQTT 3.1.1, table 2.1. The order is that of `Packet`, which starts with type 1.
constexpr std::uint8_t type_connect = 1;
constexpr std::uint8_t type_publish = 3;
constexpr std::uint8_t type_pubrel = 6;
constexpr std::uint8_t type_subscribe = 8;
constexpr std::uint8_t type_unsubscribe = 10;
constexpr std::uint8_t reserved_flags = 0x02;  // PUBREL, SUBSCRIBE, UNSUBSCRIBE: table 2.2

// CONNECT flags: 3.1.2.3 to 3.1.2.9.
constexpr std::uint8_t flag_reserved = 0x01;
constexpr std::uint8_t flag_clean_session = 0x02;
constexpr std::uint8_t flag_will = 0x04;
constexpr std::uint8_t flag_will_retain = 0x20;
constexpr std::uint8_t flag_password = 0x40;
constexpr std::uint8_t flag_username = 0x80;

constexpr std::uint8_t level_3_1 = 3;
constexpr std::uint8_t level_3_1_1 = 4;

constexpr std::size_t longest_string = 0xFFFF;
constexpr std::size_t longest_remainder = 268'435'455;
constexpr std::size_t remaining_length_octets = 4;

// ---- writing ----

class Writer {
public:
    void u8(std::uint8_t value) { bytes_.push_back(value); }
    void u16(std::uint16_t value) {
        u8(static_cast<std::uint8_t>(value >> 8));
        u8(static_cast<std::uint8_t>(value));
    }
    void raw(std::string_view text) { bytes_.insert(bytes_.end(), text.begin(), text.end()); }
    void string(std::string_view text) {
        if (text.size() > longest_string) throw std::length_error{"MQTT string of more than 65535 octets"};
        u16(static_cast<std::uint16_t>(text.size()));
        raw(text);
    }
    [[nodiscard]] const Bytes& bytes() const { return bytes_; }

private:
    Bytes bytes_;
};

std::uint8_t connect_flags(const Connect& p) {
    unsigned flags = 0;
    if (p.clean_session) flags |= flag_clean_session;
    if (p.will) flags |= flag_will | unsigned{p.will->qos} << 3 | (p.will->retain ? flag_will_retain : 0U);
    if (p.username) flags |= flag_username;
    if (p.password) flags |= flag_password;
    return static_cast<std::uint8_t>(flags);
}

void write(Writer& out, const Connect& p) {
    out.string(p.protocol);
    out.u8(p.level);
    out.u8(connect_flags(p));
    out.u16(p.keep_alive_s);
    out.string(p.client_id);
    if (p.will) {
        out.string(p.will->topic);
        out.string(p.will->payload);
    }
    if (p.username) out.string(*p.username);
    if (p.password) out.string(*p.password);
}
void write(Writer& out, const Connack& p) {
    out.u8(p.session_present ? 1 : 0);
    out.u8(p.return_code);
}
void write(Writer& out, const Publish& p) {
    out.string(p.topic);
    if (p.qos > 0) out.u16(p.packet_id);
    out.raw(p.payload);
}
void write(Writer& out, const Subscribe& p) {
    out.u16(p.packet_id);
    for (const auto& [filter, qos] : p.filters) {
        out.string(filter);
        out.u8(qos);
    }
}
void write(Writer& out, const Suback& p) {
    out.u16(p.packet_id);
    for (const auto granted : p.granted) out.u8(granted);
}
void write(Writer& out, const Unsubscribe& p) {
    out.u16(p.packet_id);
    for (const auto& filter : p.filters) out.string(filter);
}
void write(Writer&, const Pingreq&) {}
void write(Writer&, const Pingresp&) {}
void write(Writer&, const Disconnect&) {}
template <typename Acknowledgement>
void write(Writer& out, const Acknowledgement& p) {
    out.u16(p.packet_id);
}

std::uint8_t first_octet(const Packet& packet) {
    const auto type = static_cast<unsigned>(packet.index() + 1);
    unsigned flags = 0;
    if (const auto* publish = std::get_if<Publish>(&packet)) {
        flags = (publish->dup ? 8U : 0U) | unsigned{publish->qos} << 1 | (publish->retain ? 1U : 0U);
    } else if (type == type_pubrel || type == type_subscribe || type == type_unsubscribe) {
        flags = reserved_flags;
    }
    return static_cast<std::uint8_t>(type << 4 | flags);
}

// ---- reading ----

/// Reads fields of one packet's variable header and payload; a field past the end sets the error and reads as empty.
class Cursor {
public:
    explicit Cursor(boost::span<const std::uint8_t> bytes) : rest_(bytes) {}

    std::uint8_t u8() {
        const auto field = take(1);
        return field.empty() ? std::uint8_t{0} : field[0];
    }
    std::uint16_t u16() {
        const auto field = take(2);
        return field.empty() ? std::uint16_t{0} : static_cast<std::uint16_t>(field[0] << 8 | field[1]);
    }
    std::string string() { return text(take(u16())); }
    std::string remainder() { return text(take(rest_.size())); }
    std::uint8_t qos(unsigned value) {
        if (value > 2) fail(PacketError::invalid_qos);
        return static_cast<std::uint8_t>(value);
    }
    void fail(PacketError error) {
        if (!error_) error_ = error;
        rest_ = {};
    }
    [[nodiscard]] bool at_end() const { return rest_.empty(); }
    [[nodiscard]] std::optional<PacketError> error() const { return error_; }

private:
    boost::span<const std::uint8_t> take(std::size_t count) {
        if (count > rest_.size()) {
            fail(PacketError::field_past_end);
            return {};
        }
        const auto field = rest_.first(count);
        rest_ = rest_.subspan(count);
        return field;
    }
    static std::string text(boost::span<const std::uint8_t> field) { return {field.begin(), field.end()}; }

    boost::span<const std::uint8_t> rest_;
    std::optional<PacketError> error_;
};

/// MQTT 3.1 lets a client set the flags of user name and password and send neither (MQTT V3.1, CONNECT, payload).
std::optional<std::string> credential(Cursor& in, std::uint8_t level, bool announced) {
    if (!announced || (level == level_3_1 && in.at_end())) return std::nullopt;
    return in.string();
}

Packet read_connect(Cursor& in) {
    Connect p;
    p.protocol = in.string();
    p.level = in.u8();
    if (p.level != level_3_1 && p.level != level_3_1_1) {
        in.remainder();  // the layout depends on the level
        return p;
    }
    const unsigned flags = in.u8();
    if (p.level == level_3_1_1 && (flags & flag_reserved) != 0) in.fail(PacketError::reserved_flag);
    p.clean_session = (flags & flag_clean_session) != 0;
    p.keep_alive_s = in.u16();
    p.client_id = in.string();
    if ((flags & flag_will) != 0) {
        p.will.emplace();
        p.will->topic = in.string();
        p.will->payload = in.string();
        p.will->qos = in.qos(flags >> 3 & 3);
        p.will->retain = (flags & flag_will_retain) != 0;
    }
    p.username = credential(in, p.level, (flags & flag_username) != 0);
    p.password = credential(in, p.level, (flags & flag_password) != 0);
    return p;
}
Packet read_connack(Cursor& in) {
    Connack p;
    p.session_present = (in.u8() & 1) != 0;
    p.return_code = in.u8();
    return p;
}
Packet read_publish(Cursor& in, unsigned flags) {
    Publish p;
    p.dup = (flags & 8) != 0;
    p.qos = in.qos(flags >> 1 & 3);
    p.retain = (flags & 1) != 0;
    p.topic = in.string();
    if (p.qos > 0) p.packet_id = in.u16();
    p.payload = in.remainder();
    return p;
}
Packet read_subscribe(Cursor& in) {
    Subscribe p;
    p.packet_id = in.u16();
    while (!in.at_end()) {
        auto filter = in.string();
        const auto qos = in.qos(in.u8());
        p.filters.emplace_back(std::move(filter), qos);
    }
    return p;
}
Packet read_suback(Cursor& in) {
    Suback p;
    p.packet_id = in.u16();
    while (!in.at_end()) p.granted.push_back(in.u8());
    return p;
}
Packet read_unsubscribe(Cursor& in) {
    Unsubscribe p;
    p.packet_id = in.u16();
    while (!in.at_end()) p.filters.push_back(in.string());
    return p;
}
template <typename Acknowledgement>
Packet read_acknowledgement(Cursor& in) {
    return Acknowledgement{in.u16()};
}

Packet read_body(Cursor& in, unsigned type, unsigned flags) {
    switch (type) {
        case type_connect: return read_connect(in);
        case 2: return read_connack(in);
        case type_publish: return read_publish(in, flags);
        case 4: return read_acknowledgement<Puback>(in);
        case 5: return read_acknowledgement<Pubrec>(in);
        case type_pubrel: return read_acknowledgement<Pubrel>(in);
        case 7: return read_acknowledgement<Pubcomp>(in);
        case type_subscribe: return read_subscribe(in);
        case 9: return read_suback(in);
        case type_unsubscribe: return read_unsubscribe(in);
        case 11: return read_acknowledgement<Unsuback>(in);
        case 12: return Pingreq{};
        case 13: return Pingresp{};
        case 14: return Disconnect{};
        default: in.fail(PacketError::unknown_type); return Disconnect{};
    }
}

/// The remaining length and the octets it takes (2.2.3); nothing yet when its last octet is missing.
boost::system::result<std::optional<std::pair<std::size_t, std::size_t>>, PacketError> remaining_length(
    boost::span<const std::uint8_t> bytes) {
    std::size_t value = 0;
    for (std::size_t i = 0; i < remaining_length_octets; ++i) {
        if (i == bytes.size()) return std::nullopt;
        value |= static_cast<std::size_t>(bytes[i] & 0x7F) << (7 * i);
        if ((bytes[i] & 0x80) == 0) return std::make_pair(value, i + 1);
    }
    return PacketError::malformed_remaining_length;
}

/// Brokers let octets pass after the last field of an acknowledgement or a ping, as mosquitto 2.0 does.
bool may_trail(const Packet& packet) {
    return !std::holds_alternative<Connect>(packet) && !std::holds_alternative<Disconnect>(packet);
}

bool known_type(std::uint8_t first) {
    return first >> 4 != 0 && first >> 4 != 15;
}

}  // namespace

std::string_view describe(PacketError error) {
    switch (error) {
        case PacketError::malformed_remaining_length: return "remaining length of more than four octets";
        case PacketError::unknown_type: return "unknown packet type";
        case PacketError::field_past_end: return "a field runs past the end of its packet";
        case PacketError::reserved_flag: return "a reserved flag is set";
        case PacketError::trailing_octets: return "octets after the last field";
        case PacketError::invalid_qos: return "QoS 3";
        case PacketError::too_long: return "a packet of more than 1 MiB";
    }
    return "unknown error";
}

std::vector<std::uint8_t> encode(const Packet& packet) {
    Writer body;
    std::visit([&body](const auto& p) { write(body, p); }, packet);
    if (body.bytes().size() > longest_remainder) throw std::length_error{"MQTT packet of more than 268435455 octets"};

    Bytes out;
    out.reserve(body.bytes().size() + 1 + remaining_length_octets);
    out.push_back(first_octet(packet));
    auto rest = body.bytes().size();
    do {
        out.push_back(static_cast<std::uint8_t>((rest & 0x7F) | (rest > 0x7F ? 0x80 : 0)));
        rest >>= 7;
    } while (rest > 0);
    out.insert(out.end(), body.bytes().begin(), body.bytes().end());
    return out;
}

void PacketReader::feed(boost::span<const std::uint8_t> bytes) {
    if (failed_) return;
    buffer_.erase(buffer_.begin(), buffer_.begin() + static_cast<std::ptrdiff_t>(consumed_));
    begin_ = consumed_ = 0;
    buffer_.insert(buffer_.end(), bytes.begin(), bytes.end());
}

boost::system::result<std::optional<Packet>, PacketError> PacketReader::next() {
    if (failed_) return *failed_;
    const auto pending = boost::span<const std::uint8_t>{buffer_}.subspan(consumed_);
    if (pending.empty()) return std::nullopt;
    if (!known_type(pending[0])) return *(failed_ = PacketError::unknown_type);
    const auto length = remaining_length(pending.subspan(1));
    if (length.has_error()) return *(failed_ = length.error());
    if (!*length) return std::nullopt;
    const auto [body, octets] = **length;
    if (body > longest_body) return *(failed_ = PacketError::too_long);
    const auto whole = 1 + octets + body;
    if (pending.size() < whole) return std::nullopt;

    Cursor in{pending.subspan(1 + octets, body)};
    auto packet = read_body(in, pending[0] >> 4, pending[0] & 0x0F);
    if (!in.at_end() && !may_trail(packet)) in.fail(PacketError::trailing_octets);
    if (in.error()) return *(failed_ = in.error());
    begin_ = consumed_;
    consumed_ += whole;
    return std::optional<Packet>{std::move(packet)};
}

boost::span<const std::uint8_t> PacketReader::octets() const {
    return boost::span<const std::uint8_t>{buffer_}.subspan(begin_, consumed_ - begin_);
}

bool matches(const std::string& filter, const std::string& topic) {
    if (filter.empty() || topic.empty()) return false;
    if (topic[0] == '$' && (filter[0] == '+' || filter[0] == '#')) return false;
    std::size_t f = 0;
    std::size_t t = 0;
    // Both stand at the beginning of a level; `npos` ends the last one.
    while (true) {
        const auto filter_end = std::min(filter.find('/', f), filter.size());
        const auto level = std::string_view{filter}.substr(f, filter_end - f);
        if (level == "#") return true;
        const auto topic_end = std::min(topic.find('/', t), topic.size());
        if (level != "+" && level != std::string_view{topic}.substr(t, topic_end - t)) return false;
        const bool filter_done = filter_end == filter.size();
        const bool topic_done = topic_end == topic.size();
        if (topic_done) return filter_done || filter.compare(filter_end, std::string::npos, "/#") == 0;
        if (filter_done) return false;
        f = filter_end + 1;
        t = topic_end + 1;
    }
}

}  // namespace otbench::mqtt
