#pragma once

#include <string>

#include "runner/language/config_words.hpp"

namespace otbench::runner {

/// A variable that a step saves for later steps.
struct Save {
    enum class From {
        regex,    ///< of a payload: the first group, or the whole match
        json,     ///< of a payload in JSON: what the pointer (RFC 6901) leads to
        reading,  ///< a value of the decoded reading
    };
    Position at;
    std::string variable;
    From from = From::regex;
    std::string what;  ///< the regular expression, the pointer, or the name of the value
};

}  // namespace otbench::runner
