/* SPDX-License-Identifier: MIT. Part of the demonstration firmware: copy this folder to begin your own. */
#include "demo.h"

enum { BOOT_SECTOR = 0x1f0, BOOT_ADDRESS = BOOT_SECTOR * SPI_FLASH_SEC_SIZE, ERASED = -1 };

static uint32 boots;

uint32 boot_count(void) { return boots; }

static void ICACHE_FLASH_ATTR count_boot(void) {
    spi_flash_read(BOOT_ADDRESS, &boots, sizeof boots);
    boots = boots == (uint32)ERASED ? 1 : boots + 1;
    uint32 stored = 0;
    if (spi_flash_erase_sector(BOOT_SECTOR) != SPI_FLASH_RESULT_OK ||
        spi_flash_write(BOOT_ADDRESS, &boots, sizeof boots) != SPI_FLASH_RESULT_OK ||
        spi_flash_read(BOOT_ADDRESS, &stored, sizeof stored) != SPI_FLASH_RESULT_OK || stored != boots)
        os_printf("flash failed\n");
}

static void ICACHE_FLASH_ATTR on_wifi(System_Event_t *event) {
    if (event->event == EVENT_STAMODE_GOT_IP) mqtt_network_is_up();
    if (event->event == EVENT_STAMODE_DISCONNECTED) mqtt_network_is_down();
}

static void ICACHE_FLASH_ATTR started(void) {
    char client[16];
    uint8 mac[6];
    struct station_config config;
    os_memset(&config, 0, sizeof config);
    os_strcpy((char *)config.ssid, WIFI_SSID);
    os_strcpy((char *)config.password, WIFI_PASSWORD);
    wifi_get_macaddr(STATION_IF, mac);
    os_sprintf(client, "%02x%02x%02x%02x%02x%02x", mac[0], mac[1], mac[2], mac[3], mac[4], mac[5]);
    mqtt_start(client, commands_receive);
    http_start();
    udp_start();
    wifi_set_event_handler_cb(on_wifi);
    wifi_set_opmode_current(STATION_MODE);
    wifi_station_set_config_current(&config);
    wifi_station_connect();
}

void ICACHE_FLASH_ATTR user_pre_init(void) {
    static const partition_item_t parts[] = {
        {SYSTEM_PARTITION_RF_CAL, 0x3fb000, 0x1000},
        {SYSTEM_PARTITION_PHY_DATA, 0x3fc000, 0x1000},
        {SYSTEM_PARTITION_SYSTEM_PARAMETER, 0x3fd000, 0x3000},
    };
    system_partition_table_regist(parts, sizeof parts / sizeof *parts, system_get_flash_size_map());
}

void ICACHE_FLASH_ATTR user_init(void) {
    gpio_init();
    count_boot();
    serial_start();
    system_init_done_cb(started);
}
