#pragma once

#include <string>

namespace otbench::sim {

/// The requests of the web interface as an OpenAPI 3.0 document in JSON, made of `rest_routes`.
[[nodiscard]] std::string open_api();

}  // namespace otbench::sim
