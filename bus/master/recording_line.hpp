#pragma once

#include <algorithm>
#include <functional>

#include "bus/capture/line_capture.hpp"
#include "bus/master/master_line.hpp"

namespace otbench::bus {

/// A line on which everything is captured: what is sent from the time at which it is given, what is received up to the
/// time at which it comes, at the speed of the line.
class RecordingLine : public MasterLine {
public:
    /// `now` is the clock. All must outlive this.
    RecordingLine(MasterLine& line, LineCapture& capture, std::function<Nanoseconds()> now)
        : line_(line), capture_(capture), now_(std::move(now)) {}

    void send(OctetView octets) override {
        record(Direction::from_master, octets, now_());
        line_.send(octets);
    }
    [[nodiscard]] OctetBuffer receive(Nanoseconds limit) override {
        auto octets = line_.receive(limit);
        record(Direction::from_slave, octets, now_() - character() * static_cast<int>(octets.size()));
        return octets;
    }
    [[nodiscard]] UartFormat format() const override { return line_.format(); }
    bool set_baud(double baud) override { return line_.set_baud(baud); }

private:
    [[nodiscard]] Nanoseconds character() const { return format().bit_start(format().bits()); }

    void record(Direction direction, OctetView octets, Nanoseconds from) {
        from = std::max(from, free_);
        for (const auto octet : octets) {
            capture_.character(direction, octet, from, from + character());
            from += character();
        }
        if (!octets.empty()) free_ = from;
    }

    MasterLine& line_;
    LineCapture& capture_;
    std::function<Nanoseconds()> now_;
    Nanoseconds free_{};
};

}  // namespace otbench::bus
