/* SPDX-License-Identifier: MIT; see ../include/otbench.h. */
/* I2C by whole transfers. Besides otbench_i2c_ of otbench.h, the names of a widely used library in assembly, for firmware
 * that calls that. */
#include "c_types.h"
#include "ets_sys.h"
#include "machine.h"
#include "osapi.h"

static struct {
    int bus;
    uint8_t address, errors;
} transaction;

void otbench_i2c_begin(int sda, int scl, uint8_t address, uint16_t kilohertz) {
    enum { BOARD_SDA = 0, BOARD_SCL = 2 };
    (void)kilohertz; /* the bench's bus runs at 100 kHz */
    transaction.bus = sda == BOARD_SDA && scl == BOARD_SCL ? 0 : 1;
    transaction.address = address;
    transaction.errors = 0;
}

void otbench_i2c_write(const uint8_t *data, uint32_t size, int repeated_start) {
    if (transaction.errors) return;
    sdk_flush_uart_formats();
    if (!odp_write_i2c(sdk_bench, transaction.bus, transaction.address, data, size, !repeated_start))
        transaction.errors |= OTBENCH_I2C_WRITE_NACK;
}

void otbench_i2c_read(uint8_t *data, uint32_t size, int repeated_start) {
    (void)repeated_start;
    if (transaction.errors) return;
    sdk_flush_uart_formats();
    if (size == 0)
        transaction.errors |= OTBENCH_I2C_NOTHING_TO_READ;
    else if (!odp_read_i2c(sdk_bench, transaction.bus, transaction.address, data, size))
        transaction.errors |= OTBENCH_I2C_READ_NACK;
}

void otbench_i2c_poll(uint16_t microseconds) {
    if (transaction.errors) return;
    const int64_t end = sdk_now() + microseconds * SDK_US;
    do {
        if (odp_write_i2c(sdk_bench, transaction.bus, transaction.address, NULL, 0, 1)) return;
    } while (sdk_now() < end);
    transaction.errors |= OTBENCH_I2C_WRITE_NACK;
}

uint8_t otbench_i2c_end(void) {
    const uint8_t errors = transaction.errors;
    transaction.errors = 0;
    return errors;
}

/* ---- the library's names, for the pins of the board's own bus ---- */

void brzo_i2c_setup(uint32_t clock_stretch_us);
void brzo_i2c_setup(uint32_t clock_stretch_us) { (void)clock_stretch_us; }

void brzo_i2c_start_transaction(uint8_t address, uint16_t kilohertz);
void brzo_i2c_start_transaction(uint8_t address, uint16_t kilohertz) { otbench_i2c_begin(0, 2, address, kilohertz); }

void brzo_i2c_write(uint8_t *data, uint32_t size, bool repeated_start);
void brzo_i2c_write(uint8_t *data, uint32_t size, bool repeated_start) {
    otbench_i2c_write(data, size, repeated_start);
}

void brzo_i2c_read(uint8_t *data, uint32_t size, bool repeated_start);
void brzo_i2c_read(uint8_t *data, uint32_t size, bool repeated_start) { otbench_i2c_read(data, size, repeated_start); }

void brzo_i2c_ACK_polling(uint16_t microseconds);
void brzo_i2c_ACK_polling(uint16_t microseconds) { otbench_i2c_poll(microseconds); }

uint8_t brzo_i2c_end_transaction(void);
uint8_t brzo_i2c_end_transaction(void) { return otbench_i2c_end(); }
