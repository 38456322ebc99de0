#pragma once

#include <memory>
#include <string>

#include "bus/master/master_line.hpp"
#include "sim/host/master/device_address.hpp"

namespace otbench::sim {

/// A master's line through an otb-iot device, real or simulated, on a real broker (spec: firmware, sections 5 and 8).
///
/// Software UART and mezzanine send any bytes, in commands of 31 at most, and collect the answer by dumps of the
/// receive buffer. A command disturbs a software UART that is receiving, so the line first waits for as long as the
/// longest answer takes. The hat sends only SND_NKE and the first REQ_UD2 to primary addresses; it delivers by itself.
///
/// Other clients may use the device meanwhile: what is not a reply to this line's commands is passed over. A device
/// that has restarted is configured once more.
class DeviceLine : public bus::MasterLine {
public:
    /// Connects to the broker and configures the device. Throws std::runtime_error with one line for the user.
    explicit DeviceLine(const DeviceAddress& address);
    ~DeviceLine() override;

    /// Throws `bus::LineLost`, also for what the hat cannot send and when the device does not reply.
    void send(OctetView octets) override;
    [[nodiscard]] OctetBuffer receive(Nanoseconds limit) override;
    [[nodiscard]] bus::UartFormat format() const override;
    bool set_baud(double baud) override;

private:
    class Device;
    std::unique_ptr<Device> device_;
};

}  // namespace otbench::sim
