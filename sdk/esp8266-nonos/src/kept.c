/* SPDX-License-Identifier: MIT; see ../include/otbench.h. */
/* What outlives a restart besides the flash's own functions: the memory of the clock, and protected parameters. */
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "machine.h"
#include "user_interface.h"

/* ---- the memory of the clock: behind the flash in the same file, as soon as the firmware uses it ---- */

enum { BLOCK = 4, BLOCKS = 192, SYSTEM_BLOCKS = 64, CLOCK_MEMORY = BLOCK * BLOCKS };
enum { WITH_CLOCK_MEMORY = SDK_FLASH_SIZE + CLOCK_MEMORY };

static uint8_t *map_clock_memory(void) {
    struct stat file;
    const char *path = getenv("OTBENCH_FLASH");
    const int descriptor = path && *path ? open(path, O_RDWR | O_CLOEXEC) : -1;
    void *at = MAP_FAILED;
    if (descriptor < 0) return calloc(1, CLOCK_MEMORY);
    if (fstat(descriptor, &file) == 0 &&
        (file.st_size >= WITH_CLOCK_MEMORY || ftruncate(descriptor, WITH_CLOCK_MEMORY) == 0))
        at = mmap(NULL, CLOCK_MEMORY, PROT_READ | PROT_WRITE, MAP_SHARED, descriptor, SDK_FLASH_SIZE);
    close(descriptor);
    return at == MAP_FAILED ? NULL : at;
}

/* Bytes of blocks; NULL when there are no such ones. */
static uint8_t *clock_memory(unsigned first_block, unsigned size) {
    static uint8_t *memory;
    if (first_block >= BLOCKS || size > (BLOCKS - first_block) * BLOCK) return NULL;
    if (!memory) memory = map_clock_memory();
    if (!memory) abort();
    return memory + first_block * BLOCK;
}

/* With the power its content is lost; here it is zero then. */
void sdk_kept_start(void) {
    struct stat file;
    const char *path = getenv("OTBENCH_FLASH");
    if (odp_start(sdk_bench)->reset_cause != ODP_POWER_ON || !path || stat(path, &file) != 0) return;
    if (file.st_size == WITH_CLOCK_MEMORY && truncate(path, SDK_FLASH_SIZE) != 0) abort();
}

bool system_rtc_mem_read(uint8 block, void *to, uint16 size) {
    const uint8_t *at = clock_memory(block, size);
    if (!at || !to) return false;
    memcpy(to, at, size);
    return true;
}

/* The first 64 blocks are the system's. */
bool system_rtc_mem_write(uint8 block, const void *from, uint16 size) {
    uint8_t *at = clock_memory(block, size);
    if (!at || !from || block < SYSTEM_BLOCKS) return false;
    memcpy(at, from, size);
    return true;
}

/* ---- parameters: in the first and second of three sectors in turn; the third tells which of them is valid ---- */

enum { FIRST, SECOND, CHOICE };

static uint32_t address_of(uint16 first_sector, int part) {
    return (first_sector + (uint32_t)part) * SPI_FLASH_SEC_SIZE;
}

static int valid_part(uint16 first_sector) {
    uint32 choice = FIRST;
    spi_flash_read(address_of(first_sector, CHOICE), &choice, sizeof choice);
    return choice == SECOND ? SECOND : FIRST;
}

static int write_sector(uint32_t address, const void *from, uint16 size) {
    uint32 words[SPI_FLASH_SEC_SIZE / sizeof(uint32)];
    memset(words, 0xff, sizeof words);
    memcpy(words, from, size);
    return spi_flash_erase_sector((uint16_t)(address / SPI_FLASH_SEC_SIZE)) == SPI_FLASH_RESULT_OK &&
           spi_flash_write(address, words, (size + 3u) & ~3u) == SPI_FLASH_RESULT_OK;
}

bool system_param_save_with_protect(uint16 first_sector, void *from, uint16 size) {
    if (!from || size > SPI_FLASH_SEC_SIZE) return false;
    const uint32 part = valid_part(first_sector) == FIRST ? SECOND : FIRST;
    return write_sector(address_of(first_sector, (int)part), from, size) &&
           write_sector(address_of(first_sector, CHOICE), &part, sizeof part);
}

bool system_param_load(uint16 first_sector, uint16 offset, void *to, uint16 size) {
    uint32 words[SPI_FLASH_SEC_SIZE / sizeof(uint32)];
    if (!to || (uint32)offset + size > SPI_FLASH_SEC_SIZE) return false;
    const uint32_t address = address_of(first_sector, valid_part(first_sector));
    if (spi_flash_read(address, words, sizeof words) != SPI_FLASH_RESULT_OK) return false;
    memcpy(to, (const char *)words + offset, size);
    return true;
}
