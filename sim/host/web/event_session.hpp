#pragma once

#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http/message.hpp>
#include <boost/beast/http/string_body.hpp>
#include <memory>

#include "sim/host/web/bench_link.hpp"

namespace otbench::sim {

/// Makes a WebSocket of a connection that asked for one by `request`: each message of it is a request to the control
/// interface, or an answer or a notification. It ends with `link`.
void start_event_session(boost::beast::tcp_stream stream, std::shared_ptr<BenchLink> link,
                         const boost::beast::http::request<boost::beast::http::string_body>& request,
                         std::shared_ptr<void> counted);

}  // namespace otbench::sim
