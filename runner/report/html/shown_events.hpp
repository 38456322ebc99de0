#pragma once

#include <string>
#include <string_view>

namespace otbench::runner {

/// The lines of an events.jsonl that a page holds. Left out are edges that its waves show and that caused nothing in
/// the page: those of the bus voltage, of RX, and of a meter's current but for the last of each answer, which ends it.
[[nodiscard]] std::string shown_events(std::string_view events);

}  // namespace otbench::runner
