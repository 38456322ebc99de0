/* SPDX-License-Identifier: MIT; see ../include/otbench.h. */
/* Settings of Wi-Fi that are kept for the firmware and change nothing on the bench. */
#include <string.h>

#include "user_interface.h"

static struct {
    uint8 auto_connect, channel, broadcast;
    bool reconnects, serves_addresses;
    enum phy_mode phy_mode;
    enum sleep_type sleep_type;
    char hostname[33];
} settings = {1, 1, STATION_MODE, true, true, PHY_MODE_11N, MODEM_SLEEP_T, ""};

bool wifi_station_set_auto_connect(uint8 on) {
    settings.auto_connect = on;
    return true;
}

uint8 wifi_station_get_auto_connect(void) { return settings.auto_connect; }

bool wifi_station_set_reconnect_policy(bool on) {
    settings.reconnects = on;
    return true;
}

bool wifi_station_get_reconnect_policy(void) { return settings.reconnects; }

bool wifi_station_set_hostname(char *name) {
    const size_t size = strlen(name);
    if (size == 0 || size >= sizeof settings.hostname) return false;
    memcpy(settings.hostname, name, size + 1);
    return true;
}

char *wifi_station_get_hostname(void) { return settings.hostname; }

bool wifi_station_ap_number_set(uint8 count) { return count >= 1 && count <= 5; }

/* ---- the stored settings are those in use: the bench's flash is the firmware's own ---- */

uint8 wifi_get_opmode_default(void) { return wifi_get_opmode(); }
bool wifi_station_get_config_default(struct station_config *config) { return wifi_station_get_config(config); }
bool wifi_softap_get_config_default(struct softap_config *config) { return wifi_softap_get_config(config); }

/* ---- access point: no station joins it ---- */

uint8 wifi_softap_get_station_num(void) { return 0; }

bool wifi_softap_dhcps_start(void) {
    settings.serves_addresses = true;
    return true;
}

bool wifi_softap_dhcps_stop(void) {
    settings.serves_addresses = false;
    return true;
}

enum dhcp_status wifi_softap_dhcps_status(void) { return settings.serves_addresses ? DHCP_STARTED : DHCP_STOPPED; }

/* ---- radio ---- */

uint8 wifi_get_channel(void) { return settings.channel; }

bool wifi_set_channel(uint8 channel) {
    enum { LAST = 14 };
    if (channel < 1 || channel > LAST) return false;
    settings.channel = channel;
    return true;
}

enum phy_mode wifi_get_phy_mode(void) { return settings.phy_mode; }

bool wifi_set_phy_mode(enum phy_mode mode) {
    settings.phy_mode = mode;
    return true;
}

enum sleep_type wifi_get_sleep_type(void) { return settings.sleep_type; }

bool wifi_set_sleep_type(enum sleep_type type) {
    settings.sleep_type = type;
    return true;
}

uint8 wifi_get_broadcast_if(void) { return settings.broadcast; }

bool wifi_set_broadcast_if(uint8 interfaces) {
    if (interfaces < STATION_MODE || interfaces > STATIONAP_MODE) return false;
    settings.broadcast = interfaces;
    return true;
}

void system_phy_set_max_tpw(uint8 quarter_dbm) { (void)quarter_dbm; }
void system_phy_set_powerup_option(uint8 option) { (void)option; }
