#pragma once

#include <boost/system/result.hpp>
#include <cstdint>
#include <istream>
#include <string>
#include <vector>

namespace otbench::firmware {

/// What of the traces is compared.
enum class TraceView : std::uint8_t {
    inside,   ///< all that recordings have, requests of the firmware to its libraries included
    outside,  ///< what anyone can see of a device: pins, lines, packets, and that it boots
};

/// The differences of two traces in what the device did, one sentence each; empty for equal traces.
///
/// Compared as recordings are: step by step the messages, subscriptions, wills, boots, resets, assertions, crashes and
/// what was written to the mezzanine, over I2C and to UART0, in their order; the edges of each pin, whose distances may
/// differ by 3 us; and the CONNECT, PUBLISH and SUBSCRIBE packets over the whole case. Absolute times do not count.
/// `first` and `second` is how the sentences call the two. The error is a sentence with the line that is not JSON or
/// lacks what every line has.
boost::system::result<std::vector<std::string>, std::string> compare_traces(std::istream& first_trace,
                                                                            const std::string& first,
                                                                            std::istream& second_trace,
                                                                            const std::string& second,
                                                                            TraceView view = TraceView::inside);

}  // namespace otbench::firmware
