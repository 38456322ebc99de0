// Lets virtual time run.
#include <fmt/core.h>

#include "base/config/units.hpp"
#include "runner/control/bench_session.hpp"
#include "runner/control/loaded_bench.hpp"
#include "sim/trace/event_log.hpp"

namespace otbench::runner {
namespace {

using nlohmann::json;
using rpc::Call;
using rpc::Code;
using rpc::Failure;
using rpc::Outcome;

json present(const LoadedBench& loaded) {
    return {{"time_ns", loaded.bench.time().count()}, {"event", loaded.bench.log().count()}};
}

/// Lets time run to `end`, which `running` measures.
Outcome run_until(LoadedBench& loaded, RunningCall& running, Nanoseconds end) {
    const Nanoseconds start = loaded.bench.time();
    if (end <= start) return present(loaded);
    running.measure([&loaded, start, end] {
        return std::optional{in_seconds(loaded.bench.time() - start) / in_seconds(end - start)};
    });
    let_time_run(loaded.run, end - start);
    return present(loaded);
}

Checked<Nanoseconds> duration_of(const Call& call, const char* name) {
    return config::parse_duration(call.get<std::string>(name));
}

Failure invalid(const char* name, const InputError& why) {
    return {Code::invalid_parameters, fmt::format("{}: {}", name, why.message)};
}

}  // namespace

void BenchSession::add_time_methods() {
    using namespace rpc::types;
    add({"time", "Tells the virtual time since the start, and the id of the last event.", {}, "`time_ns`, `event`"},
        [](LoadedBench& loaded, const Call& /*call*/) -> Outcome { return present(loaded); });
    add({"run.for", "Lets time run.", {{"duration", duration, true, "How long."}, progress_parameter}, "as `time`"},
        [this](LoadedBench& loaded, const Call& call) -> Outcome {
            const auto length = duration_of(call, "duration");
            if (!length) return invalid("duration", length.error());
            return run_until(loaded, running_, loaded.bench.time() + *length);
        });
    add({"run.until",
         "Lets time run until a time since the start; not at all when that has passed.",
         {{"time", duration, true, "The time."}, progress_parameter},
         "as `time`"},
        [this](LoadedBench& loaded, const Call& call) -> Outcome {
            const auto end = duration_of(call, "time");
            if (!end) return invalid("time", end.error());
            return run_until(loaded, running_, *end);
        });
    add({"run.step",
         "Lets time run until the next event, with all that happens at its instant.",
         {{"within", duration, false, "At most so long; `1h` if not given."}, progress_parameter},
         "as `time`, and `happened`: whether there was an event"},
        [](LoadedBench& loaded, const Call& call) -> Outcome {
            Nanoseconds limit = std::chrono::hours{1};
            if (call.has("within")) {
                const auto given = duration_of(call, "within");
                if (!given) return invalid("within", given.error());
                limit = *given;
            }
            const auto before = loaded.bench.log().count();
            loaded.wakes_at_events = true;
            const bool happened = wait_for(
                loaded.run, [&] { return loaded.bench.log().count() > before; }, loaded.bench.time() + limit);
            loaded.wakes_at_events = false;
            json result = present(loaded);
            result["happened"] = happened;
            return result;
        });
}

}  // namespace otbench::runner
