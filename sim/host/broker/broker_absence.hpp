#pragma once

#include <atomic>
#include <chrono>

namespace otbench::sim {

/// How long an external broker may be away.
struct BrokerAbsence {
    std::chrono::seconds limit{10};                  ///< of wall-clock time
    const std::atomic<bool>* interrupted = nullptr;  ///< ends it early when set; null: nothing does
};

}  // namespace otbench::sim
