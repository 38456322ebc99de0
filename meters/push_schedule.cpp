#include "meters/push_schedule.hpp"

#include <chrono>
#include <utility>

namespace otbench::meters {
namespace {

// The latest start of an answer (EN 13757-2; spec: M-Bus protocol, section 2).
constexpr LineTime latest_answer{std::chrono::milliseconds{50}, 330};

}  // namespace

void PushSchedule::set_interval(Nanoseconds interval) {
    push_.interval = interval;
    stop();
}

void PushSchedule::start(Nanoseconds now) {
    if (push_.interval > Nanoseconds{0} && !next_) next_ = now + push_.interval;
}

void PushSchedule::stop() {
    next_.reset();
    acknowledged_until_.reset();
}

std::optional<Nanoseconds> PushSchedule::next() const {
    return acknowledged_until_ ? acknowledged_until_ : next_;
}

bool PushSchedule::begin(Nanoseconds now) {
    if (std::exchange(acknowledged_until_, std::nullopt)) return false;
    next_ = now + push_.interval;
    return true;
}

void PushSchedule::called(Nanoseconds end, double baud) {
    acknowledged_until_ = end + latest_answer.at(baud);
}

bool PushSchedule::acknowledged() {
    return std::exchange(acknowledged_until_, std::nullopt).has_value();
}

}  // namespace otbench::meters
