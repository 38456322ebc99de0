#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "firmware_model/http/http_request.hpp"
#include "firmware_model/http/http_response.hpp"
#include "firmware_model/network/network_port.hpp"
#include "firmware_model/processor/processor.hpp"
#include "firmware_model/storage/stored_config.hpp"

namespace otbench::firmware {

/// What the web pages need of the firmware. All of it is called from tasks.
class HttpSite {
public:
    virtual ~HttpSite() = default;

    [[nodiscard]] virtual StoredConfig& http_config() = 0;
    /// The device's topic root, which the server gives as its own name.
    [[nodiscard]] virtual std::string_view http_name() const = 0;
    [[nodiscard]] virtual bool http_mqtt_connected() const = 0;
    /// Carries out a command as if it had come over MQTT; returns its reply as it is published.
    virtual std::string http_command(const std::string& command, Cause cause) = 0;
    /// The form has changed the stored configuration.
    virtual void http_config_changed(Cause cause) = 0;
};

/// The firmware's web server: a form to configure the device, and a gateway for commands (spec: firmware, section 9.8).
/// It takes one connection at a time, answers one request on it and closes it.
class HttpServer {
public:
    HttpServer(Processor& processor, NetworkPort& network, EventSink& events, HttpSite& site)
        : processor_(processor), network_(network), events_(events), site_(site) {}

    void start() { listen(true); }
    void stop() { listen(false); }

    // What the network does to it.
    void connected(HttpConnection connection);
    void received(HttpConnection connection, std::string_view segment, Cause cause);
    void closed(HttpConnection connection);

private:
    void listen(bool on);
    void answer(const HttpResponse& response, bool with_body, Cause cause);
    HttpResponse respond(const HttpRequest& request, Cause cause);
    HttpResponse respond_to_command(const HttpRequest& request, Cause cause);
    HttpResponse respond_with_form(const HttpRequest& request, Cause cause);

    Processor& processor_;
    NetworkPort& network_;
    EventSink& events_;
    HttpSite& site_;
    bool listening_ = false;
    HttpConnection connection_ = HttpConnection::none;
    HttpRequestReader reader_;
    TimerId idle_ = TimerId::none;
};

}  // namespace otbench::firmware
