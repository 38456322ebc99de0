#include "firmware_model/http/http_response.hpp"

#include <fmt/core.h>

namespace otbench::firmware {

std::string to_wire(const HttpResponse& response, std::string_view server, bool with_body) {
    return fmt::format(
        "HTTP/1.1 {} {}\r\n"
        "Server: {}\r\n"
        "Content-Type: {}\r\n"
        "Content-Len: {}\r\n"
        "Connection: close\r\n"
        "\r\n"
        "{}",
        response.status, response.reason, server, response.type, response.body.size(),
        with_body ? std::string_view{response.body} : std::string_view{});
}

}  // namespace otbench::firmware
