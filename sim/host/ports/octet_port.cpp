#include "sim/host/ports/octet_port.hpp"

namespace otbench::sim {

std::unique_ptr<PortSource> open_endpoint(boost::asio::io_context& io, const Endpoint& endpoint,
                                          const bus::UartFormat& usual, PortUser& user) {
    switch (endpoint.kind) {
        case Endpoint::Kind::pty: return open_pty(io, endpoint, usual, user);
        case Endpoint::Kind::serial: return open_serial(io, endpoint, usual, user);
        case Endpoint::Kind::tcp:
        case Endpoint::Kind::rfc2217: return open_tcp(io, endpoint, usual, user);
        case Endpoint::Kind::tcp_listen:
        case Endpoint::Kind::rfc2217_listen: break;
    }
    return listen_tcp(io, endpoint, user);
}

}  // namespace otbench::sim
