#include "sim/host/broker/connect_signer.hpp"

#include <optional>
#include <string_view>

namespace otbench::sim {
namespace {

using Octets = std::vector<std::uint8_t>;

// OASIS MQTT 3.1.1, 2.2 and 3.1; MQTT 3.1 has the same layout.
constexpr std::uint8_t connect_type = 0x10;
constexpr std::uint8_t has_user = 0x80, has_password = 0x40, has_will = 0x04;
constexpr std::size_t most_length_octets = 4;

/// The fixed header of the first packet.
struct Header {
    std::size_t size;    ///< its own
    std::size_t length;  ///< of what follows it
};

/// Nothing: the octets of the remaining length are not all there, or too many.
std::optional<Header> header_of(const Octets& octets) {
    std::size_t length = 0;
    for (std::size_t i = 0; i < most_length_octets && i + 1 < octets.size(); ++i) {
        length |= std::size_t{octets[i + 1] & 0x7FU} << (7 * i);
        if ((octets[i + 1] & 0x80) == 0) return Header{i + 2, length};
    }
    return std::nullopt;
}

void append_length(Octets& octets, std::size_t length) {
    for (; length > 0x7F; length >>= 7) octets.push_back(static_cast<std::uint8_t>(length & 0x7F) | 0x80);
    octets.push_back(static_cast<std::uint8_t>(length));
}

void append_text(Octets& octets, std::string_view text) {
    octets.push_back(static_cast<std::uint8_t>(text.size() >> 8));
    octets.push_back(static_cast<std::uint8_t>(text.size()));
    octets.insert(octets.end(), text.begin(), text.end());
}

/// Steps over one text with its length; false when it does not fit.
bool skip_text(const Octets& body, std::size_t& at) {
    if (at + 2 > body.size()) return false;
    at += 2 + (std::size_t{body[at]} << 8) + body[at + 1];
    return at <= body.size();
}

/// The body of a CONNECT with these credentials; nothing when it is malformed.
std::optional<Octets> signed_body(Octets body, std::string_view user, std::string_view password) {
    constexpr std::size_t level_flags_and_keep_alive = 4;
    std::size_t at = 0;
    if (!skip_text(body, at) || at + level_flags_and_keep_alive > body.size()) return std::nullopt;
    std::uint8_t& flags = body[at + 1];
    if ((flags & has_password) != 0 && (flags & has_user) == 0) return std::nullopt;
    at += level_flags_and_keep_alive;
    const int texts = (flags & has_will) != 0 ? 3 : 1;  // client id, topic and message of the will
    for (int i = 0; i < texts; ++i)
        if (!skip_text(body, at)) return std::nullopt;
    std::size_t end = at;
    for (const std::uint8_t flag : {has_user, has_password})
        if ((flags & flag) != 0 && !skip_text(body, end)) return std::nullopt;
    if (end != body.size()) return std::nullopt;
    flags |= has_user | has_password;
    body.resize(at);
    append_text(body, user);
    append_text(body, password);
    return body;
}

}  // namespace

std::vector<std::uint8_t> ConnectSigner::sign(boost::span<const std::uint8_t> octets) {
    held_.insert(held_.end(), octets.begin(), octets.end());
    if (!signs_) return std::exchange(held_, {});
    if (held_.empty()) return {};
    const auto header = header_of(held_);
    const bool too_long = !header && held_.size() > most_length_octets;
    if (held_[0] != connect_type || too_long) {
        signs_ = false;
        return std::exchange(held_, {});
    }
    if (!header || held_.size() < header->size + header->length) return {};
    signs_ = false;
    const auto begin = held_.begin() + static_cast<std::ptrdiff_t>(header->size);
    const auto end = begin + static_cast<std::ptrdiff_t>(header->length);
    const auto body = signed_body({begin, end}, user_, password_);
    if (!body) return std::exchange(held_, {});
    Octets all{connect_type};
    append_length(all, body->size());
    all.insert(all.end(), body->begin(), body->end());
    all.insert(all.end(), end, held_.end());
    held_.clear();
    return all;
}

}  // namespace otbench::sim
