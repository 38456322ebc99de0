#include "bus/master/survey.hpp"

namespace otbench::bus {
namespace {

constexpr int subcodes = 16;  // in the high nibble; the low one counts telegrams
constexpr int subcode_shift = 4;

bool reset_application(Master& master, std::uint8_t address, std::optional<std::uint8_t> subcode) {
    const auto encoded = encode_command(ApplicationReset{subcode}).value();
    return master.command(address, encoded).outcome == Outcome::acknowledged;
}

}  // namespace

Survey survey(Master& master, std::uint8_t address) {
    Survey survey;
    auto plain = master.read(address);
    survey.end = plain.end;
    if (plain.end != Readout::End::complete) return survey;
    survey.parts.push_back({std::nullopt, std::move(plain.telegrams)});

    auto class_1 = master.request(address, Service::REQ_UD1);
    if (class_1.outcome == Outcome::answered) survey.class_1 = std::move(class_1.octets);

    for (int i = 0; i < subcodes; ++i) {
        const auto subcode = static_cast<std::uint8_t>(i << subcode_shift);
        if (!reset_application(master, address, subcode)) continue;
        auto readout = master.read(address);
        if (readout.end == Readout::End::complete) survey.parts.push_back({subcode, std::move(readout.telegrams)});
    }
    (void)reset_application(master, address, std::nullopt);
    return survey;
}

}  // namespace otbench::bus
