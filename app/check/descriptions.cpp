#include "app/check/descriptions.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <chrono>
#include <stdexcept>

#include "base/config/text_file.hpp"
#include "sim/host/process/command.hpp"

namespace otbench::app {

namespace fs = std::filesystem;

std::string quoted(const std::string& word) {
    constexpr std::string_view plain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-./:=,@%+";
    if (!word.empty() && word.find_first_not_of(plain) == std::string::npos) return word;
    std::string text = "'";
    for (const char character : word) text += character == '\'' ? std::string{"'\\''"} : std::string(1, character);
    return text + "'";
}

std::vector<std::string> shipped_descriptions(const DescriptionKind& kind) {
    constexpr std::string_view extension = ".yaml";
    std::vector<std::string> names;
    std::error_code ignored;
    for (const auto& entry : fs::directory_iterator{kind.folder, ignored})
        if (entry.path().extension() == extension) names.push_back(entry.path().stem().string());
    std::sort(names.begin(), names.end());
    return names;
}

std::optional<std::pair<std::string, fs::path>> description_text(const DescriptionKind& kind, const std::string& name) {
    const bool is_path = name.find('/') != std::string::npos || fs::path{name}.extension() == ".yaml";
    const fs::path path = is_path ? fs::path{name} : kind.folder / (name + ".yaml");
    if (!is_path && !fs::exists(path)) {
        print_error("{}: unknown {} '{}' (expected one of {}, or a file NAME.yaml)\n", kind.verb, kind.noun, name,
                    fmt::join(shipped_descriptions(kind), ", "));
        return std::nullopt;
    }
    config::Diagnostics unreadable{path.string()};
    auto text = config::read_text_file(path.string(), fmt::format("a {}", kind.noun), unreadable);
    if (text) return std::pair{std::move(*text), path};
    for (const config::Diagnostic& mistake : unreadable.take_all()) print_error("{}\n", to_string(mistake));
    return std::nullopt;
}

void require_installed(const check::Client& described, const char* noun) {
    constexpr std::chrono::seconds patience{30};
    if (described.probe.empty()) return;
    const auto probe = check::replaced(described, described.probe, "the probe", {});
    if (!probe) throw std::runtime_error{probe.error().message};
    const auto result = sim::run_command({"/bin/sh", "-c", *probe}, patience);
    if (result.exit.code != 0 || result.exit.signal != 0)
        throw std::runtime_error{
            fmt::format("{} '{}' is not installed (expected {})", noun, described.name, described.needs)};
}

}  // namespace otbench::app
