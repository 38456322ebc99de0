/* SPDX-License-Identifier: MIT; see ../include/otbench.h. */
/* The station and the access point, as far as firmware sees them. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "machine.h"
#include "user_interface.h"

uint8_t sdk_name_servers[2][4];

static struct {
    uint8 mode;
    int has_address, is_connecting, is_associated, address_is_fixed;
    struct station_config station;
    struct softap_config access_point;
    struct ip_info station_ip, access_point_ip;
    uint8 mac[6];
    wifi_event_handler_cb_t handler;
    scan_done_cb_t scanned;
} wifi;

static void read_mac(const char *text) {
    for (int i = 0; i < 6; ++i) {
        unsigned octet = 0;
        if (sscanf(text, "%2x", &octet) != 1) return;
        wifi.mac[i] = (uint8)octet;
        text += text[2] == ':' ? 3 : 2;
    }
}

void sdk_wifi_start(void) {
    read_mac(odp_start(sdk_bench)->mac);
    IP4_ADDR(&wifi.access_point_ip.ip, 192, 168, 4, 1);
    IP4_ADDR(&wifi.access_point_ip.netmask, 255, 255, 255, 0);
    wifi.access_point_ip.gw = wifi.access_point_ip.ip;
    wifi.access_point.ssid_len = (uint8)sprintf((char *)wifi.access_point.ssid, "ESP_%02X%02X%02X", wifi.mac[3],
                                                wifi.mac[4], wifi.mac[5]);
    wifi.access_point.channel = 1;
    wifi.access_point.max_connection = 4;
    wifi.access_point.beacon_interval = 100;
}

/* ---- events ---- */

static void call_handler(void *arg) {
    if (wifi.handler) wifi.handler(arg);
    free(arg);
}

static void tell(int64_t at, const System_Event_t *event) {
    System_Event_t *copy = malloc(sizeof *copy);
    if (!copy) abort();
    *copy = *event;
    sdk_call_at(at, SDK_EVENT_JOB, call_handler, copy);
}

/* The network's, unless the firmware has set its own and stopped DHCP. */
static void take_addresses(const uint8_t *addresses, System_Event_t *event) {
    if (!wifi.address_is_fixed) {
        memcpy(&wifi.station_ip.ip, addresses, 4);
        memcpy(&wifi.station_ip.netmask, addresses + 4, 4);
        memcpy(&wifi.station_ip.gw, addresses + 8, 4);
        memcpy(sdk_name_servers, addresses + 12, sizeof sdk_name_servers);
    }
    event->event_info.got_ip.ip = wifi.station_ip.ip;
    event->event_info.got_ip.mask = wifi.station_ip.netmask;
    event->event_info.got_ip.gw = wifi.station_ip.gw;
}

static void leave_network(int64_t at, uint8 reason) {
    System_Event_t event = {.event = EVENT_STAMODE_DISCONNECTED};
    wifi.has_address = wifi.is_associated = 0;
    if (!wifi.address_is_fixed) memset(&wifi.station_ip, 0, sizeof wifi.station_ip);
    memcpy(event.event_info.disconnected.ssid, wifi.station.ssid, sizeof wifi.station.ssid);
    event.event_info.disconnected.ssid_len = (uint8)strnlen((char *)wifi.station.ssid, sizeof wifi.station.ssid);
    event.event_info.disconnected.reason = reason;
    tell(at, &event);
}

void sdk_wifi_changed(void *context, int64_t at, enum odp_wifi_change change, const uint8_t *addresses) {
    enum { BEACON_TIMEOUT = 200 };
    (void)context;
    System_Event_t event = {.event = (uint32)change};
    if (change == ODP_DISCONNECTED) {
        leave_network(at, BEACON_TIMEOUT);
        return;
    }
    if (change == ODP_GOT_ADDRESS && addresses) {
        wifi.has_address = 1;
        take_addresses(addresses, &event);
    } else if ((change == ODP_STATION_JOINED || change == ODP_STATION_LEFT) && addresses) {
        memcpy(event.event_info.sta_connected.mac, addresses, sizeof event.event_info.sta_connected.mac);
        event.event_info.sta_connected.aid = 1;
    } else if (change == ODP_ASSOCIATED) {
        wifi.is_associated = 1;
        memcpy(event.event_info.connected.ssid, wifi.station.ssid, sizeof wifi.station.ssid);
        event.event_info.connected.ssid_len = (uint8)strnlen((char *)wifi.station.ssid, sizeof wifi.station.ssid);
        event.event_info.connected.channel = 1;
    }
    tell(at, &event);
}

void wifi_set_event_handler_cb(wifi_event_handler_cb_t function) { wifi.handler = function; }

/* ---- mode ---- */

uint8 wifi_get_opmode(void) { return wifi.mode; }

/* A field of the chip's records, which need not end in a zero. */
static const char *text_of(const uint8 *field, size_t size) {
    static char text[2][65];
    static int which;
    which = !which;
    memcpy(text[which], field, size);
    text[which][size] = '\0';
    return text[which];
}

static void switch_access_point(int on) {
    odp_wifi(sdk_bench, on ? ODP_AP_ON : ODP_AP_OFF, text_of(wifi.access_point.ssid, sizeof wifi.access_point.ssid),
             text_of(wifi.access_point.password, sizeof wifi.access_point.password));
}

bool wifi_set_opmode_current(uint8 mode) {
    const uint8 old = wifi.mode;
    if (mode > STATIONAP_MODE) return false;
    if (mode == old) return true;
    wifi.mode = mode;
    if ((mode ^ old) & SOFTAP_MODE) switch_access_point(mode & SOFTAP_MODE);
    if (!(mode & STATION_MODE) && wifi.is_connecting) wifi_station_disconnect();
    System_Event_t event = {.event = EVENT_OPMODE_CHANGED};
    event.event_info.opmode_changed.old_opmode = old;
    event.event_info.opmode_changed.new_opmode = mode;
    tell(sdk_now(), &event);
    return true;
}

bool wifi_set_opmode(uint8 mode) { return wifi_set_opmode_current(mode); }

/* ---- station ---- */

bool wifi_station_get_config(struct station_config *config) {
    *config = wifi.station;
    return true;
}

bool wifi_station_set_config_current(struct station_config *config) {
    wifi.station = *config;
    return true;
}

bool wifi_station_set_config(struct station_config *config) { return wifi_station_set_config_current(config); }

bool wifi_station_connect(void) {
    if (!(wifi.mode & STATION_MODE)) return false;
    wifi.is_connecting = 1;
    odp_wifi(sdk_bench, ODP_WIFI_CONNECT, text_of(wifi.station.ssid, sizeof wifi.station.ssid),
             text_of(wifi.station.password, sizeof wifi.station.password));
    return true;
}

bool wifi_station_disconnect(void) {
    enum { STATION_LEAVES = 8 };
    if (wifi.is_connecting) odp_wifi(sdk_bench, ODP_WIFI_DISCONNECT, "", "");
    wifi.is_connecting = 0;
    if (wifi.is_associated) leave_network(sdk_now(), STATION_LEAVES);
    return true;
}

uint8 wifi_station_get_connect_status(void) {
    return wifi.has_address ? STATION_GOT_IP : wifi.is_connecting ? STATION_CONNECTING : STATION_IDLE;
}

sint8 wifi_station_get_rssi(void) {
    enum { USUAL = -60, UNKNOWN = 31 };
    return (sint8)(wifi.is_connecting ? sdk_setting("rssi", USUAL) : UNKNOWN);
}

bool wifi_station_dhcpc_start(void) {
    wifi.address_is_fixed = 0;
    return true;
}

bool wifi_station_dhcpc_stop(void) {
    wifi.address_is_fixed = 1;
    return true;
}

enum dhcp_status wifi_station_dhcpc_status(void) { return wifi.address_is_fixed ? DHCP_STOPPED : DHCP_STARTED; }

/* The one access point that is there. */
static void end_scan(void *arg) {
    (void)arg;
    struct bss_info found = {.channel = 1, .authmode = AUTH_WPA2_PSK};
    const char *ssid = odp_setting(sdk_bench, "wifi_ssid");
    found.ssid_len = (uint8)(ssid ? strnlen(ssid, sizeof found.ssid) : 0);
    if (ssid) memcpy(found.ssid, ssid, found.ssid_len);
    found.rssi = (sint8)sdk_setting("rssi", -60);
    if (wifi.scanned) wifi.scanned(found.ssid_len ? &found : NULL, OK);
}

bool wifi_station_scan(struct scan_config *config, scan_done_cb_t done) {
    static const int64_t duration = 2 * SDK_SECOND;
    (void)config;
    if (!(wifi.mode & STATION_MODE)) return false;
    wifi.scanned = done;
    sdk_call_at(sdk_now() + duration, SDK_EVENT_JOB, end_scan, NULL);
    return true;
}

/* ---- access point and addresses ---- */

bool wifi_softap_get_config(struct softap_config *config) {
    *config = wifi.access_point;
    return true;
}

bool wifi_softap_set_config_current(struct softap_config *config) {
    wifi.access_point = *config;
    return true;
}

bool wifi_softap_set_config(struct softap_config *config) { return wifi_softap_set_config_current(config); }

bool wifi_get_ip_info(uint8 interface, struct ip_info *info) {
    *info = interface == STATION_IF ? wifi.station_ip : wifi.access_point_ip;
    return true;
}

bool wifi_set_ip_info(uint8 interface, struct ip_info *info) {
    *(interface == STATION_IF ? &wifi.station_ip : &wifi.access_point_ip) = *info;
    return true;
}

bool wifi_get_macaddr(uint8 interface, uint8 *mac) {
    memcpy(mac, wifi.mac, sizeof wifi.mac);
    if (interface == SOFTAP_IF) mac[0] |= 2;
    return true;
}
