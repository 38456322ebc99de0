/* The bench's own part of the SDK for firmware of the ESP8266. The other headers of this folder have the names that
 * firmware for the NonOS SDK includes; what they declare is described in docs/user/esp8266-sdk.md.
 *
 * SPDX-License-Identifier: MIT
 * Copyright the Otbench contributors. Permission is granted, free of charge, to use, copy, modify, link and distribute
 * the files of this folder with or without changes, for any purpose. They come without warranty of any kind. */
#ifndef OTBENCH_SDK_OTBENCH_H
#define OTBENCH_SDK_OTBENCH_H

#include <stdint.h>

/* Registers of the chip, by their addresses. An address without a simulated register reads as 0 and is reported once in
 * the trace. */
uint32_t otbench_read_register(uint32_t address);
void otbench_write_register(uint32_t address, uint32_t value);

/* The cycle counter at 80 MHz, for firmware that reads it in assembly: 80 times the microseconds since the start. */
uint32_t otbench_ccount(void);

/* A line of the firmware's own in the trace. */
void otbench_event(const char *kind, const char *text);

/* I2C by whole transfers, to stand in for a library in assembly. Pins 0 (SDA) and 2 (SCL) are the board's own bus, all
 * others the mezzanine's. A transaction may have several writes and reads; after an error the rest of it does nothing.
 * `otbench_i2c_end` returns the errors, a sum of enum otbench_i2c_error, and clears them. */
enum otbench_i2c_error {
    OTBENCH_I2C_BUSY = 1,
    OTBENCH_I2C_WRITE_NACK = 2, /* of the address or of a byte */
    OTBENCH_I2C_READ_NACK = 4,  /* of the address */
    OTBENCH_I2C_STRETCHED = 8,
    OTBENCH_I2C_NOTHING_TO_READ = 16
};
void otbench_i2c_begin(int sda, int scl, uint8_t address, uint16_t kilohertz);
void otbench_i2c_write(const uint8_t *data, uint32_t size, int repeated_start);
void otbench_i2c_read(uint8_t *data, uint32_t size, int repeated_start);
/* Addresses the chip again and again until it acknowledges, for at most so many microseconds. */
void otbench_i2c_poll(uint16_t microseconds);
uint8_t otbench_i2c_end(void);

#endif
