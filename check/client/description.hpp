#pragma once

#include <boost/core/span.hpp>

#include "base/config/yaml_reader.hpp"
#include "check/client/client.hpp"

// What descriptions of clients and gateways have in common.
namespace otbench::check {

/// Reads `about`, `expect` and, with these actions, `commands`.
void read_common_keys(const config::Mapping& mapping, boost::span<const std::string_view> actions, Client& client,
                      config::Diagnostics& errors);

}  // namespace otbench::check
