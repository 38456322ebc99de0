#include "firmware_model/served/model_server.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <csignal>
#include <cstdlib>
#include <fstream>
#include <functional>
#include <map>
#include <sstream>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "base/event_kinds.hpp"
#include "base/systemc/simulate.hpp"
#include "base/text.hpp"
#include "firmware_model/otb_iot_device.hpp"
#include "firmware_model/served/odp_i2c_bus.hpp"
#include "firmware_model/served/odp_network.hpp"
#include "firmware_model/storage/device_settings.hpp"
#include "sdk/odp.h"

namespace otbench::firmware {
namespace {

/// The device that the bench describes.
DeviceConfig config_of(const odp& bench, const FirmwareOptions& options) {
    const odp_boot& start = *odp_start(&bench);
    DeviceConfig config;
    config.options = options;
    config.system_time_at_boot = std::chrono::microseconds{start.clock_at_boot_us};
    config.mac = start.mac;
    config.board = find_main_board(start.board);
    if (config.board == nullptr) throw std::runtime_error{fmt::format("unknown board '{}'", start.board)};
    std::map<std::string, std::string> settings;
    const char *key = nullptr, *value = nullptr;
    for (unsigned i = 0; odp_setting_at(&bench, i, &key, &value) != 0; ++i) settings[key] = value;
    if (const auto applied = apply_settings(config, settings); !applied)
        throw std::runtime_error{applied.error().message};
    return config;
}

odp_drive protocol_drive(PinDrive drive) {
    switch (drive) {
        case PinDrive::pulled_up: return ODP_PULLED_UP;
        case PinDrive::output_low: return ODP_LOW;
        case PinDrive::output_high: return ODP_HIGH;
        case PinDrive::floating: break;
    }
    return ODP_FLOAT;
}

/// What the model reports: the bench sees most of it for itself, by pins and packets. What it cannot see becomes a
/// message.
class ReportToBench : public EventSink {
public:
    explicit ReportToBench(odp& bench) : bench_(bench) {}

    Cause record(Nanoseconds /*at*/, std::string_view kind, Cause /*cause*/,
                 std::initializer_list<EventField> fields) override {
        if (kind == event::reset) {
            reason_ = text(fields, "stored_reason");
            odp_event(&bench_, "reset", "stored_reason", reason_.c_str());
        }
        if (kind == event::crash) crashed_ = true;
        if (kind == event::uart_tx) {
            const std::string hex = text(fields, "hex");
            const auto octets = parse_octets(hex);
            if (octets)
                odp_uart_out(&bench_, 0, text(fields, "origin") == "log" ? 1 : 0, octets->data(), octets->size());
        }
        return Cause{++count_};
    }

    /// The chip restarts: ends the process.
    [[noreturn]] void restart() {
        if (crashed_) odp_crash(&bench_, SIGSEGV, "");
        odp_restart(&bench_, ODP_SOFTWARE_RESTART, reason_.c_str());
    }

private:
    static std::string text(std::initializer_list<EventField> fields, std::string_view key) {
        for (const EventField& field : fields)
            if (field.key == key)
                if (const auto* value = std::get_if<std::string>(&field.value)) return *value;
        return {};
    }

    odp& bench_;
    std::uint64_t count_ = 0;
    std::string reason_;
    bool crashed_ = false;
};

class ModelServer {
public:
    explicit ModelServer(const FirmwareOptions& options)
        : bench_(odp_open("otb-iot model", "1",
                          ODP_PINS | ODP_UART_LINES | ODP_I2C | ODP_NETWORK | ODP_WIFI | ODP_FLASH_FILE | ODP_IDLE_HINT,
                          &handlers_)) {
        if (bench_ == nullptr) return;
        const char* flash_file = std::getenv("OTBENCH_FLASH");
        if (flash_file != nullptr) flash_file_ = flash_file;
        report_ = std::make_unique<ReportToBench>(*bench_);
        network_ = std::make_unique<ServedNetwork>(*this);
        device_ = std::make_unique<OtbIotDevice>("device", config_of(*bench_, options), *network_, *report_,
                                                 odp_buses(*bench_));
        // Each edge of a transmitter here would be a question to the bench, which has one of its own at these lines.
        device_->hardware().uart0().leave_transmission();
        load_flash();
    }

    [[nodiscard]] bool has_bench() const { return bench_ != nullptr; }

    /// Until the bench ends the process.
    [[noreturn]] void run() {
        simulate(Nanoseconds{odp_start(bench_)->now});
        for (int pin = 0; pin < PinBank::count; ++pin)
            device_->pins().on_drive(pin,
                                     [this, pin](Nanoseconds, PinDrive drive, Cause) { drive_changed(pin, drive); });
        device_->power_on();
        for (;;) {
            simulate_instant();
            if (device_->cpu().is_idle()) save_flash();  // the power may be cut while it waits
            const bool sleeps = !sc_core::sc_pending_activity_at_future_time();
            odp_wait(bench_, sleeps ? ODP_FOR_EVER : (simulated_time() + next_activity()).count(),
                     device_->cpu().is_idle() ? 1 : 0);
            const Nanoseconds now{odp_now(bench_)};
            if (now > simulated_time()) simulate(now - simulated_time());
            for (const auto& act : std::exchange(happened_, {})) act();
        }
    }

private:
    /// The bench's network, and the end of the process when the model restarts.
    class ServedNetwork : public OdpNetwork {
    public:
        explicit ServedNetwork(ModelServer& server) : OdpNetwork(*server.bench_), server_(server) {}
        void power_cycle() override {
            server_.save_flash();
            server_.report_->restart();
        }

    private:
        ModelServer& server_;
    };

    static Nanoseconds next_activity() { return to_nanoseconds(sc_core::sc_time_to_pending_activity()); }

    /// Everything that is due at this instant.
    static void simulate_instant() {
        do simulate(Nanoseconds{0});
        while (sc_core::sc_pending_activity_at_current_time());
    }

    void drive_changed(int pin, PinDrive drive) {
        if (pin != Uart0::tx_pin && pin != Uart0::rx_pin) odp_pin(bench_, pin, protocol_drive(drive));
    }

    void load_flash() {
        std::ifstream file{flash_file_, std::ios::binary};
        if (!file || file.peek() == std::ifstream::traits_type::eof()) return;
        auto flash = Flash::load(file);
        if (!flash) throw std::runtime_error{fmt::format("{}: {}", flash_file_, flash.error())};
        device_->flash() = std::move(*flash);
    }

    void save_flash() {
        if (flash_file_.empty()) return;
        std::ostringstream content;
        device_->flash().save(content);
        if (content.str() == saved_flash_) return;
        saved_flash_ = content.str();
        std::ofstream{flash_file_, std::ios::binary} << saved_flash_;
    }

    // ---- what the bench says: kept until the simulation has come to that instant ----

    static ModelServer& self(void* context) { return *static_cast<ModelServer*>(context); }

    static void on_pin(void* context, std::int64_t at, int pin, int level) {
        ModelServer& server = self(context);
        server.happened_.emplace_back([&server, at, pin, level] {
            server.device_->pins().set_external(pin, Nanoseconds{at}, level != 0, Cause::none);
        });
    }

    static void on_uart(void* context, std::int64_t /*at*/, int uart, std::uint8_t octet, int errors) {
        ModelServer& server = self(context);
        if (uart == 0 && (errors & ODP_FRAMING_ERROR) == 0)
            server.happened_.emplace_back(
                [&server, octet] { server.device_->hardware().uart0().receive(octet, Cause::none); });
    }

    static void on_wifi(void* context, std::int64_t /*at*/, odp_wifi_change change, const std::uint8_t* addresses) {
        constexpr std::size_t size = 20;
        ModelServer& server = self(context);
        std::vector<std::uint8_t> octets;
        if (addresses != nullptr) octets.assign(addresses, addresses + size);
        server.happened_.emplace_back([&server, change, octets = std::move(octets)] {
            server.network_->wifi_changed(change, octets.empty() ? nullptr : octets.data());
        });
    }

    static void on_net(void* context, std::int64_t /*at*/, int /*connection*/, odp_net_change change,
                       const std::uint8_t* body, std::size_t size) {
        ModelServer& server = self(context);
        server.happened_.emplace_back([&server, change, octets = std::vector<std::uint8_t>{body, body + size}] {
            server.network_->net_changed(change, octets);
        });
    }

    static void on_reset_button(void* context, std::int64_t /*at*/) {
        ModelServer& server = self(context);
        server.happened_.emplace_back([&server] { server.device_->power_on(); });
    }

    const odp_handlers handlers_{this, on_pin, on_uart, on_wifi, on_net, on_reset_button};
    odp* const bench_;
    std::string flash_file_, saved_flash_;
    std::unique_ptr<ReportToBench> report_;
    std::unique_ptr<ServedNetwork> network_;
    std::unique_ptr<OtbIotDevice> device_;
    std::vector<std::function<void()>> happened_;
};

}  // namespace

void serve_model(const FirmwareOptions& options) {
    ModelServer server{options};
    if (server.has_bench()) server.run();
}

}  // namespace otbench::firmware
