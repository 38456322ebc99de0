#pragma once

#include <string>
#include <vector>

#include "circuit/study/assessment.hpp"

namespace otbench::circuit {

/// One requirement of EN 13757-2 and how an installation stands to it.
struct Margin {
    enum class Verdict { pass, margin, fail };  ///< margin: met with less than a tenth of the limit to spare
    std::string what;
    std::string clause;  ///< of EN 13757-2, or where else the requirement comes from
    bool verified;       ///< false: a widely quoted value that was not checked against the document
    std::string unit;
    bool at_least;  ///< or at most
    double limit;
    std::optional<double> value;  ///< nothing: never reached
    double left = 0.0;            ///< to spare, in the unit; negative: missing
    Verdict verdict = Verdict::fail;
};
const char* to_string(Margin::Verdict verdict);

/// The standard's view of an installation (spec: circuit, section 8; M-Bus protocol, section 1).
std::vector<Margin> margins_of(Assessment& assessment);

}  // namespace otbench::circuit
