#pragma once

#include <string>
#include <vector>

#include "check/evidence.hpp"

namespace otbench::check {

enum class Verdict { pass, fail, not_applicable, informational };

/// One condition of a case and how the client met it.
struct Finding {
    std::string expected;
    std::string got;  ///< empty: as expected
    bool informational = false;
};

/// What came of one case.
struct CaseResult {
    std::string group, name, reference, done, correct;
    Verdict verdict = Verdict::not_applicable;
    std::string reason;  ///< why it is not applicable
    std::vector<Finding> findings;
    Evidence evidence;
    std::string replay;    ///< the command that runs this case alone
    double seconds = 0.0;  ///< of real time
};

/// What came of all of them.
struct Scorecard {
    std::string client;   ///< of the client or gateway: its name, or its command
    std::string version;  ///< of Otbench
    std::string date;     ///< YYYY-MM-DD
    std::vector<CaseResult> results;
    std::string subject = "client";  ///< what is judged: "client" or "gateway"

    [[nodiscard]] std::size_t count(Verdict verdict) const;
};

/// "pass", "fail", "not applicable", "informational".
[[nodiscard]] const char* name_of(Verdict verdict);

}  // namespace otbench::check
