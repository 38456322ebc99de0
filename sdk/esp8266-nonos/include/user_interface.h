/* SPDX-License-Identifier: MIT; see otbench.h. */
#ifndef OTBENCH_SDK_USER_INTERFACE_H
#define OTBENCH_SDK_USER_INTERFACE_H

#include "c_types.h"
#include "ip_addr.h"
#include "os_type.h"
#include "osapi.h"
#include "spi_flash.h"

/* ---- what the firmware defines ---- */

void user_init(void);
void user_pre_init(void);
uint32 user_rf_cal_sector_set(void);
void user_rf_pre_init(void);

/* ---- start and restart ---- */

enum rst_reason {
    REASON_DEFAULT_RST = 0,
    REASON_WDT_RST = 1,
    REASON_EXCEPTION_RST = 2,
    REASON_SOFT_WDT_RST = 3,
    REASON_SOFT_RESTART = 4,
    REASON_DEEP_SLEEP_AWAKE = 5,
    REASON_EXT_SYS_RST = 6
};

struct rst_info {
    uint32 reason;
    uint32 exccause;
    uint32 epc1;
    uint32 epc2;
    uint32 epc3;
    uint32 excvaddr;
    uint32 depc;
};

typedef void (*init_done_cb_t)(void);

struct rst_info *system_get_rst_info(void);
void system_init_done_cb(init_done_cb_t function);
void system_restart(void); /* returns; the device restarts 110 ms later */
void system_soft_wdt_feed(void);
void system_soft_wdt_stop(void);
void system_soft_wdt_restart(void);

/* ---- the parts of the flash ---- */

typedef enum {
    SYSTEM_PARTITION_INVALID = 0,
    SYSTEM_PARTITION_BOOTLOADER,
    SYSTEM_PARTITION_OTA_1,
    SYSTEM_PARTITION_OTA_2,
    SYSTEM_PARTITION_RF_CAL,
    SYSTEM_PARTITION_PHY_DATA,
    SYSTEM_PARTITION_SYSTEM_PARAMETER,
    SYSTEM_PARTITION_AT_PARAMETER,
    SYSTEM_PARTITION_SSL_CLIENT_CERT_PRIVKEY,
    SYSTEM_PARTITION_SSL_CLIENT_CA,
    SYSTEM_PARTITION_SSL_SERVER_CERT_PRIVKEY,
    SYSTEM_PARTITION_SSL_SERVER_CA,
    SYSTEM_PARTITION_WPA2_ENTERPRISE_CERT_PRIVKEY,
    SYSTEM_PARTITION_WPA2_ENTERPRISE_CA,
    SYSTEM_PARTITION_CUSTOMER_BEGIN = 100,
    SYSTEM_PARTITION_MAX
} partition_type_t;

typedef struct {
    partition_type_t type;
    uint32_t addr;
    uint32_t size;
} partition_item_t;

enum flash_size_map {
    FLASH_SIZE_4M_MAP_256_256 = 0,
    FLASH_SIZE_2M,
    FLASH_SIZE_8M_MAP_512_512,
    FLASH_SIZE_16M_MAP_512_512,
    FLASH_SIZE_32M_MAP_512_512,
    FLASH_SIZE_16M_MAP_1024_1024,
    FLASH_SIZE_32M_MAP_1024_1024
};

bool system_partition_table_regist(const partition_item_t *items, uint32_t count, uint32_t map);
enum flash_size_map system_get_flash_size_map(void);

#define UPGRADE_FLAG_IDLE 0x00
#define UPGRADE_FLAG_START 0x01
#define UPGRADE_FLAG_FINISH 0x02
uint8 system_upgrade_flag_check(void);
void system_upgrade_flag_set(uint8 flag);

/* ---- the chip ---- */

#define SYS_CPU_80MHZ 80
#define SYS_CPU_160MHZ 160

uint32 system_get_time(void); /* us; takes 500 ns */
uint32 system_get_chip_id(void);
uint32 system_get_free_heap_size(void);
uint16 system_get_vdd33(void); /* 1/1024 V, 65535 when the chip's data do not allow it */
uint16 system_adc_read(void);
uint8 system_get_cpu_freq(void);
bool system_update_cpu_freq(uint8 megahertz);
const char *system_get_sdk_version(void);
uint8 system_get_boot_version(void);
void system_print_meminfo(void);
void system_set_os_print(uint8 on);
void system_timer_reinit(void);
void uart_div_modify(uint8 uart, uint32 divider);

/* ---- the clock that runs while the chip sleeps, and its memory: 192 blocks of 4 bytes, the first 64 the system's ---- */

uint32 system_get_rtc_time(void);         /* in periods of that clock */
uint32 system_rtc_clock_cali_proc(void);  /* a period in us, times 4096 */
bool system_rtc_mem_read(uint8 block, void *to, uint16 size);
bool system_rtc_mem_write(uint8 block, const void *from, uint16 size);

/* ---- parameters that a loss of power does not spoil: up to 4096 bytes in three sectors ---- */

bool system_param_save_with_protect(uint16 first_sector, void *from, uint16 size);
bool system_param_load(uint16 first_sector, uint16 offset, void *to, uint16 size);

/* ---- tasks ---- */

enum { USER_TASK_PRIO_0 = 0, USER_TASK_PRIO_1, USER_TASK_PRIO_2, USER_TASK_PRIO_MAX };

bool system_os_task(os_task_t task, uint8 priority, os_event_t *queue, uint8 length);
bool system_os_post(uint8 priority, os_signal_t signal, os_param_t parameter);

/* ---- Wi-Fi ---- */

#define NULL_MODE 0x00
#define STATION_MODE 0x01
#define SOFTAP_MODE 0x02
#define STATIONAP_MODE 0x03
#define STATION_IF 0x00
#define SOFTAP_IF 0x01

typedef enum {
    AUTH_OPEN = 0,
    AUTH_WEP,
    AUTH_WPA_PSK,
    AUTH_WPA2_PSK,
    AUTH_WPA_WPA2_PSK,
    AUTH_MAX
} AUTH_MODE;

struct station_config {
    uint8 ssid[32];
    uint8 password[64];
    uint8 channel;
    uint8 bssid_set;
    uint8 bssid[6];
    struct {
        sint8 rssi;
        AUTH_MODE authmode;
    } threshold;
    bool open_and_wep_mode_disable;
    bool all_channel_scan;
};

struct softap_config {
    uint8 ssid[32];
    uint8 password[64];
    uint8 ssid_len;
    uint8 channel;
    AUTH_MODE authmode;
    uint8 ssid_hidden;
    uint8 max_connection;
    uint16 beacon_interval;
};

struct bss_info {
    struct {
        struct bss_info *stqe_next;
    } next;
    uint8 bssid[6];
    uint8 ssid[32];
    uint8 ssid_len;
    uint8 channel;
    sint8 rssi;
    AUTH_MODE authmode;
    uint8 is_hidden;
    sint16 freq_offset;
    sint16 freqcal_val;
    uint8 *esp_mesh_ie;
    uint8 simple_pair;
};

struct scan_config {
    uint8 *ssid;
    uint8 *bssid;
    uint8 channel;
    uint8 show_hidden;
};

typedef enum { SCAN_OK = 0, SCAN_FAIL, SCAN_PENDING, SCAN_BUSY, SCAN_CANCEL } SCAN_STATUS;
typedef void (*scan_done_cb_t)(void *list, STATUS status);

enum {
    STATION_IDLE = 0,
    STATION_CONNECTING,
    STATION_WRONG_PASSWORD,
    STATION_NO_AP_FOUND,
    STATION_CONNECT_FAIL,
    STATION_GOT_IP
};

enum {
    EVENT_STAMODE_CONNECTED = 0,
    EVENT_STAMODE_DISCONNECTED,
    EVENT_STAMODE_AUTHMODE_CHANGE,
    EVENT_STAMODE_GOT_IP,
    EVENT_STAMODE_DHCP_TIMEOUT,
    EVENT_SOFTAPMODE_STACONNECTED,
    EVENT_SOFTAPMODE_STADISCONNECTED,
    EVENT_SOFTAPMODE_PROBEREQRECVED,
    EVENT_OPMODE_CHANGED,
    EVENT_MAX
};

typedef struct {
    uint8 ssid[32];
    uint8 ssid_len;
    uint8 bssid[6];
    uint8 channel;
} Event_StaMode_Connected_t;

typedef struct {
    uint8 ssid[32];
    uint8 ssid_len;
    uint8 bssid[6];
    uint8 reason;
} Event_StaMode_Disconnected_t;

typedef struct {
    uint8 old_mode;
    uint8 new_mode;
} Event_StaMode_AuthMode_Change_t;

typedef struct {
    struct ip_addr ip;
    struct ip_addr mask;
    struct ip_addr gw;
} Event_StaMode_Got_IP_t;

typedef struct {
    uint8 mac[6];
    uint8 aid;
} Event_SoftAPMode_StaConnected_t;

typedef Event_SoftAPMode_StaConnected_t Event_SoftAPMode_StaDisconnected_t;

typedef struct {
    int rssi;
    uint8 mac[6];
} Event_SoftAPMode_ProbeReqRecved_t;

typedef struct {
    uint8 old_opmode;
    uint8 new_opmode;
} Event_OpMode_Change_t;

typedef union {
    Event_StaMode_Connected_t connected;
    Event_StaMode_Disconnected_t disconnected;
    Event_StaMode_AuthMode_Change_t auth_change;
    Event_StaMode_Got_IP_t got_ip;
    Event_SoftAPMode_StaConnected_t sta_connected;
    Event_SoftAPMode_StaDisconnected_t sta_disconnected;
    Event_SoftAPMode_ProbeReqRecved_t ap_probereqrecved;
    Event_OpMode_Change_t opmode_changed;
} Event_Info_u;

typedef struct _esp_event {
    uint32 event;
    Event_Info_u event_info;
} System_Event_t;

typedef void (*wifi_event_handler_cb_t)(System_Event_t *event);

void wifi_set_event_handler_cb(wifi_event_handler_cb_t function);
uint8 wifi_get_opmode(void);
bool wifi_set_opmode(uint8 mode);
bool wifi_set_opmode_current(uint8 mode);
bool wifi_station_get_config(struct station_config *config);
bool wifi_station_set_config(struct station_config *config);
bool wifi_station_set_config_current(struct station_config *config);
bool wifi_station_connect(void);
bool wifi_station_disconnect(void);
bool wifi_station_set_auto_connect(uint8 on);
bool wifi_station_set_reconnect_policy(bool on);
bool wifi_station_set_hostname(char *name);
uint8 wifi_station_get_connect_status(void);
sint8 wifi_station_get_rssi(void);
bool wifi_station_dhcpc_start(void);
bool wifi_station_dhcpc_stop(void);
bool wifi_station_scan(struct scan_config *config, scan_done_cb_t done);
bool wifi_softap_get_config(struct softap_config *config);
bool wifi_softap_set_config(struct softap_config *config);
bool wifi_softap_set_config_current(struct softap_config *config);
bool wifi_get_ip_info(uint8 interface, struct ip_info *info);
bool wifi_set_ip_info(uint8 interface, struct ip_info *info);
bool wifi_get_macaddr(uint8 interface, uint8 *mac);

/* ---- settings of the radio, which is not simulated: kept, and without effect ---- */

enum sleep_type { NONE_SLEEP_T = 0, LIGHT_SLEEP_T, MODEM_SLEEP_T };
enum phy_mode { PHY_MODE_11B = 1, PHY_MODE_11G = 2, PHY_MODE_11N = 3 };
enum dhcp_status { DHCP_STOPPED, DHCP_STARTED };

enum dhcp_status wifi_station_dhcpc_status(void);
uint8 wifi_get_opmode_default(void);
bool wifi_station_get_config_default(struct station_config *config);
uint8 wifi_station_get_auto_connect(void);
bool wifi_station_get_reconnect_policy(void);
char *wifi_station_get_hostname(void);
bool wifi_station_ap_number_set(uint8 count);
bool wifi_softap_get_config_default(struct softap_config *config);
uint8 wifi_softap_get_station_num(void);
bool wifi_softap_dhcps_start(void);
bool wifi_softap_dhcps_stop(void);
enum dhcp_status wifi_softap_dhcps_status(void);
uint8 wifi_get_channel(void);
bool wifi_set_channel(uint8 channel);
enum phy_mode wifi_get_phy_mode(void);
bool wifi_set_phy_mode(enum phy_mode mode);
enum sleep_type wifi_get_sleep_type(void);
bool wifi_set_sleep_type(enum sleep_type type);
uint8 wifi_get_broadcast_if(void);
bool wifi_set_broadcast_if(uint8 interfaces);
void system_phy_set_max_tpw(uint8 quarter_dbm);
void system_phy_set_powerup_option(uint8 option);

#endif
