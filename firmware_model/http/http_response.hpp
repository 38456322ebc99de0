#pragma once

#include <string>
#include <string_view>

namespace otbench::firmware {

/// What the device's HTTP server answers.
struct HttpResponse {
    int status = 200;
    std::string_view reason = "OK";
    std::string_view type = "text/plain";
    std::string body;
};

/// The bytes on the wire. The header of the length is spelt `Content-Len` (spec: firmware, section 9.8), so that a
/// client has to read to the end of the connection. `server` is the device's topic root; without `with_body`, as for a
/// HEAD request, only the head is sent.
[[nodiscard]] std::string to_wire(const HttpResponse& response, std::string_view server, bool with_body);

}  // namespace otbench::firmware
