#include "runner/control/loaded_bench.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <utility>

#include "base/config/text_file.hpp"
#include "base/output_file.hpp"
#include "runner/run/open_run.hpp"
#include "runner/run/setup.hpp"
#include "runner/steps/registry.hpp"
#include "sim/bus_segment.hpp"
#include "sim/host/broker/broker_factory.hpp"
#include "sim/mqtt/broker.hpp"
#include "sim/mqtt_network.hpp"
#include "sim/trace/event_log.hpp"

namespace otbench::runner {
namespace {

/// In real time a bench waits for its broker as long as it is up itself: no limit that is ever reached.
constexpr std::chrono::hours bench_lifetime{24 * 365 * 10};

}  // namespace

LoadedBench::LoadedBench(Execution& of, ProfileCatalog catalog)
    : run(of),
      scenario(of.scenario),
      bench(of.bench),
      profiles(std::move(catalog)),
      reader(scenario, profiles, step_kinds()) {
    reader.know(run.variables);
    bench.log().on_event([this](auto&&...) {
        if (wakes_at_events) bench.wake();
    });
}

LoadedBench::LoadedBench(std::unique_ptr<BenchParts> own, ProfileCatalog catalog)
    : LoadedBench(own->run, std::move(catalog)) {
    parts = std::move(own);
}

void LoadedBench::advance_captures() {
    for (const auto& [name, bus] : run.buses) bus.segment->advance_capture();
}

rpc::Failure failure_of(const std::vector<Diagnostic>& diagnostics) {
    nlohmann::json all = nlohmann::json::array();
    for (const Diagnostic& each : diagnostics)
        all.push_back(
            {{"file", each.file}, {"line", each.at.line}, {"column", each.at.column}, {"message", each.message}});
    return {rpc::Code::bad_input, to_string(diagnostics.front()), std::move(all)};
}

boost::system::result<Scenario, rpc::Failure> read_scenario(const LoadRequest& request,
                                                            const ProfileCatalog& profiles) {
    std::string text = request.text, name = request.name;
    if (!request.file.empty()) {
        name = request.file;
        Diagnostics unreadable{name};
        auto read = config::read_text_file(name, "a scenario", unreadable);
        if (!read) return failure_of(unreadable.take_all());
        text = std::move(*read);
    }
    ParseResult parsed = parse_bench_text(name, text, profiles, step_kinds(), request.parameters);
    if (!parsed.scenario) return failure_of(parsed.diagnostics);
    Scenario& scenario = *parsed.scenario;
    if (request.seed) scenario.seed = *request.seed;
    if (!request.broker.empty()) scenario.broker = request.broker;
    if (!request.pace.empty()) {
        const auto pace = parse_pace(request.pace);
        if (!pace) return rpc::Failure{rpc::Code::bad_input, pace.error().message};
        scenario.pace = *pace;
    }
    if (scenario.needs_real_time() && scenario.pace != real_pace)
        return rpc::Failure{rpc::Code::bad_input,
                            fmt::format("{}: the bench has external peers (expected the pace real)", name)};
    scenario.time_limit = Nanoseconds::max();  // the client decides how long it stays
    return std::move(scenario);
}

std::unique_ptr<LoadedBench> load_bench(Scenario scenario, const LoadRequest& request,
                                        const std::vector<std::filesystem::path>& profile_folders,
                                        ProfileCatalog profiles, const std::atomic<bool>& interrupted,
                                        const GoesOn& goes_on) {
    if (!request.out.empty()) make_output_folder(request.out);
    sim::BrokerAbsence absence;
    absence.interrupted = &interrupted;
    if (scenario.pace > 0.0) absence.limit = bench_lifetime;
    auto broker = sim::make_broker(scenario.broker, absence);
    auto bench = std::make_unique<sim::TestBench>(std::move(broker), scenario.pace, interrupted);
    bench->ask_after_slices([&bench = *bench, goes_on] { return goes_on(bench.time()); });
    auto loaded = std::make_unique<LoadedBench>(std::make_unique<BenchParts>(std::move(scenario), std::move(bench)),
                                                std::move(profiles));
    loaded->out = request.out;
    loaded->records_signals = request.record;
    open_run(loaded->run, {profile_folders, request.out, std::nullopt, all_recordings(request.record)});
    for (const std::string& topic : request.topics)
        if (loaded->run.topics.insert(topic).second) loaded->bench.network().subscribe(topic, 2);
    start_run(loaded->run);
    loaded->parts->scenario.steps.clear();
    return loaded;
}

void close_bench(LoadedBench& loaded) {
    save_flash(loaded.run);
    close_files(loaded.run, loaded.out);
}

}  // namespace otbench::runner
