#pragma once

#include "meters/tape/tape.hpp"

namespace otbench::meters {

/// The same dialogue with other identification numbers, from 10000001 on in the order in which they first appear, but
/// none that the dialogue has already. Identification numbers are those of headers and selections, and the values of
/// records with a fabrication number, an identification, a customer or a customer's location.
///
/// They are replaced wherever they stand: as BCD in either order of bytes, as text, as an integer, and digit by digit
/// in selections with wildcards that mean such a meter. Checksums follow. In damaged frames, an identification number
/// that is damaged itself becomes zeros. Source, start, comments and the name of the meter are left out.
[[nodiscard]] Tape anonymised(const Tape& tape);

}  // namespace otbench::meters
