#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "app/print_error.hpp"
#include "base/config/diagnostics.hpp"
#include "check/client/client.hpp"

namespace otbench::app {

/// A word for /bin/sh, in single quotes where it needs them.
[[nodiscard]] std::string quoted(const std::string& word);

/// What is described by files.
struct DescriptionKind {
    const char* noun;              ///< "client"
    std::filesystem::path folder;  ///< of the descriptions that come along
    const char* verb;              ///< with which complaints begin
};

/// The text of the description in a file, or of the one that comes along under that name, and its path; nothing after
/// a complaint.
[[nodiscard]] std::optional<std::pair<std::string, std::filesystem::path>> description_text(const DescriptionKind& kind,
                                                                                            const std::string& name);
/// The names of the descriptions that come along.
[[nodiscard]] std::vector<std::string> shipped_descriptions(const DescriptionKind& kind);

/// Throws std::runtime_error with a line for the user when what is described, a "client", is not installed.
void require_installed(const check::Client& described, const char* noun);

/// What `read` makes of that text and path; nothing after complaints. It gets its name, and its folder as a
/// placeholder.
template <class Described, class Read>
std::optional<Described> described(const DescriptionKind& kind, const std::string& name, Read read) {
    const auto found = description_text(kind, name);
    if (!found) return std::nullopt;
    auto result = read(found->first, found->second.string());
    if (!result) {
        for (const config::Diagnostic& mistake : result.error()) print_error("{}\n", to_string(mistake));
        return std::nullopt;
    }
    result->name = found->second.stem().string();
    result->words["folder"] = quoted(std::filesystem::absolute(found->second).parent_path().string());
    return std::move(*result);
}

}  // namespace otbench::app
