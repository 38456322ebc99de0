#pragma once

#include <boost/core/span.hpp>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/checked.hpp"
#include "base/time.hpp"

/// The Otbench device protocol (ODP), version 1, as values and octets: what the bench and a firmware's process say to
/// each other. docs/dev/device-protocol.md is its text; nothing here touches a socket or a clock.
namespace otbench::sim::odp {

constexpr std::uint16_t major_version = 1;
constexpr std::uint16_t minor_version = 0;

/// Octets of a frame that its length field counts: the rest of the header at least, 1 MiB at most.
constexpr std::uint32_t least_length = 12;
constexpr std::uint32_t greatest_length = 1U << 20U;

/// "Let time run until something happens."
constexpr Nanoseconds for_ever = Nanoseconds::max();

/// Types with this bit may be skipped by a side that does not know them.
constexpr std::uint16_t optional_type = 0x8000;

/// What a peer can do; HELLO_OK carries the sum.
enum Capability : std::uint32_t {
    pins = 1,
    uart_lines = 2,
    i2c = 4,
    network = 8,
    wifi = 16,
    flash_file = 32,
    watchdog = 64,
    idle_hint = 128,
    call_log = 256,
};

/// Why a process was started.
enum class ResetCause : std::uint8_t {
    power_on,
    software_restart,
    exception,
    soft_watchdog,
    hard_watchdog,
    reset_button,
};

/// One message as it travels: its type, the sender's clock, and a body that is still octets.
struct Frame {
    std::uint16_t type = 0;
    Nanoseconds at{};
    std::vector<std::uint8_t> body;
};

/// Cuts a byte stream into frames. An error is final: what follows has no known beginning.
class FrameReader {
public:
    void feed(boost::span<const std::uint8_t> octets);
    /// The next whole frame; nothing when more octets are needed.
    Checked<std::optional<Frame>> next();

private:
    std::vector<std::uint8_t> buffer_;
    std::size_t consumed_ = 0;
};

// ---- peer to bench ----

struct HelloOk {
    std::uint16_t major = 0, minor = 0;
    std::string name, version;
    std::uint32_t capabilities = 0;
    std::vector<std::uint8_t> pins, uarts, i2c_buses;
};
struct Advance {
    Nanoseconds until{};
    bool stop = false;    ///< return at the first event
    bool idle = false;    ///< all tasks are done
    bool masked = false;  ///< interrupts are locked
};
struct Pin {
    enum class Drive : std::uint8_t { floating, pulled_up, low, high, open_drain_low, peripheral };
    std::uint8_t pin = 0;
    Drive drive = Drive::floating;
};
struct UartOut {
    std::uint8_t uart = 0;
    bool log = false;  ///< text of the log rather than data
    std::string octets;
};
struct UartFormat {
    std::uint8_t uart = 0;
    std::uint32_t divider = 0, clock_hz = 0;
    std::uint8_t data_bits = 0, parity = 0, stop_half_bits = 0;
};
struct I2c {
    std::uint8_t bus = 0, address = 0;
    bool read = false, no_stop = false;
    std::uint16_t count = 0;
    std::vector<std::uint8_t> octets;  ///< of a write
    std::uint16_t kilohertz = 100;
};
struct Net {
    enum class Op : std::uint8_t { resolve = 1, open, send, close, abort, listen, udp_open, udp_send };
    std::uint16_t connection = 0;
    Op op = Op::resolve;
    std::vector<std::uint8_t> body;
};
struct Restart {
    ResetCause cause = ResetCause::software_restart;
    std::string reason;
};
struct Wifi {
    enum class Op : std::uint8_t { off, connect, disconnect, access_point_on, access_point_off };
    Op op = Op::off;
    std::string ssid, password;
};
struct Event {
    std::string kind;
    std::map<std::string, std::string> fields;
};
struct Crash {
    std::uint8_t signal = 0;
    std::uint64_t address = 0;
    std::string where;
};
struct Call {
    std::string text;
};
/// A message of an unknown type that may be skipped.
struct Skipped {};

using FromPeer =
    std::variant<HelloOk, Advance, Pin, UartOut, UartFormat, I2c, Net, Restart, Wifi, Event, Crash, Call, Skipped>;

/// The message in a frame from a peer; an error for a body that is too short, too long or out of range, and for an
/// unknown type.
Checked<FromPeer> parse(const Frame& frame);

// ---- bench to peer ----

struct Hello {
    Nanoseconds now{};
    std::int64_t clock_at_boot_us = 0;
    ResetCause cause = ResetCause::power_on;
    std::string board, mac;
    std::map<std::string, std::string> settings;
};

/// Something that happened to the peer, in a GRANT or I2C_DONE.
struct PeerEvent {
    enum class Kind : std::uint8_t { pin_level = 1, uart_in, wifi, net, reset_button };
    enum class WifiChange : std::uint8_t { associated, disconnected, got_address = 3, dhcp_timeout };
    enum class NetChange : std::uint8_t {
        resolved = 1,
        connected,
        failed,
        received,
        sent,
        closed,
        reset,
        accepted,
    };
    Kind kind = Kind::pin_level;
    Nanoseconds at{};
    std::vector<std::uint8_t> body;
};

struct Grant {
    Nanoseconds now{}, horizon{};
    std::vector<PeerEvent> events;
};
struct I2cDone {
    Nanoseconds now{}, horizon{};
    bool acknowledged = false;
    std::vector<std::uint8_t> octets;  ///< of a read
    std::vector<PeerEvent> events;
};

/// The frame's octets.
std::vector<std::uint8_t> encode(const Hello& hello);
std::vector<std::uint8_t> encode(const Grant& grant);
std::vector<std::uint8_t> encode(const I2cDone& done);

/// The types that a peer of this version may send, by name, for a message about a frame ("ADVANCE", "type 77").
std::string type_name(std::uint16_t type);

}  // namespace otbench::sim::odp
