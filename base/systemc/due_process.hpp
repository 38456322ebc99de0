#pragma once

#include <algorithm>
#include <functional>
#include <memory>
#include <optional>
#include <string_view>
#include <systemc>
#include <utility>

#include <sysc/kernel/sc_spawn.h>  // needs <systemc> in front of it

#include "base/livelock_guard.hpp"
#include "base/systemc/time.hpp"

namespace otbench {

/// A process of SystemC that runs when it is due. It may begin at any time, also between two pieces of simulated time,
/// where modules cannot be made any more, and ends with this object.
class DueProcess {
public:
    /// When it runs for the first time: as soon as time runs, or when that is set.
    enum class First { at_once, when_due };

    DueProcess(First first, std::function<void()> run) : state_(std::make_shared<State>(std::move(run))) {
        sc_core::sc_spawn_options options;
        options.spawn_method();
        options.set_sensitivity(&state_->event);
        if (first == First::when_due) options.dont_initialize();
        // SystemC keeps the process and its event to its own end.
        sc_core::sc_spawn(
            [state = state_] {
                if (state->run) state->run();
            },
            nullptr, &options);
    }
    ~DueProcess() {
        state_->run = nullptr;
        state_->event.cancel();
    }
    DueProcess(const DueProcess&) = delete;
    DueProcess& operator=(const DueProcess&) = delete;

    /// It runs at `when` and not before, at once (in a later delta cycle) if that has passed; never when empty.
    void set(std::optional<Nanoseconds> when) {
        state_->event.cancel();
        if (when) state_->event.notify(to_sc_time(std::max(*when - simulated_time(), Nanoseconds{0})));
    }

    /// Counts one thing that the process did for `who`. Throws `Livelock` when it did too many at this instant.
    void did_one(std::string_view who) { guard_.did_one(who, simulated_time()); }

private:
    struct State {
        explicit State(std::function<void()> its_run) : run(std::move(its_run)) {}

        sc_core::sc_event event;
        std::function<void()> run;
    };

    std::shared_ptr<State> state_;
    LivelockGuard guard_;
};

}  // namespace otbench
