#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "bus/record/codec_error.hpp"
#include "meters/meter.hpp"

namespace otbench::meters {

/// Sets one thing of a meter: `id`, `header-manufacturer`, `header-version`, `header-medium`, `address`, `status`,
/// `alarm`, `access-number`, `baud`, `response-delay`, or a value by its name. The error names the setting
/// and what is allowed, not the meter.
[[nodiscard]] Checked<void> apply_setting(Meter& meter, std::string_view key, std::string_view text);
/// Whether a meter of that profile could be set so; the same errors.
[[nodiscard]] Checked<void> check_setting(const std::shared_ptr<const Profile>& profile, std::string_view key,
                                          std::string_view text);
/// What `apply_setting` has set or would set, as text.
[[nodiscard]] Checked<std::string> setting_of(const Meter& meter, std::string_view key);

/// The keys of `apply_setting` that every meter has.
[[nodiscard]] std::vector<std::string_view> setting_keys();

/// 0 to `most`, decimal or 0x….
[[nodiscard]] Checked<std::uint8_t> parse_whole_octet(std::string_view text, int most);

}  // namespace otbench::meters
