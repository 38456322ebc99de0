#pragma once

#include <boost/asio/ip/tcp.hpp>
#include <memory>

#include "sim/host/web/web_site.hpp"

namespace otbench::sim {

/// Serves a connection over HTTP until its end. `site` must outlive it.
void start_web_session(boost::asio::ip::tcp::socket socket, WebSite& site);

}  // namespace otbench::sim
