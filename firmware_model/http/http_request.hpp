#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace otbench::firmware {

/// What a client asks of the device's HTTP server.
struct HttpRequest {
    std::string method;  ///< as the client wrote it
    std::string url;     ///< cut to 63 characters
    std::string body;
};

/// Gathers one request from the segments of a connection (RFC 7230, section 3, as far as the device reads it: request
/// line, length of the body, body). Lines may end in LF or CR LF. Never holds more than `capacity` bytes.
class HttpRequestReader {
public:
    /// Spec: firmware, section 9.8.
    static constexpr std::size_t longest_url = 63;
    /// Not specified; twice the device's other packet buffers (spec: firmware, section 1.6).
    static constexpr std::size_t capacity = 2048;

    enum class Progress : std::uint8_t {
        incomplete,  ///< more has to come
        complete,    ///< `request` has it; what follows is ignored
        malformed,   ///< the first line is not `METHOD URL` or `METHOD URL VERSION`, or the length is not a number
        too_long,    ///< head and body take more than `capacity` bytes
    };

    Progress feed(std::string_view segment);
    /// Only when `feed` returned `complete`.
    [[nodiscard]] const HttpRequest& request() const { return request_; }
    /// Ready for the next connection.
    void clear();

private:
    Progress read_head();
    bool read_request_line(std::string_view line);
    bool read_header(std::string_view line);

    std::string received_;
    std::size_t head_size_ = 0;  ///< with the empty line; 0: not complete yet
    std::size_t body_size_ = 0;
    HttpRequest request_;
};

}  // namespace otbench::firmware
