#include "runner/control/bench_session.hpp"

#include <fmt/core.h>

#include <system_error>
#include <utility>

#include "meters/line/meter_json.hpp"
#include "meters/profile/profile_index.hpp"
#include "runner/control/loaded_bench.hpp"
#include "runner/run/catalog.hpp"
#include "runner/run/open_run.hpp"
#include "runner/run/setup.hpp"
#include "sim/bridge.hpp"
#include "sim/device/device_under_test.hpp"
#include "sim/http_port.hpp"
#include "sim/mqtt/broker.hpp"
#include "sim/trace/event_log.hpp"

namespace otbench::runner {
namespace {

using nlohmann::json;
using rpc::Call;
using rpc::Code;
using rpc::Failure;
using rpc::Outcome;

LoadRequest load_request(const Call& call) {
    LoadRequest request;
    request.file = call.get<std::string>("file");
    request.text = call.get<std::string>("text");
    request.name = call.get<std::string>("name", "bench.yaml");
    const auto parameters = call.get("parameters", rpc::Request::object());
    for (const auto& [name, value] : parameters.items())
        request.parameters[name] = value.is_string() ? value.get<std::string>() : value.dump();
    if (call.has("seed")) request.seed = call.get<std::uint64_t>("seed");
    request.broker = call.get<std::string>("broker");
    request.pace = call.get<std::string>("pace");
    request.out = call.get<std::string>("out");
    request.record = call.get("record", true);
    request.topics = call.get<std::vector<std::string>>("subscribe");
    return request;
}

/// What a client finds on a bench.
json description_of(const LoadedBench& loaded) {
    json devices = json::object(), meters = json::object(), active = json::object(), buses = json::array(),
         endpoints = json::array();
    for (const auto& [name, device] : loaded.run.devices)
        devices[name] = {{"chip_id", device->chip_id()},
                         {"command_topic", device->command_topic()},
                         {"status_topic", device->status_topic()}};
    for (const Bus& bus : loaded.scenario.buses) {
        buses.push_back(bus.name);
        for (const Meter& meter : bus.meters)
            meters[meter.name] = {{"bus", bus.name}, {"profile", meter.profile}, {"address", meter.address}};
    }
    for (const auto& [name, meter] : loaded.run.meters) active[name] = meters::active_faults_json(meter->meter());
    for (const sim::Bridge* bridge : loaded.run.bridges) endpoints.push_back(bridge->description());
    for (const sim::HttpPort* port : loaded.run.http_ports) endpoints.push_back(port->description());
    return {{"name", loaded.scenario.name},
            {"seed", loaded.scenario.seed},
            {"broker", loaded.bench.broker_description()},
            {"devices", devices},
            {"buses", buses},
            {"meters", meters},
            {"active_faults", active},
            {"endpoints", endpoints},
            {"time_ns", loaded.bench.time().count()}};
}

constexpr const char* cancel_method = "run.cancel";

/// Of a call that was cancelled after it had `done` something.
Failure cancelled(const LoadedBench& loaded, json done) {
    done["time_ns"] = loaded.bench.time().count();
    done["event"] = loaded.bench.log().count();
    return {Code::cancelled, "cancelled", std::move(done)};
}

Failure stopped(Verdict verdict) {
    if (verdict == Verdict::interrupted) return {Code::interrupted, "interrupted"};
    return {Code::time_limit, "the time limit is reached"};
}

}  // namespace

BenchSession::BenchSession(SessionOptions options, const std::atomic<bool>& interrupted)
    : options_(std::move(options)), interrupted_(interrupted), dispatcher_(options_.program) {
    add_bench_methods();
    add_time_methods();
    add_step_methods();
    add_run_methods();
    add_value_methods();
    add_building_methods();
    add_event_methods();
    add_journal_methods();
    add_frame_methods();
}

BenchSession::~BenchSession() {
    // Left to the end of the process: its parts belong to SystemC's one elaboration.
    static_cast<void>(loaded_.release());
}

Outcome BenchSession::guarded(const std::function<Outcome()>& action) {
    const auto broken = [&](Code code, const std::string& why) {
        if (loaded_) loaded_->broken = why;
        return Failure{code, why};
    };
    try {
        return action();
    } catch (const RunStopped& end) {
        if (running_.is_cancelled() && !interrupted_)
            return loaded_ ? cancelled(*loaded_, running_.left()) : Failure{Code::cancelled, "cancelled"};
        return stopped(end.verdict);
    } catch (const sim::BrokerError& error) {
        return interrupted_ ? stopped(Verdict::interrupted) : broken(Code::environment, error.what());
    } catch (const EnvironmentError& error) {
        return broken(Code::environment, error.what());
    } catch (const std::system_error& error) {
        return broken(Code::environment, error.what());
    } catch (const json::exception& error) {
        return Failure{Code::invalid_parameters, error.what()};
    } catch (const std::runtime_error& error) {
        return broken(Code::bad_input, error.what());
    }
}

void BenchSession::add(rpc::Method method, BenchMethod handler) {
    dispatcher_.add(std::move(method), [this, handler = std::move(handler)](const Call& call) -> Outcome {
        if (!loaded_) return Failure{Code::no_bench, "no bench is loaded (expected a call of bench.load before)"};
        if (!loaded_->broken.empty()) return Failure{Code::no_bench, "the bench cannot go on: " + loaded_->broken};
        const RunningCall::Scope running{running_, call};
        return guarded([&] { return handler(*loaded_, call); });
    });
}

bool BenchSession::goes_on(Nanoseconds now) {
    constexpr std::chrono::milliseconds interval{20};
    const auto clock = std::chrono::steady_clock::now();
    if (!running_.is_busy() || clock < attended_ + interval) return true;
    attended_ = clock;
    if (auto progress = running_.progress(now)) notifications_.push_back(*std::move(progress));
    attend_();
    return !running_.is_cancelled();
}

bool BenchSession::is_urgent(const std::string& line) {
    if (line.find(cancel_method) == std::string::npos) return false;
    const auto request = rpc::Request::parse(line, nullptr, false);
    return request.is_object() && request.value("method", rpc::Request{}) == cancel_method;
}

void BenchSession::stop_at(Execution& run, const StepResult& failed) {
    if (!loaded_) {
        loaded_ = std::make_unique<LoadedBench>(run, make_catalog(meters::ProfileIndex{options_.profile_folders}));
        follow_frames();
    }
    used_ = true;
    wish_ = Wish::none;
    loaded_->failed = &failed;
}

Failure BenchSession::occupied() {
    return {Code::no_bench, "the bench is that of a run (expected run.continue or shutdown)"};
}

bool BenchSession::works_on_run() const {
    return loaded_ && !loaded_->parts;
}

Outcome BenchSession::load(const Call& call) {
    if (works_on_run()) return occupied();
    const LoadRequest request = load_request(call);
    if (request.file.empty() == request.text.empty())
        return Failure{Code::invalid_parameters, "bench.load: expected either 'file' or 'text'"};
    ProfileCatalog profiles = make_catalog(meters::ProfileIndex{options_.profile_folders});
    auto scenario = read_scenario(request, profiles);
    if (!scenario) return scenario.error();
    load_parameters_ = call.parameters;
    if (used_) {
        wish_ = Wish::renewal;
        return json{};
    }
    scenario->value_pace = options_.value_pace;
    used_ = true;
    const RunningCall::Scope running{running_, call};
    return guarded([&]() -> Outcome {
        loaded_ = load_bench(std::move(*scenario), request, options_.profile_folders, std::move(profiles), interrupted_,
                             [this](Nanoseconds now) { return goes_on(now); });
        follow_frames();
        return description_of(*loaded_);
    });
}

void BenchSession::add_bench_methods() {
    using namespace rpc::types;
    dispatcher_.add(
        {"bench.load",
         "Builds the bench of a scenario, starts it and waits until its devices are ready; performs none of its steps. "
         "Replaces a bench that is loaded; when it is cancelled, none is loaded.",
         {{"file", text, false, "Path of the scenario; or else `text`."},
          {"text", text, false, "The scenario itself, in YAML; it needs no steps."},
          {"name", text, false, "Path by which messages name `text`; `bench.yaml` if not given."},
          {"parameters", object, false, "Values of the scenario's parameters, by name."},
          {"seed", whole, false, "Start of all randomness, instead of the scenario's."},
          {"broker", text, false, "`mosquitto`, `internal` or `mqtt://host:port`, instead of the scenario's."},
          {"pace", text, false, "`virtual`, `real` or a factor such as `x10`, instead of the scenario's."},
          {"out", text, false, "Folder for the files of the trace; no files if not given."},
          {"record", truth, false, "Keep signals, so that steps can look back at them; true if not given."},
          {"subscribe", texts, false, "Topics to subscribe to before the devices start."},
          progress_parameter},
         "`name`, `seed`, `broker`, `devices`, `buses`, `meters`, `active_faults` of each meter, `endpoints`, "
         "`time_ns`"},
        [this](const Call& call) { return load(call); });
    add({"bench.describe", "Tells what the bench consists of.", {}, "as `bench.load`"},
        [](LoadedBench& loaded, const Call& /*call*/) -> Outcome { return description_of(loaded); });
    dispatcher_.add({"reset", "Builds the loaded bench anew, as `bench.load` did.", {}, "as `bench.load`"},
                    [this](const Call& /*call*/) -> Outcome {
                        if (works_on_run()) return occupied();
                        if (!used_)
                            return Failure{Code::no_bench, "no bench is loaded (expected a call of bench.load before)"};
                        wish_ = Wish::renewal;
                        return json{};
                    });
    dispatcher_.add({cancel_method,
                     "Ends the call that lets time run; it fails with the error 5. Answered at once, in front of other "
                     "requests.",
                     {{"id", token, false,
                       "Id of the request, one of the caller's; the one that runs, of any client, "
                       "if not given."}},
                     "`cancelled`: whether that request ran"},
                    [this](const Call& call) -> Outcome {
                        const bool is_meant = running_.is_meant(call.client, call.parameters);
                        if (is_meant) running_.cancel();
                        return json{{"cancelled", is_meant}};
                    });
    dispatcher_.add({"shutdown",
                     "Writes the files of the trace and ends the program; a run that has stopped performs its teardown "
                     "before.",
                     {},
                     "`time_ns`"},
                    [this](const Call& /*call*/) -> Outcome {
                        wish_ = Wish::end;
                        return guarded([&]() -> Outcome {
                            const auto time = loaded_ ? loaded_->bench.time() : Nanoseconds{};
                            close();
                            return json{{"time_ns", time.count()}};
                        });
                    });
}

std::string BenchSession::answer(const std::string& line, rpc::ClientId client) {
    return dispatcher_.answer(line, client);
}

std::string BenchSession::renewed(const std::string& line) const {
    auto request = rpc::Request::parse(line);
    request["method"] = "bench.load";
    request["params"] = load_parameters_;
    return request.dump();
}

void BenchSession::drop_client(rpc::ClientId client) {
    subscriptions_.erase(client);
    frame_clients_.erase(client);
}

void BenchSession::tidy() {
    constexpr std::size_t kept_messages = 1000, kept_frames = 2000;
    constexpr std::chrono::seconds kept_signals{20};
    if (!in_real_time()) return;
    loaded_->run.inbox.keep(kept_messages);
    loaded_->run.record.keep_frames(kept_frames);
    if (loaded_->bench.time() > kept_signals) loaded_->run.record.forget_signals(loaded_->bench.time() - kept_signals);
}

bool BenchSession::in_real_time() const {
    return loaded_ && loaded_->broken.empty() && loaded_->scenario.pace > 0.0;
}

void BenchSession::let_time_run(const std::function<bool()>& condition) {
    static_cast<void>(guarded([&]() -> Outcome {
        loaded_->bench.attend_to(options_.input);
        loaded_->bench.run_until(condition, Nanoseconds::max());
        loaded_->bench.attend_to(-1);  // a call that lets time run leaves other requests where they are
        return json{};
    }));
}

std::string bench_method_table() {
    const std::atomic<bool> never{false};
    return BenchSession{{}, never}.method_table();
}

std::string BenchSession::trouble() const {
    return loaded_ ? loaded_->broken : std::string{};
}

void BenchSession::close() {
    if (!loaded_ || works_on_run()) return;
    static_cast<void>(loaded_->broken.empty() ? close_bench(*loaded_) : close_files(loaded_->run, loaded_->out));
    static_cast<void>(loaded_.release());
}

}  // namespace otbench::runner
