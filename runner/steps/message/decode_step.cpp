// Turns a dump into a reading and compares it value by value.
#include <fmt/core.h>

#include "base/event_kinds.hpp"
#include "runner/steps/message/dump.hpp"
#include "runner/steps/message/first_reading.hpp"
#include "runner/steps/message/reading_check.hpp"
#include "runner/steps/step_support.hpp"
#include "sim/device/device_under_test.hpp"

namespace otbench::runner {
namespace {

constexpr Key decode_keys[] = {
    {"decode", types::decode_source, required,
     "Decodes the telegram in the bytes of the last dump, or in the hat data."},
    {"key", types::text, optional, "The AES-128 key of an encrypted telegram, 32 hex digits."},
    {"expect", types::readings, required, "The expected values of the reading, by name."},
    {"save", types::save, optional, "Values of the reading for later steps: {before: energy}.", "", 2},
};
const MappingDescription decode_description{"decode-step", "a decode step", decode_keys};

using FindDump = std::optional<Dump> (*)(const std::vector<const ReceivedMessage*>& history);

/// The most recent one of any device.
std::optional<Dump> latest_dump(const Execution& run, FindDump find) {
    std::optional<Dump> latest;
    for (const auto& [name, device] : run.devices) {
        auto dump = find(run.inbox.history(device->status_topic()));
        if (dump && (!latest || dump->at > latest->at)) latest = std::move(dump);
    }
    return latest;
}

/// Decodes octets that a device has handed over.
struct DecodeStep : StepAction {
    enum class Source {
        last_dump,  ///< the last dump of its receive buffer
        hat_data,   ///< what its hat published after the last query
    };
    Source source = Source::last_dump;
    bus::KeyRing keys;
    std::vector<ReadingExpectation> expect;
    std::vector<Save> saves;

    void perform(Execution& run, StepResult& result) const override;
};

void DecodeStep::perform(Execution& run, StepResult& result) const {
    const bool hat = source == Source::hat_data;
    const auto dump = latest_dump(run, hat ? last_hat_data : last_dump);
    const auto reading = dump
                             ? read_telegram(dump->octets, keys)
                             : Checked<bus::Reading>{InputError{hat ? "no query of the hat was confirmed so far"
                                                                    : "no dump of the receive buffer received so far"}};
    if (!reading) {
        result.checks.push_back({false, "decode", "a telegram", reading.error().message, run.bench.time()});
        return;
    }
    run.bench.log().record(run.bench.time(), event::decode,
                           dump->messages.empty() ? Cause::none : dump->messages.back(),
                           {{"identification", reading->identity.id},
                            {"manufacturer", reading->identity.manufacturer},
                            {"values", static_cast<std::int64_t>(reading->values.size())},
                            {"carries", dump->messages}});
    check_reading(run, *reading, expect, saves, result);
}

Checked<DecodeStep::Source> parse_source(std::string_view text) {
    if (text == "last dump") return DecodeStep::Source::last_dump;
    if (text == "hat data") return DecodeStep::Source::hat_data;
    return InputError{fmt::format("invalid source '{}' (expected last dump or hat data)", text)};
}

Checked<bus::KeyRing> parse_key(std::string_view text) {
    bus::KeyRing keys;
    if (const auto added = keys.add(text); !added) return added.error();
    return keys;
}

Step parse_decode(const Mapping& step, const Context& context) {
    auto decode = std::make_shared<DecodeStep>();
    step.read("decode", decode->source, parse_source);
    step.read("key", decode->keys, parse_key);
    if (const auto* expect = step.find("expect")) decode->expect = parts::parse_readings(*expect, context);
    decode->saves = parts::parse_saves(step, parts::SaveSource::reading, context);
    return {step.at(), titled("decode", step.written("decode")), decode};
}

}  // namespace

const StepKind decode_step{decode_description, parse_decode};

}  // namespace otbench::runner
