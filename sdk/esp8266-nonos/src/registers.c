/* SPDX-License-Identifier: MIT; see ../include/otbench.h. */
/* Which address belongs to what. */
#include <stdio.h>

#include "eagle_soc.h"
#include "machine.h"

static uint32_t read_uart0(uint32_t offset) { return sdk_uart_register(0, offset); }
static uint32_t read_uart1(uint32_t offset) { return sdk_uart_register(1, offset); }
static void write_uart0(uint32_t offset, uint32_t value) { sdk_set_uart_register(0, offset, value); }
static void write_uart1(uint32_t offset, uint32_t value) { sdk_set_uart_register(1, offset, value); }

static const struct block {
    uint32_t first, last, base;
    uint32_t (*read)(uint32_t offset);
    void (*write)(uint32_t offset, uint32_t value);
} blocks[] = {
    {0x60000000, 0x60000014, 0x60000000, read_uart0, write_uart0},
    {0x6000001c, 0x60000024, 0x60000000, read_uart0, write_uart0},
    {0x60000f00, 0x60000f14, 0x60000f00, read_uart1, write_uart1},
    {0x60000f1c, 0x60000f24, 0x60000f00, read_uart1, write_uart1},
    {0x60000300, 0x60000364, 0x60000300, sdk_pin_register, sdk_set_pin_register},
    {0x60000804, 0x60000840, 0x60000800, sdk_mux_register, sdk_set_mux_register},
    {0x60000768, 0x60000768, 0x60000700, sdk_rtc_register, sdk_set_rtc_register},
    {0x60000774, 0x60000774, 0x60000700, sdk_rtc_register, sdk_set_rtc_register},
    {0x6000078c, 0x60000790, 0x60000700, sdk_rtc_register, sdk_set_rtc_register},
    {0x600007a0, 0x600007a0, 0x60000700, sdk_rtc_register, sdk_set_rtc_register},
};
enum { BLOCKS = sizeof blocks / sizeof *blocks };

static const struct block *find(uint32_t address) {
    if (address % 4 != 0) return NULL;
    for (int i = 0; i < BLOCKS; ++i)
        if (address >= blocks[i].first && address <= blocks[i].last) return &blocks[i];
    return NULL;
}

static void report_unknown(uint32_t address, const char *access) {
    char text[64];
    snprintf(text, sizeof text, "%s 0x%08x", access, (unsigned)address);
    sdk_report_once((const void *)(uintptr_t)address, "unknown register", text);
}

uint32_t otbench_read_register(uint32_t address) {
    const struct block *block = find(address);
    if (!block) return report_unknown(address, "read of"), 0;
    return block->read(address - block->base);
}

void otbench_write_register(uint32_t address, uint32_t value) {
    char access[32];
    const struct block *block = find(address);
    if (!block) {
        snprintf(access, sizeof access, "write of 0x%x to", (unsigned)value);
        report_unknown(address, access);
    } else {
        block->write(address - block->base, value);
    }
}
