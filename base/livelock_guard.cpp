#include "base/livelock_guard.hpp"

#include <fmt/core.h>

namespace otbench {

void LivelockGuard::stop(std::string_view who, Nanoseconds now) {
    throw Livelock{fmt::format("{} has done {} things at {} ns without virtual time passing", who, most, now.count())};
}

}  // namespace otbench
