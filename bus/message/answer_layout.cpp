#include "bus/message/answer_layout.hpp"

#include <array>

namespace otbench::bus {
namespace {

using C = AnswerLayout::Content;
using H = Header;

// EN 13757-7, control information; spec: M-Bus protocol, 7. The first row that fits counts.
constexpr std::array<AnswerLayout, 35> layouts = {{
    {0x70, 0x70, C::error, H::none, "application error"},
    {0x6E, 0x6E, C::error, H::brief, "application error with a short header"},
    {0x6F, 0x6F, C::error, H::full, "application error with a long header"},
    {0x71, 0x71, C::alarm, H::none, "alarm"},
    {0x74, 0x74, C::alarm, H::brief, "alarm with a short header"},
    {0x75, 0x75, C::alarm, H::full, "alarm with a long header"},
    {0x72, 0x72, C::variable, H::full, "variable data"},
    {0x78, 0x78, C::variable, H::none, "variable data without header"},
    {0x7A, 0x7A, C::variable, H::brief, "variable data with a short header"},
    {0x73, 0x73, C::fixed, H::full, "fixed data"},
    {0x90, 0x90, C::wrapped, H::none, "authentication and fragmentation layer"},
    {0x00, 0x1F, C::other, H::none, "DLMS data"},
    {0x50, 0x5F, C::other, H::none, "command of a master"},
    {0x60, 0x61, C::other, H::none, "COSEM data from a master"},
    {0x64, 0x65, C::other, H::none, "OBIS data from a master"},
    {0x69, 0x69, C::other, H::none, "format frame without header"},
    {0x6A, 0x6A, C::other, H::brief, "format frame with a short header"},
    {0x6B, 0x6B, C::other, H::full, "format frame with a long header"},
    {0x6C, 0x6D, C::other, H::full, "clock synchronisation"},
    {0x79, 0x79, C::other, H::none, "compact frame without header"},
    {0x7B, 0x7B, C::other, H::brief, "compact frame with a short header"},
    {0x7C, 0x7C, C::other, H::full, "COSEM data with a long header"},
    {0x7D, 0x7D, C::other, H::brief, "COSEM data with a short header"},
    {0x7E, 0x7E, C::other, H::full, "OBIS data with a long header"},
    {0x7F, 0x7F, C::other, H::brief, "OBIS data with a short header"},
    {0x80, 0x80, C::other, H::full, "transport layer with a long header"},
    {0x81, 0x81, C::other, H::none, "network layer data"},
    {0x82, 0x84, C::other, H::none, "network management data"},
    {0x88, 0x89, C::other, H::none, "network management data"},
    {0x8A, 0x8A, C::other, H::brief, "transport layer with a short header"},
    {0x8B, 0x8B, C::other, H::full, "transport layer with a long header"},
    {0x8C, 0x8F, C::other, H::none, "extended link layer"},
    {0xA0, 0xB7, C::other, H::none, "manufacturer-specific data"},
    {0xC0, 0xC7, C::other, H::none, "image transfer, security or time management"},
    {0x00, 0xFF, C::other, H::none, "data under a reserved control information"},
}};

}  // namespace

const AnswerLayout& answer_layout(std::uint8_t ci) {
    const AnswerLayout* found = layouts.data();
    while (ci < found->first || ci > found->last) ++found;
    return *found;
}

}  // namespace otbench::bus
