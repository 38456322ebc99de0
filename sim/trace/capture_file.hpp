#pragma once

#include <cstdio>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "bus/capture/line_capture.hpp"

namespace otbench::sim {

/// The frames of one or several buses as a pcapng file, for Wireshark.
class CaptureFile {
public:
    CaptureFile() = default;
    ~CaptureFile();
    CaptureFile(const CaptureFile&) = delete;
    CaptureFile& operator=(const CaptureFile&) = delete;

    /// A bus, also while the file is open. What is captured there is written until `close`. Throws `std::system_error`.
    [[nodiscard]] bus::LineCapture& add_bus(const std::string& name, const std::string& description);

    /// Creates the file, or takes standard output for "-"; readers see each frame at once. Time 0 is `epoch` after
    /// 1970. Throws `std::system_error`, as do the captures when a frame cannot be written.
    void open(const std::string& path, Nanoseconds epoch = {});
    /// Writes out the frames that have not ended and closes the file. Throws `std::system_error` on failure.
    void close();
    /// Called for every frame from now on, also without a file.
    void on_frame(std::function<void(const std::string& bus, const bus::CapturedFrame& frame)> listener) {
        listener_ = std::move(listener);
    }
    [[nodiscard]] bool is_open() const { return file_ != nullptr; }

private:
    struct Bus {
        std::string name, description;
        bus::LineCapture capture;
    };

    void write(const std::string& block);

    std::vector<std::unique_ptr<Bus>> buses_;
    std::function<void(const std::string& bus, const bus::CapturedFrame& frame)> listener_;
    Nanoseconds epoch_{};
    std::string path_;
    std::FILE* file_ = nullptr;
};

}  // namespace otbench::sim
