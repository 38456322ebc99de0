#pragma once

#include <boost/core/span.hpp>
#include <string>
#include <string_view>

namespace otbench::sim {

/// A kind of event of a trace, as docs/user/traces.md describes it.
struct EventKind {
    std::string_view name;
    std::string_view fields;  ///< the keys beside id, time, kind, source, cause and carries, separated by blanks
    std::string_view help;    ///< what happened
    std::string_view cause;   ///< what its `cause` is; empty: it has none
};

/// All kinds that any layer records, in the order of the manual.
[[nodiscard]] boost::span<const EventKind> event_kinds();

/// Null when there is no such kind.
[[nodiscard]] const EventKind* find_event_kind(std::string_view name);

/// The kinds as a table in Markdown.
[[nodiscard]] std::string event_kinds_table();

}  // namespace otbench::sim
