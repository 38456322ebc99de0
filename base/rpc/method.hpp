#pragma once

#include <string_view>
#include <vector>

namespace otbench::rpc {

/// Kinds of JSON values, as bits.
enum : unsigned {
    text_value = 1,
    number_value = 2,
    whole_value = 4,
    truth_value = 8,
    object_value = 16,
    list_value = 32
};

/// A type of parameters.
struct Type {
    std::string_view name;     ///< "duration"
    std::string_view wording;  ///< what is expected: "a time with its unit, such as \"2s\""
    unsigned values;           ///< the kinds of JSON values that it takes
};

namespace types {
inline constexpr Type text{"text", "a text", text_value};
inline constexpr Type truth{"boolean", "true or false", truth_value};
inline constexpr Type whole{"integer", "a whole number, 0 or more", whole_value};
inline constexpr Type token{"text or integer", "a text or a whole number", text_value | whole_value};
inline constexpr Type object{"object", "an object", object_value};
inline constexpr Type texts{"list of texts", "a list of texts", list_value};
inline constexpr Type duration{"duration", "a time with its unit, such as \"2s\"", text_value};
inline constexpr Type description{"description", "an object as in a scenario, or the same as text in YAML",
                                  text_value | object_value};
inline constexpr Type step{"step", "a step as an object, or as text in YAML", text_value | object_value | list_value};
}  // namespace types

struct Parameter {
    std::string_view name;
    const Type& type;
    bool required;
    std::string_view help;  ///< a sentence
};

/// What can be called, as it is described to people and checked before the call.
struct Method {
    std::string_view name;
    std::string_view help;  ///< a sentence that begins with a verb
    std::vector<Parameter> parameters;
    std::string_view result;  ///< what comes back, in words
};

}  // namespace otbench::rpc
