#pragma once

#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/checked.hpp"
#include "base/octets.hpp"
#include "bus/capture/captured_frame.hpp"

namespace otbench::meters {

/// Kinds of frames as the control interface names them: services such as "REQ_UD2", "ACK", and "damaged".
[[nodiscard]] std::vector<std::string_view> frame_kinds();
/// One of them.
[[nodiscard]] std::string_view frame_kind(const bus::CapturedFrame& frame);
/// Nothing of a damaged frame and of one that has none.
[[nodiscard]] std::optional<int> frame_address(const bus::CapturedFrame& frame);

/// A frame as the control interface shows it: `bus`, `from`, `kind`, `address` unless it has none, `start_ns`,
/// `end_ns`, `hex`, `who`, and `client` if it is known.
[[nodiscard]] nlohmann::json frame_json(const std::string& bus, const bus::CapturedFrame& frame);

/// The bytes of a frame in hex; an error unless they are 1 to 1024.
[[nodiscard]] Checked<OctetBuffer> frame_octets(const std::string& hex);
/// What the bytes of a frame mean: `kind`, `address`, `control`; of an answer also `reading`, null when it cannot be
/// read.
[[nodiscard]] nlohmann::json frame_meaning(OctetView octets);

}  // namespace otbench::meters
