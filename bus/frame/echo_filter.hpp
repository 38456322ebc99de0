#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>

#include "base/time.hpp"

namespace otbench::bus {

/// Distinguishes the echo of sent octets from received ones: a converter whose receiver is connected to its transmitter
/// gives back every octet, in order, before any answer.
///
/// Sans-I/O; times are the caller's, in order. An octet that is not the one due ends the search for the others: the
/// echo was damaged, and what follows had better be read than lost.
class EchoFilter {
public:
    /// An octet whose echo has not come for so long has none.
    static constexpr Nanoseconds patience = std::chrono::milliseconds{500};

    void sent(std::uint8_t octet, Nanoseconds at);

    /// Whether `octet`, received at `at`, is an echo.
    [[nodiscard]] bool takes(std::uint8_t octet, Nanoseconds at);

    /// Octets whose echo may yet come.
    [[nodiscard]] std::size_t expected() const { return expected_.size(); }

private:
    struct Sent {
        std::uint8_t octet;
        Nanoseconds at;
    };
    void forget_until(Nanoseconds now);

    std::deque<Sent> expected_;
};

}  // namespace otbench::bus
