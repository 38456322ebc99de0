#include "firmware_model/storage/platform_options.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <chrono>

#include "base/config/units.hpp"
#include "base/numbers.hpp"

namespace otbench::firmware {
namespace {

/// The words of an option that has a few, in the order of what they stand for.
template <typename Value, std::size_t count>
bool choose(std::string_view word, const std::array<std::pair<std::string_view, Value>, count>& words, Value& value) {
    const auto found = std::find_if(words.begin(), words.end(), [&](const auto& w) { return w.first == word; });
    if (found != words.end()) value = found->second;
    return found != words.end();
}

bool choose(std::string_view word, bool& value) {
    const auto truth = parse_truth(word);
    if (truth) value = *truth;
    return truth.has_value();
}

bool read_count(std::string_view text, int most, int& count) {
    const auto number = parse_whole_number(text, 1, most);
    if (number) count = static_cast<int>(*number);
    return number.has_value();
}

bool read_time(std::string_view text, Nanoseconds& time) {
    constexpr std::chrono::seconds longest{1000};
    const auto duration = config::parse_duration(text);
    if (!duration || *duration > longest) return false;
    time = *duration;
    return true;
}

bool set_print_result(FirmwareOptions& options, std::string_view value) {
    using Result = FirmwareOptions::PrintResult;
    return choose(value,
                  std::array<std::pair<std::string_view, Result>, 2>{
                      {{"untruncated", Result::untruncated_length}, {"stored", Result::stored_length}}},
                  options.print_result);
}

bool set_percent_sign(FirmwareOptions& options, std::string_view value) {
    using Sign = FirmwareOptions::PercentSign;
    return choose(
        value,
        std::array<std::pair<std::string_view, Sign>, 3>{
            {{"unchanged", Sign::unchanged}, {"swallowed", Sign::both_swallowed}, {"second", Sign::only_second}}},
        options.percent_sign);
}

bool set_scan_report(FirmwareOptions& options, std::string_view value) {
    using Report = FirmwareOptions::ScanReport;
    return choose(
        value, std::array<std::pair<std::string_view, Report>, 2>{{{"once", Report::once}, {"repeat", Report::repeat}}},
        options.scan_report);
}

constexpr int uart_fifo = 127;       // the threshold register has seven bits
constexpr int longest_timeout = 16;  // characters

constexpr auto option_table = std::array<PlatformOption, 12>{{
    {"P1", "what the bounded print returns when it had to cut: the whole length, or what it stored",
     "untruncated, stored", set_print_result},
    {"P2", "whether the console print makes 0D 0A of 0A and drops 0D", "yes, no",
     [](FirmwareOptions& o, std::string_view v) { return choose(v, o.console_adds_carriage_return); }},
    {"P3", "what the console print makes of a percent sign and the byte after it", "unchanged, swallowed, second",
     set_percent_sign},
    {"P4", "whether register writes to the port expander arrive", "yes, no",
     [](FirmwareOptions& o, std::string_view v) { return choose(v, o.expander_writes_land); }},
    {"P5-full", "bytes in UART0's receive FIFO that raise its interrupt", "100, or 1 to 127",
     [](FirmwareOptions& o, std::string_view v) { return read_count(v, uart_fifo, o.uart_fifo_full_threshold); }},
    {"P5-timeout", "characters of silence that raise UART0's receive interrupt", "2, or 1 to 16",
     [](FirmwareOptions& o, std::string_view v) { return read_count(v, longest_timeout, o.uart_timeout_characters); }},
    {"P6", "how often the hat reports an answer to a scan", "once, repeat", set_scan_report},
    {"P7", "from a restart request to the restart", "110ms, or another time up to 1000s",
     [](FirmwareOptions& o, std::string_view v) { return read_time(v, o.restart_delay); }},
    {"P8", "whether reading through a null pointer restarts the chip", "yes, no",
     [](FirmwareOptions& o, std::string_view v) { return choose(v, o.null_pointer_restarts); }},
    {"P9", "when a software timer of 0 ms fires", "0us, or another time up to 1000s",
     [](FirmwareOptions& o, std::string_view v) { return read_time(v, o.zero_timer_delay); }},
    {"P10", "from an edge to the receive handler", "5us, or another time up to 1000s",
     [](FirmwareOptions& o, std::string_view v) { return read_time(v, o.interrupt_latency); }},
    {"P11", "whether a plain char has no sign", "yes, no",
     [](FirmwareOptions& o, std::string_view v) { return choose(v, o.char_is_unsigned); }},
}};

}  // namespace

boost::span<const PlatformOption> platform_options() {
    return option_table;
}

boost::system::result<void, std::string> set_platform_option(FirmwareOptions& options, std::string_view id,
                                                             std::string_view value) {
    const auto option = std::find_if(option_table.begin(), option_table.end(),
                                     [&](const PlatformOption& known) { return known.id == id; });
    if (option == option_table.end()) {
        std::string known;
        for (const auto& each : option_table) known += fmt::format("{}{}", known.empty() ? "" : ", ", each.id);
        return fmt::format("unknown platform option '{}' (expected one of {})", id, known);
    }
    if (!option->set(options, value))
        return fmt::format("{}: invalid value '{}' (expected {})", id, value, option->values);
    return {};
}

}  // namespace otbench::firmware
