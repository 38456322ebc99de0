#pragma once

#include <string_view>

/// The kinds of events that a trace holds, as their names stand in it. docs/user/traces.md describes them from the
/// table of `sim/trace/event_kinds.hpp`, which has a row for each.
namespace otbench::event {

inline constexpr std::string_view run = "run";
inline constexpr std::string_view installation = "installation";
inline constexpr std::string_view transceiver = "transceiver";
inline constexpr std::string_view bus_added = "bus_added";
inline constexpr std::string_view bus_removed = "bus_removed";
inline constexpr std::string_view meter_added = "meter_added";
inline constexpr std::string_view meter_removed = "meter_removed";
inline constexpr std::string_view step = "step";
inline constexpr std::string_view note = "note";
inline constexpr std::string_view link_setting = "link_setting";
inline constexpr std::string_view network_setting = "network_setting";
inline constexpr std::string_view bench_publish = "bench_publish";
inline constexpr std::string_view bench_receive = "bench_receive";
inline constexpr std::string_view decode = "decode";
inline constexpr std::string_view pin_driven = "pin_driven";
inline constexpr std::string_view sensor_set = "sensor_set";
inline constexpr std::string_view boot = "boot";
inline constexpr std::string_view firmware = "firmware";
inline constexpr std::string_view firmware_event = "firmware_event";
inline constexpr std::string_view reset = "reset";
inline constexpr std::string_view crash = "crash";
inline constexpr std::string_view assertion = "assert";
inline constexpr std::string_view watchdog = "watchdog";
inline constexpr std::string_view wifi_hostname = "wifi_hostname";
inline constexpr std::string_view access_point = "access_point";
inline constexpr std::string_view dns_query = "dns_query";
inline constexpr std::string_view tcp_connect = "tcp_connect";
inline constexpr std::string_view tcp_connected = "tcp_connected";
inline constexpr std::string_view udp_tx = "udp_tx";
inline constexpr std::string_view mqtt_init = "mqtt_init";
inline constexpr std::string_view lwt = "lwt";
inline constexpr std::string_view subscribe = "subscribe";
inline constexpr std::string_view mqtt_tx = "mqtt_tx";
inline constexpr std::string_view mqtt_fault = "mqtt_fault";
inline constexpr std::string_view client_send = "client_send";
inline constexpr std::string_view client_receive = "client_receive";
inline constexpr std::string_view client_closed = "client_closed";
inline constexpr std::string_view program_run = "program_run";
inline constexpr std::string_view command = "command";
inline constexpr std::string_view publish = "publish";
inline constexpr std::string_view bench_request = "bench_request";
inline constexpr std::string_view http_in = "http_in";
inline constexpr std::string_view http_server = "http_server";
inline constexpr std::string_view http_request = "http_request";
inline constexpr std::string_view http_response = "http_response";
inline constexpr std::string_view http_out = "http_out";
inline constexpr std::string_view temperature_read = "temperature_read";
inline constexpr std::string_view softuart_tx = "softuart_tx";
inline constexpr std::string_view softuart_rx = "softuart_rx";
inline constexpr std::string_view uart_tx = "uart_tx";
inline constexpr std::string_view uart_rx = "uart_rx";
inline constexpr std::string_view uart_baud = "uart_baud";
inline constexpr std::string_view uart_config = "uart_config";
inline constexpr std::string_view mezz_tx = "mezz_tx";
inline constexpr std::string_view mezz_rx = "mezz_rx";
inline constexpr std::string_view i2c_write = "i2c_write";
inline constexpr std::string_view gpio_edge = "gpio_edge";
inline constexpr std::string_view gpio_dir = "gpio_dir";
inline constexpr std::string_view bus_edge = "bus_edge";
inline constexpr std::string_view receiver_edge = "receiver_edge";
inline constexpr std::string_view bus_power = "bus_power";
inline constexpr std::string_view frame = "frame";
inline constexpr std::string_view frame_error = "frame_error";
inline constexpr std::string_view line_frame = "line_frame";
inline constexpr std::string_view format_mismatch = "format_mismatch";
inline constexpr std::string_view meter_current = "meter_current";
inline constexpr std::string_view meter_setting = "meter_setting";
inline constexpr std::string_view meter_babble = "meter_babble";
inline constexpr std::string_view collision = "collision";
inline constexpr std::string_view rx_edge = "rx_edge";
inline constexpr std::string_view master_tx = "master_tx";
inline constexpr std::string_view master_rx = "master_rx";
inline constexpr std::string_view bridge_in = "bridge_in";
inline constexpr std::string_view bridge_out = "bridge_out";
inline constexpr std::string_view bridge_damaged = "bridge_damaged";
inline constexpr std::string_view bridge_came = "bridge_came";
inline constexpr std::string_view bridge_gone = "bridge_gone";

}  // namespace otbench::event
