#pragma once

#include <boost/core/span.hpp>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace otbench::sim {

/// Signs a device in to a broker that takes only who knows its credentials: puts them into the CONNECT with which its
/// stream begins, in place of those that it has, and passes on everything else as it is.
class ConnectSigner {
public:
    /// Passes on everything.
    ConnectSigner() = default;
    ConnectSigner(std::string user, std::string password)
        : user_(std::move(user)), password_(std::move(password)), signs_(true) {}

    /// What to send for these octets of the stream. A CONNECT is held back until it is complete; one that is malformed
    /// is passed on as it is.
    std::vector<std::uint8_t> sign(boost::span<const std::uint8_t> octets);

private:
    std::string user_, password_;
    std::vector<std::uint8_t> held_;
    bool signs_ = false;  ///< the CONNECT has yet to come
};

}  // namespace otbench::sim
