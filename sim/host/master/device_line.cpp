#include "sim/host/master/device_line.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>
#include <optional>
#include <thread>
#include <utility>

#include "base/text.hpp"
#include "bus/frame/frame.hpp"
#include "meters/captures/buffer_dump.hpp"
#include "sim/host/master/device_commands.hpp"

namespace otbench::sim {
namespace {

using namespace std::chrono_literals;
using Clock = DeviceCommands::Clock;

constexpr std::size_t longest_frame = 261;    ///< octets (EN 13757-2)
constexpr std::size_t octets_a_command = 31;  ///< of trigger/serial/send (spec: firmware, section 5.5)
constexpr auto power_up = 1s;                 ///< of meters on a bus that has just been switched on

/// Whether a frame asks for data, so that a long answer may come.
bool asks_for_data(const bus::Frame& frame) {
    const auto service = bus::service_of(frame.control);
    return service == bus::Service::REQ_UD1 || service == bus::Service::REQ_UD2;
}

}  // namespace

/// One of a device's interfaces to the bus.
class DeviceInterface {
public:
    explicit DeviceInterface(const DeviceAddress& address)
        : commands_(address), format_{static_cast<double>(address.baud), bus::Parity::even, 1} {}
    virtual ~DeviceInterface() = default;
    DeviceInterface(const DeviceInterface&) = delete;
    DeviceInterface& operator=(const DeviceInterface&) = delete;

    virtual void send(OctetView octets) = 0;
    virtual OctetBuffer receive(Nanoseconds limit) = 0;
    virtual bool set_baud(int baud) = 0;

protected:
    [[nodiscard]] Nanoseconds characters(std::size_t count) const {
        return format_.bit_start(format_.bits() * static_cast<int>(count));
    }
    /// Publishes a command and returns its reply.
    std::string ask(const std::string& text, DeviceCommands::IsReply is_reply = DeviceCommands::is_ok) {
        return commands_.ask(text, is_reply, [this](const std::string& payload) { unasked(payload); });
    }
    std::string next_reply(const std::string& text, DeviceCommands::IsReply is_reply) {
        return commands_.reply_to(text, is_reply, [this](const std::string& payload) { unasked(payload); });
    }
    /// A command that has to be answered with ok.
    void command(const std::string& text) {
        if (const auto reply = ask(text); !DeviceCommands::is_ok(reply)) refuse(text, reply);
    }
    [[noreturn]] void refuse(const std::string& text, const std::string& reply) const {
        commands_.fail(text, fmt::format("was answered with '{}'", reply));
    }
    /// A payload that is not a reply to the present command.
    virtual void unasked(const std::string& /*payload*/) {}

    DeviceCommands commands_;
    bus::UartFormat format_;
};

namespace {

/// Software UART or mezzanine: `set/config/serial/…` and `trigger/serial/…`.
class SerialInterface : public DeviceInterface {
public:
    explicit SerialInterface(const DeviceAddress& address) : DeviceInterface(address), address_(address) {
        configure();
    }

    void send(OctetView octets) override {
        while (!octets.empty()) {
            const auto part = octets.first(std::min(octets.size(), octets_a_command));
            const auto text = "trigger/serial/send/" + hex_text(part);
            auto reply = ask(text);
            if (reply == not_enabled) {  // it has restarted
                configure();
                reply = ask(text);
            }
            if (!DeviceCommands::is_ok(reply)) refuse(text, reply);
            octets = octets.subspan(part.size());
            if (octets.empty()) {
                const auto frame = bus::parse_frame(part);
                longer_ = frame && asks_for_data(*frame) ? characters(longest_frame) : Nanoseconds{};
            }
        }
    }

    OctetBuffer receive(Nanoseconds limit) override {
        std::this_thread::sleep_for(limit + std::exchange(longer_, Nanoseconds{}));
        return dump();
    }

    bool set_baud(int baud) override {
        address_.baud = baud;
        format_.baud = baud;
        configure();
        return true;
    }

private:
    static constexpr std::string_view not_enabled = "error:not_enabled";

    void configure() {
        const bool was_on = DeviceCommands::is_ok(ask("set/config/serial/disable"));
        if (address_.interface == DeviceAddress::Interface::mezzanine) {
            command("set/config/serial/mezz/on");
        } else {
            // A pin cannot be what the other one still is. Refused, harmlessly, while both are unset.
            (void)ask("set/config/serial/rx/-1");
            command(fmt::format("set/config/serial/tx/{}", address_.tx));
            command(fmt::format("set/config/serial/rx/{}", address_.rx));
        }
        command(fmt::format("set/config/serial/speed/{}", address_.baud));
        command("set/config/serial/parity/even");
        command("set/config/serial/enable");
        if (!was_on) std::this_thread::sleep_for(power_up);
        command("trigger/serial/buffer/clear");
    }

    OctetBuffer dump() {
        const std::string text = "trigger/serial/buffer/dump";
        const auto is_chunk = [](const std::string& payload) { return meters::parse_dump_chunk(payload).has_value(); };
        OctetBuffer octets;
        for (auto reply = ask(text, is_chunk);; reply = next_reply(text, is_chunk)) {
            const auto chunk = meters::parse_dump_chunk(reply);
            if (!chunk) refuse(text, reply);
            octets.insert(octets.end(), chunk->octets.begin(), chunk->octets.end());
            if (chunk->last) return octets;
        }
    }

    DeviceAddress address_;
    Nanoseconds longer_{};  ///< what the next `receive` waits in addition
};

/// The M-Bus Master hat: `trigger/mbus/…` and `get/mbus/…`.
class HatInterface : public DeviceInterface {
public:
    explicit HatInterface(const DeviceAddress& address) : DeviceInterface(address) {
        const auto is_reply = [](const std::string& payload) { return payload.rfind("ok:", 0) == 0; };
        const std::string get_baud = "get/mbus/baud";
        const auto baud = ask(get_baud, is_reply);
        if (!is_reply(baud)) refuse(get_baud, baud);
        if (baud != fmt::format("ok:{}", address.baud)) {
            (void)ask("trigger/mbus/off");  // the speed is set while it is off
            command(fmt::format("set/mbus/baud/{}", address.baud));
        }
        const std::string on = "trigger/mbus/on";
        const auto reply = ask(on);
        if (DeviceCommands::is_ok(reply)) {
            std::this_thread::sleep_for(power_up);
        } else if (reply != "error:already_enabled") {
            refuse(on, reply);
        }
    }

    void send(OctetView octets) override {
        const auto frame = bus::parse_frame(octets);
        const bool is_short = frame && frame->kind == bus::FrameKind::short_frame;
        const auto service = is_short ? bus::service_of(frame->control) : bus::Service::unknown;
        received_.clear();
        if (is_short && frame->address <= bus::address::last_primary) {
            if (service == bus::Service::SND_NKE) return probe(frame->address);
            if (service == bus::Service::REQ_UD2) return request(*frame);
        }
        throw bus::LineLost{fmt::format(
            "the M-Bus Master hat cannot send '{}' (expected SND_NKE or REQ_UD2 to an address from 0 to {})",
            hex_text(octets), bus::address::last_primary)};
    }

    OctetBuffer receive(Nanoseconds limit) override {
        // It hands on what it has received after so many characters, or when the line has fallen silent.
        constexpr std::size_t characters_a_burst = 102;
        const auto end = Clock::now() + limit + std::exchange(longer_, Nanoseconds{}) + characters(characters_a_burst);
        while (received_.empty()) {
            const auto payload = commands_.next(end - Clock::now());
            if (!payload) break;
            unasked(*payload);
        }
        // The reply to a ping comes behind everything that was received before it.
        if (received_.empty())
            (void)ask("trigger/ping", [](const std::string& payload) { return payload == "ok:pong"; });
        return std::exchange(received_, {});
    }

    bool set_baud(int /*baud*/) override { return false; }  // off and on again resets the meters

private:
    void unasked(const std::string& payload) override {
        constexpr std::string_view data = "mbus:data:";
        if (payload.compare(0, data.size(), data) != 0) return;
        if (const auto octets = parse_octets(std::string_view{payload}.substr(data.size())))
            received_.insert(received_.end(), octets->begin(), octets->end());
    }

    /// SND_NKE: a search of one address, with an acknowledgement as its result.
    void probe(std::uint8_t address) {
        requested_.reset();
        const auto text = fmt::format("trigger/mbus/scan/{}", address);
        command(text);
        const auto is_result = [](const std::string& payload) { return payload.rfind("mbus:scan:", 0) == 0; };
        bool found = false;
        for (auto result = next_reply(text, is_result); result != "mbus:scan:done";
             result = next_reply(text, is_result)) {
            if (!is_result(result)) refuse(text, result);
            found = found || result.rfind("mbus:scan:ok:", 0) == 0;
        }
        received_.clear();
        if (found) received_.push_back(bus::octet::acknowledge);
    }

    /// REQ_UD2, which the hat always sends with one and the same frame count bit.
    void request(const bus::Frame& frame) {
        if (requested_ && requested_->address == frame.address && requested_->control != frame.control)
            throw bus::LineLost{"the M-Bus Master hat cannot ask for the second telegram of a sequence"};
        requested_ = Requested{frame.address, frame.control};
        const auto text = fmt::format("get/mbus/data/{}", frame.address);
        const std::string sent = "ok:sent_message";
        const auto reply = ask(text, [](const std::string& payload) { return payload == "ok:sent_message"; });
        if (reply != sent) refuse(text, reply);
        constexpr std::size_t characters_sent = 15;  // two SND_NKE to 253 and the request
        longer_ = characters(characters_sent);
    }

    struct Requested {
        std::uint8_t address, control;
    };
    std::optional<Requested> requested_;  ///< the last request since SND_NKE
    OctetBuffer received_;
    Nanoseconds longer_{};  ///< what the next `receive` waits in addition
};

}  // namespace

/// Connects again after a failure, when it is used the next time.
class DeviceLine::Device {
public:
    explicit Device(const DeviceAddress& address) : address_(address) { open(); }

    /// What `use` does with the interface; its failure is a lost line.
    template <class Use>
    auto with_interface(Use use) {
        try {
            if (!interface_) open();
            return use(*interface_);
        } catch (const BrokerError& error) {
            interface_.reset();
            throw bus::LineLost{error.what()};
        }
    }
    void set_baud(int baud) { address_.baud = baud; }
    [[nodiscard]] bus::UartFormat format() const { return {static_cast<double>(address_.baud), bus::Parity::even, 1}; }

private:
    void open() {
        if (address_.interface == DeviceAddress::Interface::hat)
            interface_ = std::make_unique<HatInterface>(address_);
        else
            interface_ = std::make_unique<SerialInterface>(address_);
    }

    DeviceAddress address_;
    std::unique_ptr<DeviceInterface> interface_;
};

DeviceLine::DeviceLine(const DeviceAddress& address) : device_(std::make_unique<Device>(address)) {}
DeviceLine::~DeviceLine() = default;

void DeviceLine::send(OctetView octets) {
    device_->with_interface([&](DeviceInterface& interface) { interface.send(octets); });
}
OctetBuffer DeviceLine::receive(Nanoseconds limit) {
    return device_->with_interface([&](DeviceInterface& interface) { return interface.receive(limit); });
}
bus::UartFormat DeviceLine::format() const {
    return device_->format();
}
bool DeviceLine::set_baud(double baud) {
    const int rounded = static_cast<int>(std::lround(baud));
    const bool done = device_->with_interface([&](DeviceInterface& interface) { return interface.set_baud(rounded); });
    if (done) device_->set_baud(rounded);
    return done;
}

}  // namespace otbench::sim
