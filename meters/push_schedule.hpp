#pragma once

#include <optional>

#include "base/time.hpp"
#include "meters/profile/profile.hpp"

namespace otbench::meters {

/// When a meter sends unasked, and whether it waits for its peer's acknowledgement meanwhile.
///
/// With a peer: SND_NKE to it, E5 from it, SND_UD with a telegram, E5. Without one: RSP_UD.
class PushSchedule {
public:
    explicit PushSchedule(const std::optional<Push>& push) : push_(push.value_or(Push{})) {}

    [[nodiscard]] const Push& push() const { return push_; }
    /// 0: never. From the next start of the schedule on.
    void set_interval(Nanoseconds interval);

    /// The meter listens from `now` on; does nothing while the schedule runs.
    void start(Nanoseconds now);
    void stop();

    /// When it is time to send, or to give up waiting for an acknowledgement; nothing when the meter never sends
    /// unasked.
    [[nodiscard]] std::optional<Nanoseconds> next() const;
    /// At `next()`: whether it is time to send. The time after that is scheduled.
    [[nodiscard]] bool begin(Nanoseconds now);

    /// The call to the peer has ended at `end`; it must be acknowledged within the time of an answer at `baud`.
    void called(Nanoseconds end, double baud);
    /// An E5 came: whether it acknowledges the call, so that the telegram is due.
    [[nodiscard]] bool acknowledged();

private:
    Push push_;
    std::optional<Nanoseconds> next_;
    std::optional<Nanoseconds> acknowledged_until_;  ///< while the peer has not acknowledged the call
};

}  // namespace otbench::meters
