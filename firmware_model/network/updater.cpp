#include "firmware_model/network/updater.hpp"

namespace otbench::firmware {
namespace {

using namespace std::chrono_literals;

constexpr auto time_to_connect = 20s;
constexpr auto time_for_all = 30s;

}  // namespace

void Updater::start(const std::string& host, std::uint16_t port, const std::string& path) {
    running_ = true;
    connect_timeout_ = processor_.after(time_to_connect, [this] { finished(false); });
    timeout_ = processor_.after(time_for_all, [this] { finished(false); });
    network_.download(host, port, path);
}

void Updater::connected() {
    processor_.cancel(connect_timeout_);
}

void Updater::finished(bool done) {
    if (!running_) return;
    running_ = false;
    processor_.cancel(connect_timeout_);
    processor_.cancel(timeout_);
    on_end_(done);
}

}  // namespace otbench::firmware
