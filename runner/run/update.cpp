#include "runner/run/update.hpp"

#include <fmt/core.h>

#include <filesystem>
#include <map>
#include <set>
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
    std::set<Place> conflicts;  ///< for which several values came
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
                if (!is_new && known->second.wanted != wanted.wanted) file.conflicts.insert(place);
            }
    }
    return files;
}

/// Leaves the places for which several values came.
void leave_conflicts(FileCorrections& file, UpdateReport& report) {
    for (const Place& place : file.conflicts) {
        report.refused.push_back(
            fmt::format("{}: several values came (of cases or rounds of a loop)", place_of(file.by_place.at(place))));
        file.by_place.erase(place);
    }
}

/// The file with the corrections that can be made; the others are reported, and no longer among them.
std::string corrected(const std::string& path, FileCorrections& file, UpdateReport& report) {
    if (const auto whole = file.by_place.find(Place{0, 0}); whole != file.by_place.end()) return whole->second.wanted;
    const auto text = read_whole_file(path, "a scenario");
    if (!text) {
        report.refused.push_back(fmt::format("{}: {}", path, text.error().message));
        file.by_place.clear();
        return {};
    }
    std::vector<config::ScalarEdit> edits;
    for (const auto& [place, correction] : file.by_place)
        edits.push_back({correction.at, correction.was, correction.wanted});
    auto edited = config::edit_scalars(*text, std::move(edits));
    for (const auto& [at, reason] : edited.left) {
        report.refused.push_back(fmt::format("{}:{}:{}: {}", path, at.line, at.column, reason));
        file.by_place.erase({at.line, at.column});
    }
    return std::move(edited.text);
}

}  // namespace

UpdateReport update_expectations(const std::vector<RunResult>& results) {
    UpdateReport report;
    auto files = corrections_of(results);
    std::map<std::string, std::string> texts;
    for (auto& [path, file] : files) {
        leave_conflicts(file, report);
        if (!file.by_place.empty()) texts[path] = corrected(path, file, report);
        if (file.by_place.empty()) texts.erase(path);
    }
    for (const auto& [path, text] : texts) {
        if (const auto folder = std::filesystem::path{path}.parent_path(); !folder.empty())
            make_output_folder(folder.string());
        write_whole_file(path, text);
        for (const auto& [place, correction] : files.at(path).by_place)
            report.changed.push_back(correction.at.line == 0 ? fmt::format("{}: written", path)
                                                             : fmt::format("{}: '{}' is now '{}'", place_of(correction),
                                                                           correction.was, correction.wanted));
    }
    return report;
}

}  // namespace otbench::runner
