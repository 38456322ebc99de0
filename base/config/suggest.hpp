#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace otbench::config {

/// How many letters must be changed, inserted, left out or swapped with their neighbour to turn one word into the
/// other; upper and lower case count as the same.
[[nodiscard]] std::size_t edit_distance(std::string_view a, std::string_view b);

/// What the writer of `word` probably meant: the nearest of `known`, or an empty view when nothing is near enough
/// (one slip in a short word, one in three letters of a long one). Views into `known`.
[[nodiscard]] std::string_view nearest(std::string_view word, const std::vector<std::string_view>& known);

/// The end of an error message about an unknown word: "; did you mean 'address'?", or else what there is,
/// "; known: address, id, profile". Empty when nothing is known.
[[nodiscard]] std::string did_you_mean(std::string_view word, const std::vector<std::string_view>& known);

}  // namespace otbench::config
