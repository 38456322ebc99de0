#pragma once

#include <string>
#include <string_view>

namespace otbench::runner {

/// `octets` as a gzip stream (RFC 1952) in base64 (RFC 4648), which a page can carry and a browser unpack. The same
/// octets give the same text.
[[nodiscard]] std::string packed_text(std::string_view octets);

}  // namespace otbench::runner
