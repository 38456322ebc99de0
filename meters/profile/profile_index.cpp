#include "meters/profile/profile_index.hpp"

#include <set>

#include "base/config/text_file.hpp"

namespace otbench::meters {
namespace {

constexpr const char* extension = ".yaml";

}  // namespace

std::vector<std::string> ProfileIndex::names() const {
    std::set<std::string> names;
    for (const auto& folder : folders_) {
        std::error_code unreadable;
        for (const auto& entry : std::filesystem::directory_iterator{folder, unreadable}) {
            if (entry.path().extension() == extension) names.insert(entry.path().stem().string());
        }
    }
    return {names.begin(), names.end()};
}

ProfileResult ProfileIndex::load(std::string_view name) const {
    const bool is_name = !name.empty() && name.find('/') == std::string_view::npos;
    std::error_code unreadable;
    for (const auto& folder : folders_) {
        const auto file = folder / (std::string{name} + extension);
        if (is_name && std::filesystem::exists(file, unreadable)) return load_profile(file);
    }
    return std::vector<config::Diagnostic>{{std::string{name}, {}, "no such profile (otbench profiles list)"}};
}

ProfileResult load_profile(const std::filesystem::path& file) {
    config::Diagnostics diagnostics{file.string()};
    const auto text = config::read_text_file(file.string(), "a profile", diagnostics);
    if (!text) return diagnostics.take();
    return read_profile(*text, file.stem().string(), file.string());
}

}  // namespace otbench::meters
