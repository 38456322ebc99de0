/* SPDX-License-Identifier: MIT; see ../include/otbench.h. */
/* What the system tells of itself, and restarts. */
#include <stdlib.h>
#include <string.h>

#include "machine.h"
#include "user_interface.h"

struct rst_info *system_get_rst_info(void) {
    static const uint32 reasons[] = {REASON_DEFAULT_RST,  REASON_SOFT_RESTART, REASON_EXCEPTION_RST,
                                     REASON_SOFT_WDT_RST, REASON_WDT_RST,      REASON_EXT_SYS_RST};
    static struct rst_info info;
    const uint32_t cause = odp_start(sdk_bench)->reset_cause;
    info.reason = cause < sizeof reasons / sizeof *reasons ? reasons[cause] : REASON_DEFAULT_RST;
    return &info;
}

static void restart_now(void *arg) {
    (void)arg;
    sdk_reset(ODP_SOFTWARE_RESTART, "system_restart");
}

void system_restart(void) {
    static int has_begun;
    static const int64_t delay = 110 * SDK_MS;
    if (has_begun) return;
    has_begun = 1;
    odp_event(sdk_bench, "reset", "stored_reason", "system_restart");
    sdk_silence_network();
    sdk_call_at(sdk_now() + delay, SDK_TIMER_JOB, restart_now, NULL);
}

/* A firmware whose table is refused would loop for ever: the bench knows no table that is wrong. */
bool system_partition_table_regist(const partition_item_t *items, uint32_t count, uint32_t map) {
    (void)items, (void)count, (void)map;
    return true;
}

enum flash_size_map system_get_flash_size_map(void) { return FLASH_SIZE_32M_MAP_1024_1024; }

static uint8 upgrade_flag;
uint8 system_upgrade_flag_check(void) { return upgrade_flag; }
void system_upgrade_flag_set(uint8 flag) { upgrade_flag = flag; }

uint8 system_get_cpu_freq(void) { return SYS_CPU_80MHZ; }
bool system_update_cpu_freq(uint8 megahertz) { return megahertz == SYS_CPU_80MHZ; }
const char *system_get_sdk_version(void) { return "otbench"; }
uint8 system_get_boot_version(void) { return 31; }
void system_print_meminfo(void) {}

/* The clock that runs while the chip sleeps: 6 us a period. */
enum { CLOCK_PERIOD = 6, CALIBRATION_BITS = 12 };
uint32 system_get_rtc_time(void) { return (uint32)((sdk_now() - odp_start(sdk_bench)->now) / (CLOCK_PERIOD * SDK_US)); }
uint32 system_rtc_clock_cali_proc(void) { return CLOCK_PERIOD << CALIBRATION_BITS; }

/* The last three bytes of the station's address, the last of them lowest. */
uint32 system_get_chip_id(void) {
    uint8 mac[6];
    wifi_get_macaddr(STATION_IF, mac);
    return (uint32)mac[3] << 16 | (uint32)mac[4] << 8 | mac[5];
}

/* The supply can be measured only when that byte was FF at the start. */
uint16 system_get_vdd33(void) {
    enum { MEASURED = 255, UNKNOWN = 65535, USUAL = 3379 };
    if (sdk_supply_calibration != MEASURED) return UNKNOWN;
    return (uint16)sdk_setting("vdd33", USUAL);
}

uint16 system_adc_read(void) { return 0; }
