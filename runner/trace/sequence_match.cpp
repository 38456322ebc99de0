#include "runner/trace/sequence_match.hpp"

#include <algorithm>
#include <cstdint>

namespace otbench::runner {
namespace {

constexpr std::int64_t most_edits = 2000;

/// Furthest positions in `first` on each diagonal, after each number of edits.
class Search {
public:
    Search(const std::vector<std::string>& first, const std::vector<std::string>& second)
        : first_{first}, second_{second}, n_(std::int64_t(first.size())), m_(std::int64_t(second.size())) {}

    /// The number of edits that lead to the end.
    std::optional<std::int64_t> run() {
        for (std::int64_t edits = 0; edits <= std::min(most_edits, n_ + m_); ++edits) {
            rounds_.emplace_back(std::size_t(2 * edits + 1));
            for (std::int64_t diagonal = -edits; diagonal <= edits; diagonal += 2) {
                std::int64_t x = start(edits, diagonal);
                while (x < n_ && x - diagonal < m_ && same(x, x - diagonal)) ++x;
                at(edits, diagonal) = x;
                if (x >= n_ && x - diagonal >= m_) return edits;
            }
        }
        return std::nullopt;
    }

    /// The matches on the way back from the end.
    std::vector<std::pair<std::size_t, std::size_t>> matches(std::int64_t edits) {
        std::vector<std::pair<std::size_t, std::size_t>> pairs;
        std::int64_t x = n_, diagonal = n_ - m_;
        for (; edits >= 0; --edits) {
            const std::int64_t from = start(edits, diagonal);
            for (; x > from; --x) pairs.emplace_back(std::size_t(x - 1), std::size_t(x - 1 - diagonal));
            if (edits == 0) break;
            const bool is_insertion = inserts(edits, diagonal);
            diagonal += is_insertion ? 1 : -1;
            x = at(edits - 1, diagonal);
        }
        std::reverse(pairs.begin(), pairs.end());
        return pairs;
    }

private:
    [[nodiscard]] bool same(std::int64_t x, std::int64_t y) const {
        return first_[std::size_t(x)] == second_[std::size_t(y)];
    }
    std::int64_t& at(std::int64_t edits, std::int64_t diagonal) {
        return rounds_[std::size_t(edits)][std::size_t(diagonal + edits)];
    }
    /// Whether the best way to a diagonal comes from the one above it.
    bool inserts(std::int64_t edits, std::int64_t diagonal) {
        if (diagonal == -edits) return true;
        return diagonal != edits && at(edits - 1, diagonal - 1) < at(edits - 1, diagonal + 1);
    }
    /// Where the diagonal is entered.
    std::int64_t start(std::int64_t edits, std::int64_t diagonal) {
        if (edits == 0) return 0;
        return inserts(edits, diagonal) ? at(edits - 1, diagonal + 1) : at(edits - 1, diagonal - 1) + 1;
    }

    const std::vector<std::string>&first_, &second_;
    std::int64_t n_, m_;
    std::vector<std::vector<std::int64_t>> rounds_;
};

}  // namespace

std::optional<std::vector<std::pair<std::size_t, std::size_t>>> match_sequences(
    const std::vector<std::string>& first, const std::vector<std::string>& second) {
    Search search{first, second};
    const auto edits = search.run();
    if (!edits) return std::nullopt;
    return search.matches(*edits);
}

}  // namespace otbench::runner
