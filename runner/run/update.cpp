#include "runner/run/update.hpp"

#include <fmt/core.h>

#include <filesystem>
#include <map>
#include <tuple>
#include <utility>

#include "base/config/scalar_edit.hpp"
#include "base/input_file.hpp"
#include "base/output_file.hpp"

namespace otbench::runner {
namespace {

using Place = std::pair<int, int>;  ///< line and column

/// The corrections of one file, by their places.
struct FileCorrections {
    std::map<Place, Correction> by_place;
    std::vector<std::string> conflicts;
};

std::string place_of(const Correction& correction) {
    if (correction.at.line == 0) return correction.file;
    return fmt::format("{}:{}:{}", correction.file, correction.at.line, correction.at.column);
}

std::vector<Correction> corrections_of(const StepResult& step) {
    std::vector<Correction> all;
    for (const Check& check : step.checks) all.insert(all.end(), check.corrections.begin(), check.corrections.end());
    return all;
}

std::map<std::string, FileCorrections> corrections_of(const std::vector<RunResult>& results) {
    std::map<std::string, FileCorrections> files;
    for (const RunResult& result : results) {
        if (result.verdict != Verdict::passed) continue;
        for (const StepResult& step : result.steps)
            for (const Correction& wanted : corrections_of(step)) {
                auto& file = files[wanted.file];
                const Place place{wanted.at.line, wanted.at.column};
                const auto [known, is_new] = file.by_place.try_emplace(place, wanted);
                if (!is_new && known->second.wanted != wanted.wanted)
                    file.conflicts.push_back(
                        fmt::format("{}: several values came (of cases or rounds of a loop)", place_of(wanted)));
            }
    }
    return files;
}

/// The file with its corrections; an error that names the place.
Checked<std::string> corrected(const std::string& path, const FileCorrections& file) {
    if (const auto whole = file.by_place.find(Place{0, 0}); whole != file.by_place.end()) return whole->second.wanted;
    const auto text = read_whole_file(path, "a scenario");
    if (!text) return InputError{fmt::format("{}: {}", path, text.error().message)};
    std::vector<config::ScalarEdit> edits;
    for (const auto& [place, correction] : file.by_place)
        edits.push_back({correction.at, correction.was, correction.wanted});
    auto edited = config::edit_scalars(*text, std::move(edits));
    if (edited) return edited;
    return InputError{fmt::format("{}:{}", path, edited.error().message)};
}

}  // namespace

UpdateReport update_expectations(const std::vector<RunResult>& results) {
    UpdateReport report;
    std::map<std::string, std::string> texts;
    const auto files = corrections_of(results);
    for (const auto& [path, file] : files) {
        auto text = file.conflicts.empty() ? corrected(path, file) : InputError{file.conflicts.front()};
        if (text)
            texts[path] = std::move(*text);
        else
            report.refused.push_back(text.error().message);
    }
    for (const auto& [path, text] : texts) {
        if (const auto folder = std::filesystem::path{path}.parent_path(); !folder.empty())
            std::filesystem::create_directories(folder);
        write_whole_file(path, text);
        for (const auto& [place, correction] : files.at(path).by_place)
            report.changed.push_back(correction.at.line == 0 ? fmt::format("{}: written", path)
                                                             : fmt::format("{}: '{}' is now '{}'", place_of(correction),
                                                                           correction.was, correction.wanted));
    }
    return report;
}

}  // namespace otbench::runner
