/* SPDX-License-Identifier: MIT; see otbench.h. */
#ifndef OTBENCH_SDK_SPI_FLASH_H
#define OTBENCH_SDK_SPI_FLASH_H

#include "c_types.h"

#define SPI_FLASH_SEC_SIZE 4096

typedef enum { SPI_FLASH_RESULT_OK, SPI_FLASH_RESULT_ERR, SPI_FLASH_RESULT_TIMEOUT } SpiFlashOpResult;

/* Addresses and sizes are multiples of 4. A write only clears bits; an erased sector holds FF. */
uint32_t spi_flash_get_id(void);
SpiFlashOpResult spi_flash_erase_sector(uint16_t sector);
SpiFlashOpResult spi_flash_write(uint32_t address, uint32_t *from, uint32_t size);
SpiFlashOpResult spi_flash_read(uint32_t address, uint32_t *to, uint32_t size);

#endif
