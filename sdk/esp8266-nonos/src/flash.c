/* SPDX-License-Identifier: MIT; see ../include/otbench.h. */
/* The flash: a file that the bench keeps. */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "machine.h"
#include "spi_flash.h"

enum { FLASH_SIZE = SDK_FLASH_SIZE, ERASED = 0xff, CHIP_ID = 0x1640ef /* 4 MiB */ };

static uint8_t *flash;
uint8_t sdk_supply_calibration;

static _Noreturn void fail(const char *path) {
    perror(path);
    exit(1);
}

/* What the bench says that a new flash holds: ADDRESS:BYTES,... in hexadecimal digits. */
static void fill(const char *text) {
    unsigned octet;
    memset(flash, ERASED, FLASH_SIZE);
    while (text && *text) {
        char *rest;
        unsigned long address = strtoul(text, &rest, 16);
        if (*rest++ != ':') return;
        for (; sscanf(rest, "%2x", &octet) == 1 && address < FLASH_SIZE; rest += 2) flash[address++] = (uint8_t)octet;
        if (*rest++ != ',') return;
        text = rest;
    }
}

static void map_flash(void) {
    const char *path = getenv("OTBENCH_FLASH");
    if (!path || !*path) {
        flash = malloc(FLASH_SIZE);
        if (!flash) abort();
        fill(odp_setting(sdk_bench, "flash"));
        return;
    }
    struct stat file;
    const int descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0666);
    if (descriptor < 0 || fstat(descriptor, &file) != 0) fail(path);
    if (file.st_size < FLASH_SIZE && ftruncate(descriptor, FLASH_SIZE) != 0) fail(path);
    flash = mmap(NULL, FLASH_SIZE, PROT_READ | PROT_WRITE, MAP_SHARED, descriptor, 0);
    if (flash == MAP_FAILED) fail(path);
    close(descriptor);
    if (file.st_size == 0)
        fill(odp_setting(sdk_bench, "flash"));
    else if (file.st_size < FLASH_SIZE)
        memset(flash + file.st_size, ERASED, (size_t)(FLASH_SIZE - file.st_size));
}

void sdk_flash_open(void) {
    enum { CALIBRATION = 0x3fc000 + 107 };
    map_flash();
    sdk_supply_calibration = flash[CALIBRATION];
}

static int is_valid(uint32_t address, uint32_t size) {
    return flash && address % 4 == 0 && size % 4 == 0 && address <= FLASH_SIZE && size <= FLASH_SIZE - address;
}

static void take_time(int64_t time) {
    if (sdk_options.flash_takes_time) sdk_busy_until(sdk_now() + time);
}

uint32_t spi_flash_get_id(void) { return CHIP_ID; }

SpiFlashOpResult spi_flash_read(uint32_t address, uint32_t *to, uint32_t size) {
    if (!is_valid(address, size)) return SPI_FLASH_RESULT_ERR;
    take_time(20 * SDK_US + size * SDK_US / 4);
    memcpy(to, flash + address, size);
    return SPI_FLASH_RESULT_OK;
}

SpiFlashOpResult spi_flash_write(uint32_t address, uint32_t *from, uint32_t size) {
    const uint8_t *const octets = (const uint8_t *)from;
    if (!is_valid(address, size)) return SPI_FLASH_RESULT_ERR;
    take_time((size + 255) / 256 * 800 * SDK_US);
    for (uint32_t i = 0; i < size; ++i) flash[address + i] &= octets[i];
    return SPI_FLASH_RESULT_OK;
}

SpiFlashOpResult spi_flash_erase_sector(uint16_t sector) {
    const uint32_t address = (uint32_t)sector * SPI_FLASH_SEC_SIZE;
    if (!is_valid(address, SPI_FLASH_SEC_SIZE)) return SPI_FLASH_RESULT_ERR;
    take_time(45 * SDK_MS);
    memset(flash + address, ERASED, SPI_FLASH_SEC_SIZE);
    return SPI_FLASH_RESULT_OK;
}

/* The chip maps flash into its address space by this; here there is nothing to do. */
void Cache_Read_Enable_New(void);
void Cache_Read_Enable_New(void) {}
