#include "sim/trace/capture_file.hpp"

#include <utility>

#include "base/output_file.hpp"
#include "bus/capture/pcapng.hpp"

namespace otbench::sim {
CaptureFile::~CaptureFile() {
    if (file_ && file_ != stdout) std::fclose(file_);
}

bus::LineCapture& CaptureFile::add_bus(const std::string& name, const std::string& description) {
    const auto number = static_cast<std::uint32_t>(buses_.size());
    auto write_frame = [this, name, number](const bus::CapturedFrame& frame) {
        if (listener_) listener_(name, frame);
        if (file_) write(bus::pcapng_packet(number, frame, epoch_));
    };
    buses_.push_back(std::make_unique<Bus>(Bus{name, description, bus::LineCapture{write_frame}}));
    if (file_) write(bus::pcapng_interface(name, description));
    return buses_.back()->capture;
}

void CaptureFile::open(const std::string& path, Nanoseconds epoch) {
    path_ = path;
    epoch_ = epoch;
    file_ = path == "-" ? stdout : std::fopen(path.c_str(), "wb");
    if (!file_) throw_write_error(path);
    write(bus::pcapng_section("otbench"));
    for (const auto& bus : buses_) write(bus::pcapng_interface(bus->name, bus->description));
}

void CaptureFile::close() {
    if (!file_) return;
    for (const auto& bus : buses_) bus->capture.finish();
    std::FILE* const file = std::exchange(file_, nullptr);
    if ((file == stdout ? std::fflush(file) : std::fclose(file)) != 0) throw_write_error(path_);
}

void CaptureFile::write(const std::string& block) {
    if (std::fwrite(block.data(), 1, block.size(), file_) != block.size() || std::fflush(file_) != 0)
        throw_write_error(path_);
}

}  // namespace otbench::sim
