#pragma once

#include <string>

#include "base/systemc/due_process.hpp"
#include "firmware_model/hardware/agenda.hpp"
#include "firmware_model/hardware/alarms.hpp"

namespace otbench::firmware {

/// Alarms in SystemC time: one process that sleeps until the next of them.
class AlarmClock : public Alarms {
public:
    /// `name` is what an error calls it when its actions never let time go on.
    explicit AlarmClock(std::string name);

    [[nodiscard]] Nanoseconds now() const override;
    AlarmId at(Nanoseconds when, std::function<void()> action) override;
    void cancel(AlarmId alarm) override;

private:
    void run();

    std::string name_;
    Agenda agenda_;
    DueProcess process_{DueProcess::First::when_due, [this] { run(); }};
};

}  // namespace otbench::firmware
