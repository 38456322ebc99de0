#include "firmware_model/board/console.hpp"

#include <algorithm>

namespace otbench::firmware {

ConsoleRules ConsoleRules::for_text(const FirmwareOptions& options) {
    return {true, options.console_adds_carriage_return, options.percent_sign};
}

ConsoleRules ConsoleRules::for_frames(const FirmwareOptions& options) {
    ConsoleRules rules = for_text(options);
    if (options.fixes[Quirk::frame_ends_at_zero]) rules.ends_at_nul = false;
    if (options.fixes[Quirk::line_ends_in_frame]) rules.adds_carriage_return = false;
    if (options.fixes[Quirk::percent_in_frame]) rules.percent_sign = FirmwareOptions::PercentSign::literal;
    return rules;
}

std::string_view ConsoleRules::printed_part(std::string_view text) const {
    return ends_at_nul ? text.substr(0, text.find('\0')) : text;
}

std::string ConsoleRules::apply(std::string_view text) const {
    using PercentSign = FirmwareOptions::PercentSign;
    std::string sent;
    const auto put = [&](char c) {
        if (adds_carriage_return && c == '\r') return;
        if (adds_carriage_return && c == '\n') sent += '\r';
        sent += c;
    };
    const std::string_view printed = printed_part(text);
    for (std::size_t i = 0; i < printed.size(); ++i) {
        const bool converts = printed[i] == '%' && i + 1 < printed.size();
        if (converts && percent_sign == PercentSign::both_swallowed) {
            ++i;
        } else if (!converts || percent_sign != PercentSign::only_second) {
            put(printed[i]);
        }
    }
    return sent;
}

bool ConsoleRules::are_assumed_for(std::string_view text) const {
    const std::string_view printed = printed_part(text);
    return std::any_of(printed.begin(), printed.end(), [this](char c) {
        if (c == '%') return percent_sign != FirmwareOptions::PercentSign::literal;
        return adds_carriage_return && (c == '\r' || c == '\n');
    });
}

}  // namespace otbench::firmware
