#include "runner/selection/shard.hpp"

#include <fmt/core.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cstdint>
#include <map>
#include <numeric>

#include "base/numbers.hpp"

namespace otbench::runner {
namespace {

constexpr std::int64_t most_shards = 100'000;

/// How a system tells a process which part of the work is its own.
struct Convention {
    const char* index;
    const char* first;  ///< what `index` is for the first shard: a number, or a variable
    const char* step;   ///< a variable with the distance of two indices; null: 1
    const char* count;
    const char* status_file;  ///< a variable with the file that says that shards are supported; null: none
};

// The tests' own variables come first: such a test may run inside a job of an array.
constexpr Convention conventions[] = {
    {"GTEST_SHARD_INDEX", "0", nullptr, "GTEST_TOTAL_SHARDS", "GTEST_SHARD_STATUS_FILE"},
    {"TEST_SHARD_INDEX", "0", nullptr, "TEST_TOTAL_SHARDS", "TEST_SHARD_STATUS_FILE"},  // Bazel
    {"CI_NODE_INDEX", "1", nullptr, "CI_NODE_TOTAL", nullptr},                          // GitLab
    {"SLURM_ARRAY_TASK_ID", "SLURM_ARRAY_TASK_MIN", "SLURM_ARRAY_TASK_STEP", "SLURM_ARRAY_TASK_COUNT", nullptr},
    {"JOB_COMPLETION_INDEX", "0", nullptr, "JOB_COMPLETIONS", nullptr},  // Kubernetes
};

/// The number in a variable.
Checked<std::int64_t> number_in(const Environment& environment, const char* name) {
    const char* text = environment(name);
    if (text == nullptr) return InputError{fmt::format("{} is not set (expected the number of shards)", name)};
    const auto number = parse_whole_number(text, 0, INT32_MAX);
    if (!number) return InputError{fmt::format("{}: {}", name, number.error().message)};
    return *number;
}

Checked<std::int64_t> first_index(const Environment& environment, const Convention& convention) {
    if (const auto number = parse_whole_number(convention.first, 0, 1)) return *number;
    return number_in(environment, convention.first);
}

Checked<Shard> shard_by(const Environment& environment, const Convention& convention) {
    const auto index = number_in(environment, convention.index);
    if (!index) return index.error();
    const auto count = number_in(environment, convention.count);
    if (!count) return InputError{fmt::format("{} is set, but {}", convention.index, count.error().message)};
    const auto first = first_index(environment, convention);
    if (!first) return first.error();
    std::int64_t step = 1;
    if (convention.step != nullptr && environment(convention.step) != nullptr) {
        const auto given = number_in(environment, convention.step);
        if (!given) return given.error();
        step = std::max<std::int64_t>(*given, 1);
    }
    const std::int64_t number = (*index - *first) / step + 1;
    if (*index < *first || (*index - *first) % step != 0 || number > *count || *count > most_shards)
        return InputError{fmt::format("{}={}: invalid shard (expected one of {} from {}{})", convention.index, *index,
                                      *count, *first, step > 1 ? fmt::format(" in steps of {}", step) : "")};
    return Shard{static_cast<std::size_t>(number), static_cast<std::size_t>(*count)};
}

}  // namespace

Checked<Shard> parse_shard(std::string_view text) {
    const InputError wrong{fmt::format("invalid shard '{}' (expected the form 2/4, from 1/4 to 4/4)", text)};
    const auto slash = text.find('/');
    if (slash == std::string_view::npos) return wrong;
    const auto count = parse_whole_number(text.substr(slash + 1), 1, most_shards);
    if (!count) return wrong;
    const auto index = parse_whole_number(text.substr(0, slash), 1, *count);
    if (!index) return wrong;
    return Shard{static_cast<std::size_t>(*index), static_cast<std::size_t>(*count)};
}

Checked<std::optional<Shard>> shard_of(const Environment& environment) {
    for (const Convention& convention : conventions) {
        if (environment(convention.index) == nullptr) continue;
        const auto shard = shard_by(environment, convention);
        if (!shard) return shard.error();
        return std::optional<Shard>{*shard};
    }
    return std::optional<Shard>{};
}

std::optional<std::string> shard_status_file(const Environment& environment) {
    for (const Convention& convention : conventions)
        if (convention.status_file != nullptr)
            if (const char* path = environment(convention.status_file)) return path;
    return std::nullopt;
}

std::optional<InputError> incomplete_shards(const std::vector<std::pair<std::string, Shard>>& folders) {
    std::map<std::size_t, std::string> known;
    const auto& [first_folder, first] = folders.front();
    for (const auto& [folder, shard] : folders) {
        if (shard.count != first.count)
            return InputError{fmt::format("{}: shard {}/{}, but {} has shard {}/{}", folder, shard.index, shard.count,
                                          first_folder, first.index, first.count)};
        const auto [place, is_new] = known.emplace(shard.index, folder);
        if (!is_new)
            return InputError{
                fmt::format("{}: shard {}/{} is doubled: also in {}", folder, shard.index, shard.count, place->second)};
    }
    std::vector<std::string> missing;
    for (std::size_t index = 1; index <= first.count && missing.size() < 10; ++index)
        if (known.count(index) == 0) missing.push_back(fmt::format("{}/{}", index, first.count));
    if (missing.empty()) return std::nullopt;
    return InputError{fmt::format("missing shard{} {}", missing.size() == 1 ? "" : "s", fmt::join(missing, ", "))};
}

std::vector<std::size_t> distribute(const std::vector<double>& seconds, std::size_t shards) {
    std::vector<double> known;
    std::copy_if(seconds.begin(), seconds.end(), std::back_inserter(known), [](double s) { return s > 0.0; });
    double guess = 1.0;  // of a case that is new: the median
    if (!known.empty()) {
        const auto middle = known.begin() + std::ptrdiff_t(known.size() / 2);
        std::nth_element(known.begin(), middle, known.end());
        guess = *middle;
    }
    const auto cost = [&](std::size_t i) { return seconds[i] > 0.0 ? seconds[i] : guess; };
    std::vector<std::size_t> order(seconds.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    if (!known.empty())
        std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return cost(a) > cost(b); });
    // The longest first, each to the shard with the least so far.
    std::vector<double> load(shards, 0.0);
    std::vector<std::size_t> shard(seconds.size());
    for (const std::size_t i : order) {
        const auto least = std::min_element(load.begin(), load.end());
        *least += cost(i);
        shard[i] = std::size_t(least - load.begin()) + 1;
    }
    return shard;
}

}  // namespace otbench::runner
