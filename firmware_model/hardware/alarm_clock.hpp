#pragma once

#include <map>
#include <systemc>
#include <utility>

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
    using Due = std::pair<Nanoseconds, AlarmId>;  ///< those of one instant in the order in which they were set

    void run();
    void arm();

    std::map<Due, std::function<void()>> alarms_;
    std::map<AlarmId, Nanoseconds> due_of_;
    std::uint64_t count_ = 0;
    sc_core::sc_event wake_;
};

}  // namespace otbench::firmware
