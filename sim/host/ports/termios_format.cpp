#include "sim/host/ports/termios_format.hpp"

#include <array>
#include <cmath>

namespace otbench::sim {
namespace {

struct Speed {
    int baud;
    speed_t code;
};
constexpr std::array<Speed, 11> speeds = {{
    {300, B300},
    {600, B600},
    {1200, B1200},
    {2400, B2400},
    {4800, B4800},
    {9600, B9600},
    {19200, B19200},
    {38400, B38400},
    {57600, B57600},
    {115200, B115200},
    {230400, B230400},
}};

}  // namespace

std::optional<double> speed_of(const termios& settings) {
    for (const Speed& speed : speeds)
        if (speed.code == cfgetospeed(&settings)) return speed.baud;
    return std::nullopt;
}

std::optional<speed_t> speed_code(double baud) {
    for (const Speed& speed : speeds)
        if (speed.baud == std::lround(baud)) return speed.code;
    return std::nullopt;
}

std::optional<bus::Parity> pty_parity(const termios& settings) {
    const bool odd = (settings.c_cflag & PARODD) != 0;
    if ((settings.c_cflag & CMSPAR) != 0) return odd ? bus::Parity::odd : bus::Parity::even;
    if (odd) return bus::Parity::none;
    return std::nullopt;
}

}  // namespace otbench::sim
