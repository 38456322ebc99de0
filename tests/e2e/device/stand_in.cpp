#include "tests/e2e/device/stand_in.hpp"

#include <gtest/gtest.h>

#include <arpa/inet.h>
#include <sys/socket.h>
#include <unistd.h>

#include <boost/process/args.hpp>
#include <boost/process/io.hpp>
#include <boost/process/search_path.hpp>
#include <chrono>
#include <cstdint>
#include <thread>

#include "tests/e2e/scenario_run.hpp"

namespace otbench::tests {
namespace {

namespace bp = boost::process;

sockaddr_in loopback(int port) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons(static_cast<std::uint16_t>(port));
    return address;
}

int free_port() {
    const int handle = ::socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address = loopback(0);
    socklen_t size = sizeof address;
    EXPECT_EQ(::bind(handle, reinterpret_cast<const sockaddr*>(&address), size), 0);
    ::getsockname(handle, reinterpret_cast<sockaddr*>(&address), &size);
    ::close(handle);
    return ntohs(address.sin_port);
}

/// Returns when a server listens at `port`, at the latest ten seconds from now.
void await_listener(int port) {
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds{10};
    const sockaddr_in address = loopback(port);
    bool listens = false;
    while (!listens && std::chrono::steady_clock::now() < end) {
        const int handle = ::socket(AF_INET, SOCK_STREAM, 0);
        listens = ::connect(handle, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
        ::close(handle);
        std::this_thread::yield();
    }
}

}  // namespace

StandIn::StandIn(const std::string& uart, const std::string& more) {
    const int port = free_port();
    broker_url_ = "mqtt://127.0.0.1:" + std::to_string(port);
    write_file(folder_ / "mosquitto.conf",
               "listener " + std::to_string(port) + " 127.0.0.1\nallow_anonymous true\nuser root\n");
    broker_ = bp::child{bp::search_path("mosquitto", {"/usr/sbin", "/usr/bin"}), "-c", folder_ / "mosquitto.conf",
                        bp::std_out > bp::null, bp::std_err > bp::null};
    write_file(folder_ / "device.yaml",
               std::string{"name: Stand-in\nversion: 1\npace: real\ntime-limit: 10min\ndevices:\n  board: {model: "
                           "otb-iot, mac: "} +
                   mac + more + ", uart: {on: 'pty:" + serial_port() + "'" + uart +
                   "}}\nsteps:\n  - {publish: trigger/ping, expect: ok:pong}\n  - wait: 5min\n");
    await_listener(port);
    bench_ = bp::child{
        built_program("otbench"), "run", folder_ / "device.yaml", "--broker", broker_url_, bp::std_out > story_,
        bp::std_err > bp::null};
    for (std::string line; std::getline(story_, line);)
        if (line.find("ok:pong") != std::string::npos) break;
}

StandIn::~StandIn() {
    bench_.terminate();
    broker_.terminate();
}

}  // namespace otbench::tests
