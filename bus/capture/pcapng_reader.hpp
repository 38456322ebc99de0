#pragma once

#include <string>
#include <vector>

#include "base/checked.hpp"
#include "base/octets.hpp"
#include "bus/capture/captured_frame.hpp"

namespace otbench::bus {

/// A packet of a capture file.
struct CapturedPacket {
    std::uint32_t interface = 0;  ///< counted through all sections of the file
    /// What was on the line. Files tell one time of it, so `start` and `end` are the same: the end of a request, the
    /// start of an answer, since 1970.
    CapturedFrame frame;
};

/// Whether a file begins like a pcapng file.
[[nodiscard]] bool is_pcapng(OctetView file);

/// The packets of a serial line (LINKTYPE_RTAC_SERIAL) in a pcapng file of any byte order, in the order of the file;
/// blocks of other kinds are passed over. The error names the byte at which the file is wrong, or the link type that
/// is another one.
[[nodiscard]] Checked<std::vector<CapturedPacket>> read_pcapng(OctetView file);

}  // namespace otbench::bus
