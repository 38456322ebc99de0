#pragma once

#include <cstddef>

namespace otbench::tests {

/// How often this thread has taken memory from the heap with new.
[[nodiscard]] std::size_t allocations();

}  // namespace otbench::tests
