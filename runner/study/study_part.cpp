#include "runner/study/study_part.hpp"

#include <fmt/core.h>

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <utility>

#include "base/config/json_numbers.hpp"
#include "base/output_file.hpp"
#include "runner/selection/shard.hpp"

namespace otbench::runner {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

constexpr std::int64_t most_points = 100'000'000;

std::string path_in(const std::string& folder) {
    return (fs::path{folder} / "study.json").string();
}

std::size_t count_in(const Json& json, const char* key, std::int64_t least) {
    return static_cast<std::size_t>(json_integer(json.at(key), key, least, most_points));
}

StudyPart part_from(const Json& json) {
    StudyPart part;
    json.at("study").get_to(part.study);
    part.shard = {count_in(json.at("shard"), "index", 1), count_in(json.at("shard"), "count", 1)};
    part.points = count_in(json, "points", 0);
    for (const Json& point : json.at("values")) {
        auto& values = part.values[count_in(point, "point", 0)];
        for (const Json& value : point.at("measured"))
            values.push_back(value.is_null() ? std::nullopt : std::optional<double>{value.get<double>()});
    }
    return part;
}

}  // namespace

bool has_study_part(const std::string& folder) {
    return fs::exists(path_in(folder));
}

void write_study_part(const std::string& folder, const StudyPart& part) {
    Json json{{"study", part.study},
              {"shard", {{"index", part.shard.index}, {"count", part.shard.count}}},
              {"points", part.points},
              {"values", Json::array()}};
    for (const auto& [point, values] : part.values) {
        Json measured = Json::array();
        for (const auto& value : values) measured.push_back(value ? Json(*value) : Json{});
        json["values"].push_back({{"point", point}, {"measured", std::move(measured)}});
    }
    make_output_folder(folder);
    write_whole_file(path_in(folder), json.dump(1) + '\n');
}

Checked<StudyPart> read_study_part(const std::string& folder) {
    const std::string path = path_in(folder);
    std::ifstream file{path};
    if (!file)
        return InputError{path + ": no such file (expected an output folder of 'otbench circuit' or 'otbench merge')"};
    try {
        return part_from(Json::parse(file));
    } catch (const std::exception& error) {  // of the JSON library, and of numbers that are out of range
        return InputError{fmt::format("{}: invalid study (expected one of 'otbench circuit'): {}", path, error.what())};
    }
}

Checked<StudyPart> merge_study_parts(const std::vector<std::string>& folders) {
    StudyPart whole;
    std::vector<std::pair<std::string, Shard>> shards;
    for (const std::string& folder : folders) {
        auto part = read_study_part(folder);
        if (!part) return part.error();
        if (shards.empty()) {
            whole.study = part->study;
            whole.points = part->points;
        }
        if (part->study != whole.study || part->points != whole.points)
            return InputError{fmt::format("{}: of another study, '{}' (expected '{}' as in {})", folder, part->study,
                                          whole.study, folders.front())};
        shards.emplace_back(folder, part->shard);
        whole.values.merge(part->values);
    }
    if (auto error = incomplete_shards(shards)) return *std::move(error);
    const bool is_whole =
        whole.values.size() == whole.points && (whole.points == 0 || whole.values.rbegin()->first == whole.points - 1);
    if (!is_whole)
        return InputError{
            fmt::format("{} of {} points are measured (expected all of them)", whole.values.size(), whole.points)};
    return whole;
}

}  // namespace otbench::runner
