#include "meters/profile/profile_index.hpp"

#include <fmt/core.h>

#include <set>

#include "base/config/suggest.hpp"
#include "base/config/text_file.hpp"

namespace otbench::meters {
namespace {

constexpr const char* extension = ".yaml";

template <class Reader>
ProfileResult load_file(const std::filesystem::path& file, Reader read) {
    config::Diagnostics diagnostics{file.string()};
    const auto text = config::read_text_file(file.string(), "a profile", diagnostics);
    if (!text) return diagnostics.take_all();
    return read(*text, file.stem().string(), file.string());
}

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
    return load(name, read_profile);
}

ProfileResult ProfileIndex::load_identity(std::string_view name) const {
    return load(name, read_profile_identity);
}

ProfileResult ProfileIndex::load(std::string_view name, Reader read) const {
    if (is_profile_path(name)) return load_file(std::string{name}, read);
    std::error_code unreadable;
    for (const auto& folder : folders_) {
        const auto file = folder / (std::string{name} + extension);
        if (!name.empty() && std::filesystem::exists(file, unreadable)) return load_file(file, read);
    }
    const auto known = names();
    const auto guess = config::nearest(name, {known.begin(), known.end()});
    return std::vector<config::Diagnostic>{
        {{},
         {},
         fmt::format("unknown profile '{}'{} (otbench profiles list)", name,
                     guess.empty() ? "" : fmt::format("; did you mean '{}'?", guess))}};
}

bool is_profile_path(std::string_view text) {
    const std::string_view end = extension;
    return text.find('/') != std::string_view::npos ||
           (text.size() > end.size() && text.substr(text.size() - end.size()) == end);
}

std::string profile_name(std::string_view text) {
    return is_profile_path(text) ? std::filesystem::path{text}.stem().string() : std::string{text};
}

std::string profile_path(std::string_view text, const std::filesystem::path& folder) {
    return is_profile_path(text) ? (folder / text).lexically_normal().string() : std::string{text};
}

ProfileResult load_profile(const std::filesystem::path& file) {
    return load_file(file, read_profile);
}

}  // namespace otbench::meters
