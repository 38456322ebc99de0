#include "check/run/emulated_line.hpp"

#include <fmt/format.h>

namespace otbench::check {

meters::BusDescription described(const Line& line, const std::string& endpoint) {
    meters::BusDescription bus;
    bus.name = "line";
    bus.baud = line.baud;
    bus.endpoints = {endpoint};
    for (const std::string& text : line.meters) {
        bus.meters.push_back(checked(meters::parse_meter_description(text)));
        bus.meters.back().settings.emplace("baud", fmt::format("{:.0f}", line.baud));
    }
    for (const std::string& fault : line.faults) {
        const std::size_t equals = fault.find('=');
        const auto set = meters::set_link_fault(bus.link, fault.substr(0, equals), fault.substr(equals + 1));
        if (!set) throw std::runtime_error{set.error().message};
    }
    return bus;
}

Replacements words_of(const Line& line, const std::string& reached) {
    const std::string where = reached.substr(reached.find(':') + 1);
    const std::string place = where.substr(0, where.find(' '));
    const std::size_t colon = place.rfind(':');
    Replacements words{{"baud", fmt::format("{:.0f}", line.baud)}, {"pty", place}, {"where", place}};
    if (colon == std::string::npos) return words;
    words["host"] = place.substr(0, colon);
    words["port"] = place.substr(colon + 1);
    return words;
}

CaseResult blank_result(const Case& judged, std::string_view group, const std::string& replay) {
    CaseResult result;
    result.group = group;
    result.name = judged.name;
    result.reference = judged.reference;
    result.done = judged.done;
    result.correct = judged.correct;
    result.evidence.baud = judged.line.baud;
    result.replay = fmt::format("{} --case {}", replay, judged.name);
    return result;
}

}  // namespace otbench::check
