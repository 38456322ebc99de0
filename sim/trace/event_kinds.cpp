#include "sim/trace/event_kinds.hpp"

#include <algorithm>
#include <iterator>

#include "base/event_kinds.hpp"

namespace otbench::sim {
namespace {

// clang-format off
constexpr EventKind kinds[] = {
    {event::run, "scenario seed",
     "the run begins", ""},
    {event::installation, "converter tx supply_v supply_ohm temperature_c tx_high_v resistors shorted cable_m ohm_per_m farad_per_m henry_per_m skin_effect loss_tangent extra_farad leak_siemens cut tx_floats disturbed",
     "what the bus is made of from here on, in SI units; `disturbed` when noise, ripple or spikes are on it", ""},
    {event::transceiver, "unit_loads space_current_a receive_threshold_v input_farad distance_m",
     "the same for a meter's place on the line", ""},
    {event::bus_added, "meters",
     "a bus is added to the bench, with so many meters; its `installation` follows", ""},
    {event::bus_removed, "",
     "a bus is removed from the bench", ""},
    {event::meter_added, "bus profile address",
     "a meter is added to a bus while the bench runs", ""},
    {event::meter_removed, "bus",
     "a meter is removed from its bus", ""},
    {event::step, "title line",
     "a step of the scenario begins", ""},
    {event::note, "text",
     "the text of a note step", "its step"},
    {event::link_setting, "setting value",
     "the scenario or a step sets a fault of the serial link", "its step"},
    {event::network_setting, "setting value",
     "a step sets a fault of the network between a device and the broker", "its step"},
    {event::bench_publish, "topic payload qos retain",
     "the bench publishes a command", "its step"},
    {event::bench_receive, "topic payload qos",
     "a message reaches the bench", "the `publish`"},
    {event::decode, "identification manufacturer values",
     "a decode step read a telegram; `carries` names the messages", "the last of those messages"},
    {event::pin_driven, "device pin level",
     "a step drives a pin", "its step"},
    {event::sensor_set, "device sensor present celsius",
     "a step changes a temperature sensor", "its step"},
    {event::boot, "count",
     "the device's firmware starts", ""},
    {event::firmware, "name version",
     "a firmware's process has greeted the bench", "its `boot`"},
    {event::firmware_event, "what text",
     "a firmware's process reports something of its own", "the last message that it received"},
    {event::reset, "stored_reason",
     "the device restarts", "the command, if one did it"},
    {event::crash, "signal",
     "the firmware crashes, which restarts the device", "the command"},
    {event::assertion, "",
     "the firmware notices a fault of its own", "the command"},
    {event::watchdog, "",
     "the firmware hangs until the watchdog restarts it", "the command"},
    {event::wifi_hostname, "name",
     "the device tells the access point its name", ""},
    {event::access_point, "on",
     "the device's own access point comes or goes", "the command, if one did it"},
    {event::dns_query, "name",
     "the device looks up the broker's name", ""},
    {event::tcp_connect, "ip port",
     "the device opens a connection to the broker", ""},
    {event::tcp_connected, "",
     "the connection to the broker is open", ""},
    {event::udp_tx, "ip port from hex",
     "the device sends a datagram from its port `from`", ""},
    {event::mqtt_init, "host port",
     "the device sets up its MQTT client", ""},
    {event::lwt, "topic payload qos retain",
     "the device sets its last will", ""},
    {event::subscribe, "topic qos",
     "the device subscribes", ""},
    {event::mqtt_tx, "type topic payload qos retain msg_id",
     "the device sends an MQTT packet; CONNECT has its flags, client id and will instead", "the `publish` or the packet that it answers"},
    {event::mqtt_fault, "fault packet direction",
     "a fault of the network changes an MQTT packet, or a twin connects", "the packet"},
    {event::client_send, "packet client_id topic payload qos retain",
     "a further client of the broker sends a packet", "its step"},
    {event::client_receive, "topic payload qos retain",
     "a message reaches a further client", "the `publish`"},
    {event::client_closed, "by",
     "the connection of a further client ends", "its step, if that did it"},
    {event::program_run, "command exit_code output",
     "a step has run a program", "its step"},
    {event::command, "topic payload",
     "the device begins to carry out a command", "the `bench_publish`"},
    {event::publish, "topic payload qos retain",
     "the device publishes; `carries` names the bytes in a dump", "the command"},
    {event::temperature_read, "address value",
     "the device has read a DS18B20", ""},
    {event::bench_request, "request body",
     "the bench sends a request to a device's HTTP port", "its step"},
    {event::http_in, "peer text",
     "a client outside the bench sends to a device's HTTP port", ""},
    {event::http_server, "on",
     "the device's web server starts or stops", ""},
    {event::http_request, "method url body",
     "the device begins to answer a request over HTTP", "the `bench_request` or the `http_in`"},
    {event::http_response, "status body",
     "the device answers a request over HTTP", "the `http_request`"},
    {event::http_out, "peer bytes",
     "the answer has gone out to a client outside the bench", "the `http_response`"},
    {event::softuart_tx, "pin hex",
     "the software UART sends a byte", "the command"},
    {event::softuart_rx, "pin hex",
     "the software UART has received a byte", "the `rx_edge` of its start bit"},
    {event::uart_tx, "origin hex text",
     "bytes are printed on UART 0, where the hat is; `origin` is `cmd` for a frame, `log` for a line of the log", "the command"},
    {event::uart_rx, "uart hex",
     "UART 0 has received a byte", "the `rx_edge` of its start bit"},
    {event::uart_baud, "uart baud divider",
     "UART 0 changes its speed", "the command"},
    {event::uart_config, "uart baud data_bits parity parity_en stop_bits_code conf0",
     "UART 0 changes its format", "the command"},
    {event::mezz_tx, "uart hex",
     "the mezzanine's chip is given a byte", "the command"},
    {event::mezz_rx, "uart hex",
     "the mezzanine's chip has received a byte", "the `rx_edge` of its start bit"},
    {event::i2c_write, "addr reg chan hex",
     "a register of the port expander or of the mezzanine is written", "the command"},
    {event::gpio_edge, "pin level",
     "a pin changes its level", "the byte, or the command"},
    {event::gpio_dir, "pin dir level",
     "a pin changes its direction", "the byte, or the command"},
    {event::bus_edge, "level volts",
     "the bus voltage passes the middle between mark and space", "the edge of the TX pin"},
    {event::receiver_edge, "level",
     "a meter's receiver changes its output", "the edge of the TX pin"},
    {event::bus_power, "on",
     "a meter's supply from the bus comes or goes", ""},
    {event::frame, "direction meter service address hex",
     "a meter has received a request, or begins its answer", "the `receiver_edge` of its first start bit; for an answer its request"},
    {event::frame_error, "meter what octet",
     "a meter received something damaged", ""},
    {event::line_frame, "client service address hex meters",
     "a client of emulated meters has sent a frame, on which these meters act", ""},
    {event::format_mismatch, "client sends meters_receive",
     "no emulated meter receives the baud rate or parity of a client", ""},
    {event::meter_current, "level",
     "a meter begins or ceases to draw its space current", "its answer"},
    {event::meter_setting, "meter setting value",
     "a setting or a fault of a meter is that of the scenario from here on, or changes", "the command or step, if one did it"},
    {event::meter_babble, "meter hex",
     "a meter sends a spurious transmission", ""},
    {event::collision, "amperes",
     "a standard master sees the current of more than one meter, and begins a break of 50 ms", "the `meter_current`"},
    {event::rx_edge, "level echo",
     "the converter's RX output changes; `echo`: a pulse that the converter's own mark edge makes", "the `meter_current`, or for an echo the edge of the TX pin"},
    {event::master_tx, "hex",
     "the bench's own master sends a frame", "its step"},
    {event::master_rx, "hex",
     "the bench's own master has received a byte", "the `rx_edge` of its start bit"},
    {event::bridge_in, "hex",
     "a bridge has a byte from its external peer", ""},
    {event::bridge_out, "hex",
     "bytes have gone out over a bridge", "the edge of their last start bit"},
    {event::bridge_damaged, "what octet",
     "a bridge read a character with a wrong parity or stop bit", "its start bit"},
    {event::bridge_came, "peer",
     "an external peer connects to a bridge", ""},
    {event::bridge_gone, "peer",
     "an external peer disconnects from a bridge", ""},
};
// clang-format on

/// "`level`, `volts`"
std::string quoted(std::string_view words) {
    std::string text;
    while (!words.empty()) {
        const auto end = std::min(words.find(' '), words.size());
        text += text.empty() ? "`" : ", `";
        text += words.substr(0, end);
        text += '`';
        words.remove_prefix(std::min(end + 1, words.size()));
    }
    return text;
}

}  // namespace

boost::span<const EventKind> event_kinds() {
    return kinds;
}

const EventKind* find_event_kind(std::string_view name) {
    const auto* const found =
        std::find_if(std::begin(kinds), std::end(kinds), [&](const EventKind& kind) { return kind.name == name; });
    return found == std::end(kinds) ? nullptr : found;
}

std::string event_kinds_table() {
    std::string table = "| kind | fields | what | its cause |\n|---|---|---|---|\n";
    for (const EventKind& kind : kinds) {
        table += "| `";
        table += kind.name;
        table += "` | ";
        table += quoted(kind.fields);
        table += " | ";
        table += kind.help;
        table += " | ";
        table += kind.cause;
        table += " |\n";
    }
    return table;
}

}  // namespace otbench::sim
