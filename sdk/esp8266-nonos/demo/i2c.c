/* SPDX-License-Identifier: MIT. Part of the demonstration firmware: copy this folder to begin your own. */
#include "demo.h"

/* ---- by whole transfers ---- */

void ICACHE_FLASH_ATTR probe_i2c(int address, int place) {
    const uint8 at[] = {place >> 8, place};
    uint8 octets[4] = {0};
    otbench_i2c_begin(0, 2, address, 100);
    otbench_i2c_write(at, sizeof at, 1);
    otbench_i2c_read(octets, sizeof octets, 0);
    const uint8 error = otbench_i2c_end();
    if (error)
        reply("error:%u", error);
    else
        reply("ok:%02x%02x%02x%02x", octets[0], octets[1], octets[2], octets[3]);
}

void ICACHE_FLASH_ATTR probe_i2c_write(int address, const uint8 *octets, int size) {
    otbench_i2c_begin(0, 2, address, 100);
    otbench_i2c_write(octets, size, 0);
    const uint8 error = otbench_i2c_end();
    if (error)
        reply("error:%u", error);
    else
        reply("ok");
}

/* ---- bit by bit: a line is pulled low or let go ---- */

enum { HALF_BIT_US = 5 };

static void ICACHE_FLASH_ATTR set_line(int pin, int high) {
    if (high)
        GPIO_DIS_OUTPUT(pin);
    else
        GPIO_OUTPUT_SET(pin, 0);
    os_delay_us(HALF_BIT_US);
}

/* Returns what SDA is while the clock is high. */
static int ICACHE_FLASH_ATTR clock_bit(int high) {
    set_line(SDA_PIN, high);
    set_line(SCL_PIN, 1);
    const int seen = GPIO_INPUT_GET(SDA_PIN);
    set_line(SCL_PIN, 0);
    return seen;
}

static void ICACHE_FLASH_ATTR start_bits(void) {
    set_line(SDA_PIN, 1);
    set_line(SCL_PIN, 1);
    set_line(SDA_PIN, 0);
    set_line(SCL_PIN, 0);
}

static void ICACHE_FLASH_ATTR stop_bits(void) {
    set_line(SDA_PIN, 0);
    set_line(SCL_PIN, 1);
    set_line(SDA_PIN, 1);
}

static int ICACHE_FLASH_ATTR send_bits(uint8 octet) {
    for (int i = 7; i >= 0; --i) clock_bit(octet >> i & 1);
    return !clock_bit(1);
}

static uint8 ICACHE_FLASH_ATTR receive_bits(int more) {
    uint8 octet = 0;
    for (int i = 0; i < 8; ++i) octet = octet << 1 | clock_bit(1);
    clock_bit(!more);
    return octet;
}

void ICACHE_FLASH_ATTR probe_i2c_bits(int address, int place) {
    uint8 octets[4];
    start_bits();
    const int is_there = send_bits(address << 1) && send_bits(place >> 8) && send_bits(place);
    if (is_there) {
        start_bits();
        send_bits(address << 1 | 1);
        for (int i = 0; i < 4; ++i) octets[i] = receive_bits(i < 3);
    }
    stop_bits();
    if (is_there)
        reply("ok:%02x%02x%02x%02x", octets[0], octets[1], octets[2], octets[3]);
    else
        reply("error:no acknowledgement");
}
