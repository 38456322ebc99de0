#pragma once

#include <string>
#include <vector>

#include "check/case.hpp"
#include "check/judge/frame_checks.hpp"
#include "check/judge/output_checks.hpp"

// What the rows of the case tables are made of.
namespace otbench::check {

/// Reads a meter by its primary address.
[[nodiscard]] Ask read(int address);
/// The same at another speed than the line's.
[[nodiscard]] Ask read_at(int address, int baud);
/// Reads several meters in one session.
[[nodiscard]] Ask read_several(const std::vector<int>& addresses);
/// Reads a meter by its secondary address: 8 digits, or 16 with manufacturer, version and medium.
[[nodiscard]] Ask read_secondary(std::string address);
/// Searches all meters by their secondary addresses.
[[nodiscard]] Ask scan();
[[nodiscard]] Ask set_address(int address, int new_address);
[[nodiscard]] Ask set_baud(int address, int new_baud);
/// Sends an application reset.
[[nodiscard]] Ask reset(int address);

/// The value of most cases: energy of `itron-cf-echo-2`, which it counts in 10 kWh.
[[nodiscard]] Printed energy();
/// The values of the telegrams of `four-telegram-meter`, in their order.
[[nodiscard]] std::vector<Printed> four_telegrams();
/// An identification number.
[[nodiscard]] Printed id(const std::string& digits);

// The groups, a file for each.
[[nodiscard]] std::vector<Case> link_layer_cases();
[[nodiscard]] std::vector<Case> robustness_cases();
[[nodiscard]] std::vector<Case> multi_telegram_cases();
[[nodiscard]] std::vector<Case> secondary_cases();
[[nodiscard]] std::vector<Case> command_cases();
[[nodiscard]] std::vector<Case> decoding_cases();
[[nodiscard]] std::vector<Case> patience_cases();
[[nodiscard]] std::vector<Case> courtesy_cases();
[[nodiscard]] std::vector<Case> gateway_cases();

}  // namespace otbench::check
