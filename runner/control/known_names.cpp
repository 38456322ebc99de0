#include "runner/control/known_names.hpp"

#include <fmt/core.h>

#include <algorithm>

#include "base/config/suggest.hpp"

namespace otbench::runner {

std::optional<rpc::Failure> refuse_unknown(std::string_view parameter, std::string_view name,
                                           const std::vector<std::string_view>& known) {
    if (std::find(known.begin(), known.end(), name) != known.end()) return std::nullopt;
    return rpc::Failure{rpc::Code::invalid_parameters,
                        fmt::format("unknown {} '{}'{}", parameter, name, config::did_you_mean(name, known))};
}

}  // namespace otbench::runner
