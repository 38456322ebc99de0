#pragma once

#include <gtest/gtest.h>

#include <cctype>
#include <memory>
#include <string>
#include <vector>

#include "bus/frame/frame.hpp"
#include "meters/profile/readout.hpp"

namespace otbench::meters {

/// The octets of pairs of hex digits; everything else is passed over.
inline OctetBuffer from_hex(const std::string& text) {
    std::string digits;
    for (const char c : text)
        if (std::isxdigit(static_cast<unsigned char>(c)) != 0) digits += c;
    OctetBuffer octets;
    for (std::size_t i = 0; i + 1 < digits.size(); i += 2)
        octets.push_back(static_cast<std::uint8_t>(std::stoul(digits.substr(i, 2), nullptr, 16)));
    return octets;
}

/// Views of good frames.
inline std::vector<bus::Frame> parsed(const std::vector<OctetBuffer>& frames) {
    std::vector<bus::Frame> views;
    for (const auto& octets : frames) {
        const auto frame = bus::parse_frame(octets);
        if (frame)
            views.push_back(*frame);
        else
            ADD_FAILURE() << bus::describe(frame.error());
    }
    return views;
}

/// The frames of a readout without an invented last one, its first telegram with that access number.
inline std::vector<OctetBuffer> frames_of(const Profile& profile, const Readout& readout, std::uint8_t address,
                                          std::uint8_t access_number) {
    std::vector<OctetBuffer> frames;
    for (std::size_t i = 0; i < readout.size(0); ++i) {
        if (profile.readouts[0].telegrams[i].invented) break;
        const auto data = readout.telegram(0, i, access_number);
        frames.push_back(bus::long_frame(bus::control::RSP_UD | data.flags, address, data.ci, data.data));
        access_number = static_cast<std::uint8_t>(access_number + profile.access_number_step);
    }
    return frames;
}

/// What a meter of that profile sends, fresh out of the box.
inline std::vector<OctetBuffer> rebuilt(const Profile& profile, std::uint8_t address) {
    return frames_of(profile, Readout{std::make_shared<Profile>(profile)}, address, profile.first_access_number);
}

}  // namespace otbench::meters
