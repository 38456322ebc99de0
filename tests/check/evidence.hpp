#pragma once

#include "base/text.hpp"
#include "check/evidence.hpp"

namespace otbench::check {

/// A sound frame on a line at 9600 baud that begins at `start` ms.
inline LineFrame frame_at(double start, bool from_client, const std::string& hex) {
    LineFrame frame;
    frame.from_client = from_client;
    frame.octets = *parse_octets(hex);
    frame.start = Nanoseconds{std::int64_t(start * 1e6)};
    frame.end = frame.start + Nanoseconds{std::int64_t(double(frame.octets.size()) * 11 / 9600 * 1e9)};
    const auto parsed = bus::parse_frame(frame.octets);
    frame.damaged = !parsed;
    if (parsed) {
        frame.control = parsed->control;
        frame.address = parsed->address;
        frame.ci = parsed->ci;
    }
    frame.service = parsed ? bus::name_of(bus::service_of(frame.control)) : "damaged";
    return frame;
}
inline LineFrame asks(double start, const std::string& hex) {
    return frame_at(start, true, hex);
}
inline LineFrame answers(double start, const std::string& hex) {
    return frame_at(start, false, hex);
}

inline const std::string nke_1 = "1040014116", fcb_set = "107b017c16", fcb_clear = "105b015c16", e5 = "e5",
                         telegram = "680404680801720883 16";

}  // namespace otbench::check
