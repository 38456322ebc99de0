#pragma once

#include <string>

#include "firmware_model/otb_iot_device.hpp"
#include "sim/device/device_under_test.hpp"
#include "sim/trace/event_log.hpp"

namespace otbench::sim {

/// The model of otb-iot as a device under test.
class OtbIotModel : public DeviceUnderTest {
public:
    OtbIotModel(const std::string& name, const firmware::DeviceConfig& config, firmware::NetworkPort& network,
                HttpAccess& http, EventLog& log)
        : events_(log, name), device_(name.c_str(), config, network, events_), http_(http) {}

    [[nodiscard]] std::string chip_id() const override { return device_.chip_id(); }
    [[nodiscard]] std::string command_topic() const override { return device_.command_topic(); }
    [[nodiscard]] std::string status_topic() const override { return device_.status_topic(); }
    void power_on() override { device_.power_on(); }
    [[nodiscard]] bool ready() const override { return device_.is_ready(); }
    firmware::PinBank& pins() override { return device_.pins(); }
    firmware::BoardHardware& hardware() override { return device_.hardware(); }
    firmware::OtbIotDevice* model() override { return &device_; }
    HttpAccess* http() override { return &http_; }

private:
    NamedSink events_;
    firmware::OtbIotDevice device_;
    HttpAccess& http_;
};

}  // namespace otbench::sim
