// Single frames: what they mean, and sending them.
#include <fmt/core.h>

#include "base/text.hpp"
#include "bus/frame/frame.hpp"
#include "bus/master/master.hpp"
#include "bus/reading/answer_reading.hpp"
#include "bus/reading/render_json.hpp"
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
boost::system::result<OctetBuffer, Failure> frame_octets(const Call& call) {
    constexpr std::size_t most = 1024;
    auto octets = parse_octets(call.get<std::string>("hex"));
    if (!octets) return Failure{Code::invalid_parameters, fmt::format("hex: {}", octets.error().message)};
    if (octets->empty() || octets->size() > most)
        return Failure{Code::invalid_parameters, fmt::format("hex: expected 1 to {} bytes", most)};
    return *std::move(octets);
}

/// What the user data of an answer say; null when it has none, or they cannot be read.
json reading_of(const bus::Frame& frame) {
    const bus::AnswerFrame answer{frame.control, frame.ci, frame.data, 0, frame.address};
    const auto reading = bus::read_answers({&answer, 1});
    if (!reading) return {};
    TextBuffer text;
    bus::render_json(*reading, text);
    return json::parse(text.view(), nullptr, false);
}

json meaning_of(OctetView octets) {
    const auto frame = bus::parse_frame(octets);
    if (!frame) return {{"kind", "damaged"}};
    if (frame->kind == bus::FrameKind::single_character) return {{"kind", "ACK"}};
    const auto service = bus::service_of(frame->control);
    json meaning{{"kind", bus::name_of(service)}, {"address", frame->address}, {"control", frame->control}};
    if (service == bus::Service::RSP_UD) meaning["reading"] = reading_of(*frame);
    return meaning;
}

}  // namespace

void BenchSession::add_frame_methods() {
    using namespace rpc::types;
    dispatcher_.add({"frame.decode",
                     "Tells what the bytes of a frame mean.",
                     {{"hex", text, true, "The bytes of the frame in hex."}},
                     "`kind`, `address`, `control`; of an answer also `reading`, as `otbench decode --format json`"},
                    [](const Call& call) -> Outcome {
                        const auto octets = frame_octets(call);
                        if (!octets) return octets.error();
                        return meaning_of(*octets);
                    });
    add({"frame.send",
         "Lets the bench's own master send bytes, whatever they mean. It does not wait for an answer.",
         {{"hex", text, true, "The bytes in hex."}, {"bus", text, false, "Name of the bus; `bus` if not given."}},
         "nothing"},
        [](LoadedBench& loaded, const Call& call) -> Outcome {
            const auto octets = frame_octets(call);
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
