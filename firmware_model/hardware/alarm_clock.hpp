#pragma once

#include <systemc>

#include "base/systemc/wake_up.hpp"
#include "firmware_model/hardware/agenda.hpp"
#include "firmware_model/hardware/alarms.hpp"

namespace otbench::firmware {

/// Alarms in SystemC time: one method that sleeps until the next of them.
class AlarmClock : public sc_core::sc_module, public Alarms {
public:
    SC_HAS_PROCESS(AlarmClock);
    explicit AlarmClock(sc_core::sc_module_name name);

    [[nodiscard]] Nanoseconds now() const override;
    AlarmId at(Nanoseconds when, std::function<void()> action) override;
    void cancel(AlarmId alarm) override;

private:
    void run();

    Agenda agenda_;
    WakeUp wake_up_;
};

}  // namespace otbench::firmware
