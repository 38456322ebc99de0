#include "sim/protocol/odp.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <iterator>
#include <limits>
#include <string_view>
#include <utility>

#include "base/octets.hpp"

namespace otbench::sim::odp {
namespace {

enum Type : std::uint16_t {
    advance = 1,
    pin,
    uart_out,
    uart_format,
    i2c_transfer,
    net,
    restart,
    wifi_change,
    event,
    crash,
    call,
    hello_ok = 32,
    hello = 63,
    grant,
    i2c_done,
};

// The header: u32 length, u16 type, u16 flags, i64 time.
constexpr std::size_t length_size = 4;
constexpr std::size_t type_at = 4;
constexpr std::size_t time_at = 8;
constexpr std::size_t header_size = 16;

/// Takes a body apart; after a field that is not there, everything is zero and `complete()` false.
class BodyReader {
public:
    explicit BodyReader(OctetView body) : rest_(body) {}

    std::uint64_t number(std::size_t octets) {
        const OctetView field = next(octets);
        return little_endian(field);
    }
    std::uint8_t u8() { return static_cast<std::uint8_t>(number(1)); }
    std::uint16_t u16() { return static_cast<std::uint16_t>(number(2)); }
    std::uint32_t u32() { return static_cast<std::uint32_t>(number(4)); }
    Nanoseconds time() { return Nanoseconds{static_cast<std::int64_t>(number(8))}; }
    std::vector<std::uint8_t> octets(std::size_t count) {
        const OctetView field = next(count);
        return {field.begin(), field.end()};
    }
    std::string text(std::size_t count) {
        const OctetView field = next(count);
        return {field.begin(), field.end()};
    }
    std::string text() { return text(u16()); }
    std::vector<std::uint8_t> list() { return octets(u16()); }
    std::map<std::string, std::string> map() {
        std::map<std::string, std::string> entries;
        for (std::size_t count = u16(); count > 0 && sound_; --count) {
            std::string key = text();
            entries[std::move(key)] = text();
        }
        return entries;
    }
    std::vector<std::uint8_t> rest() { return octets(rest_.size()); }
    std::string rest_text() { return text(rest_.size()); }

    /// Everything that was asked for was there, and nothing is left.
    [[nodiscard]] bool complete() const { return sound_ && rest_.empty(); }

private:
    OctetView next(std::size_t count) {
        if (count > rest_.size()) {
            sound_ = false;
            rest_ = {};
            return {};
        }
        const OctetView field = rest_.first(count);
        rest_ = rest_.subspan(count);
        return field;
    }

    OctetView rest_;
    bool sound_ = true;
};

/// Puts a frame together.
class FrameWriter {
public:
    FrameWriter(Type type, Nanoseconds at) {
        number(0, length_size);
        number(type, 2);
        number(0, 2);
        time(at);
    }

    void number(std::uint64_t value, std::size_t octets) {
        for (std::size_t i = 0; i < octets; ++i) octets_.push_back(static_cast<std::uint8_t>(value >> (8 * i)));
    }
    void time(Nanoseconds at) { number(static_cast<std::uint64_t>(at.count()), 8); }
    void octets(OctetView octets) { octets_.insert(octets_.end(), octets.begin(), octets.end()); }
    void text(std::string_view text) {
        const std::size_t size = std::min<std::size_t>(text.size(), std::numeric_limits<std::uint16_t>::max());
        number(size, 2);
        octets_.insert(octets_.end(), text.begin(), text.begin() + static_cast<std::ptrdiff_t>(size));
    }
    void events(const std::vector<PeerEvent>& events) {
        number(events.size(), 4);
        for (const PeerEvent& event : events) {
            number(static_cast<std::uint8_t>(event.kind), 1);
            time(event.at);
            number(event.body.size(), 2);
            octets(event.body);
        }
    }

    std::vector<std::uint8_t> finish() {
        const std::size_t length = octets_.size() - length_size;
        for (std::size_t i = 0; i < length_size; ++i) octets_[i] = static_cast<std::uint8_t>(length >> (8 * i));
        return std::move(octets_);
    }

private:
    std::vector<std::uint8_t> octets_;
};

/// A field of a few values.
template <typename Enum>
Enum checked_enum(std::uint8_t value, Enum least, Enum most, bool& sound) {
    if (value < static_cast<std::uint8_t>(least) || value > static_cast<std::uint8_t>(most)) sound = false;
    return static_cast<Enum>(value);
}

FromPeer parse_hello_ok(BodyReader& body, bool&) {
    HelloOk message;
    message.major = body.u16();
    message.minor = body.u16();
    message.name = body.text();
    message.version = body.text();
    message.capabilities = body.u32();
    message.pins = body.list();
    message.uarts = body.list();
    message.i2c_buses = body.list();
    return message;
}

FromPeer parse_advance(BodyReader& body, bool&) {
    Advance message;
    message.until = body.time();
    const std::uint8_t flags = body.u8();
    message.stop = (flags & 1U) != 0;
    message.idle = (flags & 2U) != 0;
    message.masked = (flags & 4U) != 0;
    return message;
}

FromPeer parse_pin(BodyReader& body, bool& sound) {
    Pin message;
    message.pin = body.u8();
    message.drive = checked_enum(body.u8(), Pin::Drive::floating, Pin::Drive::peripheral, sound);
    return message;
}

FromPeer parse_uart_out(BodyReader& body, bool& sound) {
    UartOut message;
    message.uart = body.u8();
    const std::uint8_t source = body.u8();
    if (source > 1) sound = false;
    message.log = source == 1;
    message.octets = body.rest_text();
    return message;
}

FromPeer parse_uart_format(BodyReader& body, bool& sound) {
    constexpr std::uint8_t least_data_bits = 5, most_data_bits = 8, odd = 2, least_stop = 2, most_stop = 4;
    UartFormat message;
    message.uart = body.u8();
    message.divider = body.u32();
    message.clock_hz = body.u32();
    message.data_bits = body.u8();
    message.parity = body.u8();
    message.stop_half_bits = body.u8();
    if (message.data_bits < least_data_bits || message.data_bits > most_data_bits || message.parity > odd ||
        message.stop_half_bits < least_stop || message.stop_half_bits > most_stop)
        sound = false;
    return message;
}

FromPeer parse_i2c(BodyReader& body, bool& sound) {
    constexpr std::uint8_t most_address = 0x7F;
    I2c message;
    message.bus = body.u8();
    message.address = body.u8();
    const std::uint8_t flags = body.u8();
    message.read = (flags & 1U) != 0;
    message.no_stop = (flags & 2U) != 0;
    message.count = body.u16();
    if (!message.read) message.octets = body.octets(message.count);
    if ((flags & 4U) != 0) message.kilohertz = body.u16();
    if (message.address > most_address || message.kilohertz == 0) sound = false;
    return message;
}

FromPeer parse_net(BodyReader& body, bool& sound) {
    Net message;
    message.connection = body.u16();
    message.op = checked_enum(body.u8(), Net::Op::resolve, Net::Op::udp_send, sound);
    message.body = body.rest();
    return message;
}

FromPeer parse_restart(BodyReader& body, bool& sound) {
    Restart message;
    message.cause = checked_enum(body.u8(), ResetCause::power_on, ResetCause::reset_button, sound);
    message.reason = body.text();
    return message;
}

FromPeer parse_wifi(BodyReader& body, bool& sound) {
    Wifi message;
    message.op = checked_enum(body.u8(), Wifi::Op::off, Wifi::Op::access_point_off, sound);
    message.ssid = body.text();
    message.password = body.text();
    return message;
}

FromPeer parse_event(BodyReader& body, bool&) {
    Event message;
    message.kind = body.text();
    message.fields = body.map();
    return message;
}

FromPeer parse_crash(BodyReader& body, bool&) {
    Crash message;
    message.signal = body.u8();
    message.address = body.number(8);
    message.where = body.text();
    return message;
}

FromPeer parse_call(BodyReader& body, bool&) {
    return Call{body.rest_text()};
}

/// What a peer may send.
struct Row {
    Type type;
    std::string_view name;
    FromPeer (*parse)(BodyReader& body, bool& sound);
};
constexpr Row rows[] = {
    {advance, "ADVANCE", parse_advance},
    {pin, "PIN", parse_pin},
    {uart_out, "UART_OUT", parse_uart_out},
    {uart_format, "UART_FORMAT", parse_uart_format},
    {i2c_transfer, "I2C", parse_i2c},
    {net, "NET", parse_net},
    {restart, "RESTART", parse_restart},
    {wifi_change, "WIFI", parse_wifi},
    {event, "EVENT", parse_event},
    {crash, "CRASH", parse_crash},
    {call, "CALL", parse_call},
    {hello_ok, "HELLO_OK", parse_hello_ok},
};

const Row* find_row(std::uint16_t type) {
    const auto* row = std::find_if(std::begin(rows), std::end(rows), [type](const Row& r) { return r.type == type; });
    return row == std::end(rows) ? nullptr : row;
}

}  // namespace

// ---- frames ----

void FrameReader::feed(boost::span<const std::uint8_t> octets) {
    buffer_.erase(buffer_.begin(), buffer_.begin() + static_cast<std::ptrdiff_t>(std::exchange(consumed_, 0)));
    buffer_.insert(buffer_.end(), octets.begin(), octets.end());
}

Checked<std::optional<Frame>> FrameReader::next() {
    const OctetView rest = OctetView{buffer_}.subspan(consumed_);
    if (rest.size() < length_size) return std::optional<Frame>{};
    const auto length = static_cast<std::uint32_t>(little_endian(rest.first(length_size)));
    if (length < least_length || length > greatest_length)
        return InputError{
            fmt::format("invalid frame length {} (expected {} to {})", length, least_length, greatest_length)};
    const std::size_t whole = length_size + length;
    if (rest.size() < whole) return std::optional<Frame>{};
    Frame frame;
    frame.type = static_cast<std::uint16_t>(little_endian(rest.subspan(type_at, 2)));
    frame.at = Nanoseconds{static_cast<std::int64_t>(little_endian(rest.subspan(time_at, 8)))};
    const OctetView body = rest.subspan(header_size, whole - header_size);
    frame.body.assign(body.begin(), body.end());
    consumed_ += whole;
    return std::optional{std::move(frame)};
}

Checked<FromPeer> parse(const Frame& frame) {
    const Row* row = find_row(frame.type);
    if (row == nullptr) {
        if ((frame.type & optional_type) != 0) return FromPeer{Skipped{}};
        return InputError{fmt::format("unknown message type {}", frame.type)};
    }
    BodyReader body{frame.body};
    bool sound = true;
    FromPeer message = row->parse(body, sound);
    if (!body.complete())
        return InputError{fmt::format("the body of {} has a wrong length ({} bytes)", row->name, frame.body.size())};
    if (!sound) return InputError{fmt::format("a field of {} is out of range", row->name)};
    return message;
}

std::string type_name(std::uint16_t type) {
    const Row* row = find_row(type);
    return row != nullptr ? std::string{row->name} : fmt::format("type {}", type);
}

// ---- bench to peer ----

std::vector<std::uint8_t> encode(const Hello& message) {
    FrameWriter frame{hello, message.now};
    frame.number(major_version, 2);
    frame.number(minor_version, 2);
    frame.time(message.now);
    frame.number(static_cast<std::uint64_t>(message.clock_at_boot_us), 8);
    frame.number(static_cast<std::uint32_t>(message.cause), 4);
    frame.text(message.board);
    frame.text(message.mac);
    frame.number(message.settings.size(), 2);
    for (const auto& [key, value] : message.settings) {
        frame.text(key);
        frame.text(value);
    }
    return frame.finish();
}

std::vector<std::uint8_t> encode(const Grant& message) {
    FrameWriter frame{grant, message.now};
    frame.time(message.now);
    frame.time(message.horizon);
    frame.events(message.events);
    return frame.finish();
}

std::vector<std::uint8_t> encode(const I2cDone& message) {
    FrameWriter frame{i2c_done, message.now};
    frame.time(message.now);
    frame.time(message.horizon);
    frame.number(message.acknowledged ? 1 : 0, 1);
    frame.number(message.octets.size(), 2);
    frame.octets(message.octets);
    frame.events(message.events);
    return frame.finish();
}

}  // namespace otbench::sim::odp
