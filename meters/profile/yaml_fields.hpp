#pragma once

#include <yaml-cpp/yaml.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bus/record/codec_error.hpp"
#include "meters/profile/profile.hpp"

namespace otbench::meters {

/// A scalar of a YAML file and where it stands.
struct YamlScalar {
    std::string text;
    YAML::Mark mark;
};

/// The mistakes found in one file so far.
class YamlErrors {
public:
    explicit YamlErrors(std::string file) : file_(std::move(file)) {}

    void add(const YAML::Mark& mark, std::string message);
    [[nodiscard]] bool empty() const { return errors_.empty(); }
    /// Everything found, in order of position.
    [[nodiscard]] std::vector<ProfileError> take();

private:
    std::string file_;
    std::vector<ProfileError> errors_;
};

/// Takes the keys of one mapping apart: each key may be asked for once; what is missing, doubled, unknown or out of
/// range is an error with its position. Asking for a key also makes it known.
class YamlFields {
public:
    /// `what` names the mapping in messages: "a profile". A node that is no mapping is an error and has no keys.
    YamlFields(const YAML::Node& node, std::string_view what, YamlErrors& errors);

    /// The value of `key` whatever it is; an undefined node when there is none.
    YAML::Node node(std::string_view key);

    std::optional<YamlScalar> text(std::string_view key);
    std::optional<YamlScalar> required_text(std::string_view key);

    /// A whole number, decimal or hexadecimal (0x…), within `least` and `most`.
    std::int64_t whole(std::string_view key, std::int64_t fallback, std::int64_t least, std::int64_t most);
    /// A duration with its unit, not negative.
    Nanoseconds duration(std::string_view key, Nanoseconds fallback);
    /// The same, or a number of bit times: "11 bit".
    LineTime line_time(std::string_view key, LineTime fallback);

    /// Reports the keys that nobody asked for.
    void finish();

    [[nodiscard]] const YAML::Mark& mark() const { return mark_; }

private:
    struct Entry {
        YamlScalar key;
        YAML::Node value;
        bool asked = false;
    };

    std::string what_;
    YamlErrors& errors_;
    YAML::Mark mark_;
    std::vector<Entry> entries_;
    std::vector<std::string> known_;
};

}  // namespace otbench::meters
