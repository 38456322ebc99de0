// The device's web server: segments from a client, however they are cut. Input: an octet of settings, then pieces, each
// a length octet and so many octets.
#include <string>

#include "tests/firmware_model/http/fake_site.hpp"
#include "tests/firmware_model/manual_processor.hpp"
#include "tests/firmware_model/recording_sink.hpp"
#include "tests/fuzz/fuzz_input.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace otbench;
    using namespace otbench::firmware;
    if (size == 0) return 0;
    constexpr unsigned gateway = 1, access_point = 2, connected = 4;
    const unsigned settings = data[0];
    ManualProcessor processor;
    AnsweringNetwork network;
    RecordingSink events;
    FakeSite site;
    site.config.set_number(config_layout::mqtt_httpd, settings & gateway);
    site.config.set_number(config_layout::keep_ap_active, (settings & access_point) / access_point);
    site.mqtt_connected = (settings & connected) != 0;
    HttpServer server{processor, network, events, site};
    constexpr HttpConnection client{1};
    server.connected(client);
    OctetView rest{data + 1, size - 1};
    while (rest.size() > 1) {
        const auto length = std::min<std::size_t>(rest[0], rest.size() - 1);
        server.received(client, fuzz::text_of(rest.data() + 1, length), Cause::none);
        rest = rest.subspan(1 + length);
    }
    fuzz::require(site.changes == 0 || site.config.has_valid_checksum(), "what the form changes is stored");
    return 0;
}
