#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "check/evidence.hpp"

namespace otbench::check {

/// What a client is asked to do: the name of one of its commands, and what replaces the placeholders in it.
struct Ask {
    std::string_view action;  ///< one of `action_names`
    std::vector<std::pair<std::string, std::string>> words;
    int patience = 1;  ///< how many times the limit of a run it may take
};

/// The commands that a client may have; every client has `read`.
inline constexpr std::string_view action_names[] = {"read",        "read-several", "read-secondary", "scan",
                                                    "set-address", "set-baud",     "reset"};

/// One condition of a case.
struct Check {
    enum class Kind { required, informational };

    std::string expected;  ///< what a correct client does: "repeats a request at most 5 times"
    /// Nothing when the condition is met; otherwise what the client did instead.
    std::function<std::optional<std::string>(const Evidence&)> violation;
    bool needs_output = false;  ///< it looks at what the client printed
    Kind kind = Kind::required;
};

/// The line of a case.
struct Line {
    std::vector<std::string> meters;  ///< as `otbench emulate` takes them
    std::vector<std::string> faults;  ///< of the link, NAME=VALUE
    double baud = 9600;
};

/// One situation in which a client is judged.
struct Case {
    /// Where a case makes sense.
    enum class Transport { any, serial, tcp };
    /// How the client is asked more than once.
    enum class Order { one_after_another, together };

    std::string_view name;       ///< "link-nke-first"
    std::string_view reference;  ///< the rule's source: a subject of EN 13757, an entry of docs/user/field-problems.md
    std::string_view done;       ///< what the line does
    std::string_view correct;    ///< what a correct client does, and why
    Line line;
    std::vector<Ask> asks;
    std::vector<Check> checks;
    Transport transport = Transport::any;
    Order order = Order::one_after_another;
    bool may_be_silent = false;  ///< a correct client may send nothing
};

/// Cases about one subject.
struct Group {
    std::string_view name;   ///< "link-layer": in the names of `-k` and of reports
    std::string_view title;  ///< "Link layer"
    std::vector<Case> cases;
};

}  // namespace otbench::check
