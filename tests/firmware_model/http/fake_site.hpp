#pragma once

#include <string>
#include <vector>

#include "firmware_model/http/http_server.hpp"

namespace otbench::firmware {

/// Keeps what the server sends.
class AnsweringNetwork : public NetworkPort {
public:
    void attach(NetworkEvents& /*device*/) override {}
    void wifi_connect(const std::string& /*ssid*/) override {}
    void resolve(const std::string& /*host*/) override {}
    void connect(const std::string& /*host*/, std::uint16_t /*port*/) override {}
    void send(boost::span<const std::uint8_t> /*bytes*/, Cause /*cause*/) override {}
    void disconnect() override {}
    void power_cycle() override {}
    void http_answer(HttpConnection connection, std::string bytes, Cause /*cause*/) override {
        answered = connection;
        answer = std::move(bytes);
    }
    void http_close(HttpConnection connection) override { closed = connection; }

    HttpConnection answered = HttpConnection::none;
    HttpConnection closed = HttpConnection::none;
    std::string answer;
};

class FakeSite : public HttpSite {
public:
    StoredConfig& http_config() override { return config; }
    std::string_view http_name() const override { return "espi"; }
    bool http_mqtt_connected() const override { return mqtt_connected; }
    std::string http_command(const std::string& command, Cause /*cause*/) override {
        commands.push_back(command);
        return "ok:pong";
    }
    void http_config_changed(Cause /*cause*/) override { ++changes; }

    StoredConfig config = StoredConfig::defaults();
    bool mqtt_connected = true;
    std::vector<std::string> commands;
    int changes = 0;
};

}  // namespace otbench::firmware
