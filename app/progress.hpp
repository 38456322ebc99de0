#pragma once

#include <cstdint>

namespace otbench::app {

/// A bar on standard error that says how far a long piece of work has come. Silent unless standard error is a terminal
/// and the size of the work is known.
class ProgressBar {
public:
    /// `total` octets to read, or things to do; 0 when not known.
    explicit ProgressBar(std::uint64_t total);
    /// Wipes the bar.
    ~ProgressBar();
    ProgressBar(const ProgressBar&) = delete;
    ProgressBar& operator=(const ProgressBar&) = delete;

    void advance(std::uint64_t more) {
        done_ += more;
        if (done_ >= next_) draw();
    }

private:
    void draw();

    std::uint64_t total_;
    std::uint64_t done_ = 0;
    std::uint64_t next_;  ///< draw again when this much is done
};

}  // namespace otbench::app
