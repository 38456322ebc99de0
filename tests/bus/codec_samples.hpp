#pragma once

#include <cstdint>
#include <vector>

namespace otbench::bus {

/// The user data of an Itron CF Echo II heat meter's answer (what follows CI 72).
inline const std::vector<std::uint8_t> cf_echo_2_user_data = {
    0x60, 0x31, 0x27, 0x14,              // id 14273160
    0x77, 0x04,                          // manufacturer ACW
    0x09, 0x04,                          // version 9, medium heat (outlet)
    0x97, 0x10, 0x00, 0x00,              // access number 151, status temporary error, signature
    0x0C, 0x78, 0x60, 0x31, 0x27, 0x14,  // 8 digit BCD, fabrication number 14273160
    0x04, 0x07, 0xCD, 0x03, 0x00, 0x00,  // int32, energy, 973 · 10 kWh
    0x0C, 0x15, 0x80, 0x63, 0x01, 0x00,  // 8 digit BCD, volume, 16380 · 0.1 m³
    0x3B, 0x2D, 0x99, 0x99, 0x99,        // 6 digit BCD, power in 100 W, error state
    0x0B, 0x3B, 0x00, 0x00, 0x00,        // 6 digit BCD, volume flow, 0 l/h
    0x0A, 0x5A, 0x53, 0x01,              // 4 digit BCD, flow temperature, 15.3 °C
    0x0A, 0x5E, 0x21, 0x02,              // 4 digit BCD, return temperature, 22.1 °C
    0x3B, 0x61, 0x99, 0x99, 0x99,        // 6 digit BCD, temperature difference in 0.01 K, error state
    0x04, 0x6D, 0x24, 0x13, 0x2B, 0x22,  // type F, 2017-02-11T19:36
    0x02, 0x27, 0x70, 0x03,              // int16, operating time, 880 days
    0x09, 0xFD, 0x0E, 0x22,              // 2 digit BCD, firmware version 22
    0x09, 0xFD, 0x0F, 0x47,              // 2 digit BCD, software version 47
    0x0F, 0x04, 0x00,                    // manufacturer specific to the end
};

}  // namespace otbench::bus
