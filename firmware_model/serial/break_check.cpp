#include "firmware_model/serial/break_check.hpp"

#include <string_view>
#include <utility>

namespace otbench::firmware {
namespace {

using namespace std::chrono_literals;

constexpr auto window = 1s;
constexpr std::string_view expected = "break";

}  // namespace

void BreakCheck::start(Processor::Task menu, Processor::Task boot) {
    menu_ = std::move(menu);
    received_.clear();
    uart_.clear_received();
    uart_.enable_receive_interrupt(true);
    processor_.attach_interrupt(Processor::uart0_interrupt, [this] { collect(); });
    window_ = processor_.after(window, [this, boot = std::move(boot)] {
        stop();
        boot();
    });
}

void BreakCheck::collect() {
    while (const auto octet = uart_.read())
        if (received_.size() < expected.size()) received_ += static_cast<char>(octet->octet);
    if (received_ != expected) return;
    processor_.cancel(window_);
    processor_.next([this] {  // a handler cannot detach itself
        stop();
        menu_();
    });
}

void BreakCheck::stop() {
    processor_.detach_interrupt(Processor::uart0_interrupt);
    uart_.enable_receive_interrupt(false);
}

}  // namespace otbench::firmware
