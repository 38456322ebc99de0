#include "firmware_model/conformance/shortest_list.hpp"

#include <algorithm>
#include <numeric>
#include <utility>

namespace otbench::firmware {
namespace {

std::vector<std::size_t> without(const std::vector<std::size_t>& list, std::size_t begin, std::size_t length) {
    std::vector<std::size_t> rest{list.begin(), list.begin() + static_cast<std::ptrdiff_t>(begin)};
    const auto end = std::min(begin + length, list.size());
    rest.insert(rest.end(), list.begin() + static_cast<std::ptrdiff_t>(end), list.end());
    return rest;
}

}  // namespace

std::vector<std::size_t> shortest_failing(std::size_t count,
                                          const std::function<bool(const std::vector<std::size_t>& kept)>& fails) {
    std::vector<std::size_t> kept(count);
    std::iota(kept.begin(), kept.end(), std::size_t{0});
    for (std::size_t length = (count + 1) / 2; length > 0;) {
        bool shortened = false;
        for (std::size_t begin = 0; begin < kept.size();) {
            auto rest = without(kept, begin, length);
            if (rest.empty() || !fails(rest)) {
                begin += length;
                continue;
            }
            kept = std::move(rest);
            shortened = true;
        }
        if (length == 1 && !shortened) break;
        length = (length + 1) / 2;
    }
    return kept;
}

}  // namespace otbench::firmware
