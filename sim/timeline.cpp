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
    entries_.push({at, count_++, std::move(action)});
    arm();
}

void Timeline::arm() {
    if (entries_.empty()) return;
    // A nearer notification replaces a farther one, never the other way round (IEEE 1666, 5.10.8).
    due_.notify(to_sc_time(std::max(entries_.top().at - now(), Nanoseconds{0})));
}

void Timeline::run_due() {
    while (!entries_.empty() && entries_.top().at <= now()) {
        const auto action = std::move(const_cast<Entry&>(entries_.top()).action);
        entries_.pop();
        action();
    }
    arm();
}

}  // namespace otbench::sim
