// Single frames: what they mean, and sending them.
#include <fmt/core.h>

#include "bus/master/master.hpp"
#include "meters/line/frame_json.hpp"
#include "runner/control/bench_session.hpp"
#include "runner/control/known_names.hpp"
#include "runner/control/loaded_bench.hpp"

namespace otbench::runner {
namespace {

using nlohmann::json;
using rpc::Call;
using rpc::Code;
using rpc::Failure;
using rpc::Outcome;

/// The bytes of the parameter `hex`.
boost::system::result<OctetBuffer, Failure> octets_of(const Call& call) {
    auto octets = meters::frame_octets(call.get<std::string>("hex"));
    if (!octets) return Failure{Code::invalid_parameters, octets.error().message};
    return *std::move(octets);
}

}  // namespace

void BenchSession::add_frame_methods() {
    using namespace rpc::types;
    dispatcher_.add({"frame.decode",
                     "Tells what the bytes of a frame mean.",
                     {{"hex", text, true, "The bytes of the frame in hex."}},
                     "`kind`, `address`, `control`; of an answer also `reading`, as `otbench decode --format json`"},
                    [](const Call& call) -> Outcome {
                        const auto octets = octets_of(call);
                        if (!octets) return octets.error();
                        return meters::frame_meaning(*octets);
                    });
    add({"frame.send",
         "Lets the bench's own master send bytes, whatever they mean. It does not wait for an answer.",
         {{"hex", text, true, "The bytes in hex."}, {"bus", text, false, "Name of the bus; `bus` if not given."}},
         "nothing"},
        [](LoadedBench& loaded, const Call& call) -> Outcome {
            const auto octets = octets_of(call);
            if (!octets) return octets.error();
            const auto name = call.get<std::string>("bus", "bus");
            if (auto unknown = refuse_unknown("bus", name, keys_of(loaded.run.buses))) return *std::move(unknown);
            const auto& master = loaded.run.buses.at(name).master;
            if (!master)
                return Failure{Code::bad_input,
                               fmt::format("the bench has no master of its own on bus '{}' (expected a bus whose "
                                           "converter is wired to no device, and no bridge as master)",
                                           name)};
            master->line().send(*octets);
            return json::object();
        });
}

}  // namespace otbench::runner
