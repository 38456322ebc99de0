#include "sim/timeline.hpp"

#include <algorithm>
#include <utility>

namespace otbench::sim {

Timeline::Timeline(sc_core::sc_module_name name) : sc_module(name) {
    SC_METHOD(run_due);
    sensitive << due_;
    dont_initialize();
}

void Timeline::schedule(Nanoseconds at, std::function<void()> action) {
    agenda_.at(at, std::move(action));
    schedule_wake();
}

void Timeline::schedule_wake() {
    if (agenda_.next() == Nanoseconds::max()) return;
    // A nearer notification replaces a farther one, never the other way round (IEEE 1666, 5.10.8).
    due_.notify(to_sc_time(std::max(agenda_.next() - now(), Nanoseconds{0})));
}

void Timeline::run_due() {
    agenda_.run_due(now());
    schedule_wake();
}

}  // namespace otbench::sim
