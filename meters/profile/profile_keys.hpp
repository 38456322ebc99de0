#pragma once

#include "base/config/mapping_description.hpp"
#include "base/config/yaml_tree.hpp"

namespace otbench::meters::keys {

// The mappings of profiles, and the parts of them that the descriptions of `otbench encode` have as well.

/// The contents of a mapping instead of records, by their key: `octets` or `counters`.
enum class Form { records, counters, octets };
[[nodiscard]] Form form_of(const config::YamlNode& mapping);

/// A profile of several telegrams (`telegrams`) or of one in that form.
[[nodiscard]] const config::MappingDescription& profile(const config::YamlNode& node);
/// A telegram in a list of them.
[[nodiscard]] const config::MappingDescription& telegram(const config::YamlNode& node);
/// Class 1 data.
[[nodiscard]] const config::MappingDescription& alarm(const config::YamlNode& node);
/// A record with a meaning or of octets.
[[nodiscard]] const config::MappingDescription& record(const config::YamlNode& node);
extern const config::MappingDescription readout, push, counter, manufacturer_block;

// Keys and kinds of values that descriptions share with profiles.

extern const config::ValueType text, octet, number, time, octets, flag, eight_digits, record_list, counter_list, word,
    manufacturer, byte_order;
/// What `read_record_information` reads.
extern const boost::span<const config::Key> record_information;
/// A record given byte for byte.
extern const config::MappingDescription raw_record;

}  // namespace otbench::meters::keys
