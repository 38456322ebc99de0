#pragma once

#include <boost/core/span.hpp>
#include <initializer_list>
#include <string_view>
#include <vector>

namespace otbench::config {

/// What a key may hold. In scenarios its `name` is that of a definition in docs/scenario.schema.json, or of one of the
/// mappings below.
struct ValueType {
    std::string_view name;
    std::string_view wording;      ///< "a duration such as 250ms or 2s": completes "'within' must be …"
    std::string_view schema = {};  ///< its JSON schema; empty for the mapping of the same name
};

struct Key {
    std::string_view name;
    const ValueType& type;
    bool required;
    std::string_view help;           ///< one sentence, also the schema's description of the key
    std::string_view standard = {};  ///< what holds without the key, as the manual shows it
    int version = 1;                 ///< of the format, the first that has the key
};

/// One kind of mapping in a file and all the keys it may have: the source of the parser's checks and messages, and of
/// scenarios what the schema is held to.
struct MappingDescription {
    std::string_view name;   ///< of its definition in the schema
    std::string_view title;  ///< "a meter": how messages call it
    boost::span<const Key> keys;
    std::string_view constraints = {};  ///< further constraints for the schema: the inside of a JSON object

    [[nodiscard]] const Key* find(std::string_view key) const;  ///< nullptr when there is no such key
    [[nodiscard]] std::vector<std::string_view> key_names() const;
};

/// The keys of several parts in one list.
[[nodiscard]] std::vector<Key> joined(std::initializer_list<boost::span<const Key>> parts);

}  // namespace otbench::config
