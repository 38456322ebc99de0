#include "base/config/text_file.hpp"

#include "base/config/yaml_tree.hpp"
#include "base/input_file.hpp"

namespace otbench::config {

std::optional<std::string> read_text_file(const std::string& path, std::string_view what, Diagnostics& diagnostics) {
    auto text = read_whole_file(path, what, YamlLimits::bytes);
    if (text) return *std::move(text);
    diagnostics.add({}, text.error().message);
    return std::nullopt;
}

}  // namespace otbench::config
