/* SPDX-License-Identifier: MIT; see ../include/otbench.h. */
/* I2C by whole transfers. Besides otbench_i2c_ of otbench.h, the names of a widely used library in assembly, for firmware
 * that calls that. */
#include <string.h>

#include "eagle_soc.h"
#include "ets_sys.h"
#include "machine.h"
#include "osapi.h"

static struct {
    int bus;
    uint8_t address, errors;
} transaction;

static void begin(int bus, uint8_t address, uint16_t kilohertz) {
    enum { USUAL = 100 };
    transaction.bus = bus;
    transaction.address = address;
    transaction.errors = 0;
    odp_i2c_speed(sdk_bench, kilohertz ? kilohertz : USUAL);
}

/* Interrupts are locked in a transfer; at its end those are served that have come meanwhile. */
static int end_transfer(int acknowledged) {
    sdk_serve_interrupts();
    return acknowledged;
}

static int write(const uint8_t *data, size_t size, int stop) {
    sdk_flush_uart_formats();
    return end_transfer(odp_write_i2c(sdk_bench, transaction.bus, transaction.address, data, size, stop));
}

void otbench_i2c_begin(int sda, int scl, uint8_t address, uint16_t kilohertz) {
    enum { BOARD_SDA = 0, BOARD_SCL = 2 };
    begin(sda == BOARD_SDA && scl == BOARD_SCL ? 0 : 1, address, kilohertz);
}

void otbench_i2c_write(const uint8_t *data, uint32_t size, int repeated_start) {
    if (!transaction.errors && !write(data, size, !repeated_start)) transaction.errors |= OTBENCH_I2C_WRITE_NACK;
}

void otbench_i2c_read(uint8_t *data, uint32_t size, int repeated_start) {
    (void)repeated_start;
    if (transaction.errors) return;
    sdk_flush_uart_formats();
    if (size == 0)
        transaction.errors |= OTBENCH_I2C_NOTHING_TO_READ;
    else if (!end_transfer(odp_read_i2c(sdk_bench, transaction.bus, transaction.address, data, size)))
        transaction.errors |= OTBENCH_I2C_READ_NACK;
}

void otbench_i2c_poll(uint16_t microseconds) {
    if (transaction.errors) return;
    const int64_t end = sdk_now() + microseconds * SDK_US;
    do {
        if (write(NULL, 0, 1)) return;
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
void brzo_i2c_setup(uint32_t clock_stretch_us) {
    (void)clock_stretch_us;
    ETS_GPIO_INTR_DISABLE();
    ETS_GPIO_INTR_ENABLE();
}

void brzo_i2c_start_transaction(uint8_t address, uint16_t kilohertz);
void brzo_i2c_start_transaction(uint8_t address, uint16_t kilohertz) { begin(0, address, kilohertz); }

void brzo_i2c_write(const uint8_t *data, uint32_t size, bool repeated_start);
void brzo_i2c_write(const uint8_t *data, uint32_t size, bool repeated_start) {
    otbench_i2c_write(data, size, repeated_start);
}

void brzo_i2c_read(uint8_t *data, uint32_t size, bool repeated_start);
void brzo_i2c_read(uint8_t *data, uint32_t size, bool repeated_start) { otbench_i2c_read(data, size, repeated_start); }

void brzo_i2c_ACK_polling(uint16_t microseconds);
void brzo_i2c_ACK_polling(uint16_t microseconds) { otbench_i2c_poll(microseconds); }

uint8_t brzo_i2c_end_transaction(void);
uint8_t brzo_i2c_end_transaction(void) { return otbench_i2c_end(); }

/* ---- the same for firmware that keeps the pins of each bus in a record of its own ----
 *
 * A variant of that library takes such a record as its last argument; otbench-sdk-cc renames its functions to these. The
 * record's layout is the firmware's. Wherever it is in it, the address of the register that switches a pin's function
 * tells the pin: the board's own bus has pins 0 and 2. */

static int bus_of(const void *record) {
    enum { MOST_WORDS = 16 };
    for (int i = 0; i < MOST_WORDS; ++i) {
        uint32_t word;
        memcpy(&word, (const char *)record + i * sizeof word, sizeof word);
        if (word <= PERIPHS_IO_MUX || word > PERIPHS_IO_MUX_GPIO5_U) continue;
        return word == PERIPHS_IO_MUX_GPIO0_U || word == PERIPHS_IO_MUX_GPIO2_U ? 0 : 1;
    }
    return 0;
}

void otbench_brzo_i2c_setup(const void *record);
void otbench_brzo_i2c_setup(const void *record) {
    (void)record;
    brzo_i2c_setup(0);
}

void otbench_brzo_i2c_start_transaction(uint8_t address, uint16_t kilohertz, const void *record);
void otbench_brzo_i2c_start_transaction(uint8_t address, uint16_t kilohertz, const void *record) {
    begin(bus_of(record), address, kilohertz);
}

void otbench_brzo_i2c_write(const uint8_t *data, uint32_t size, bool repeated_start, const void *record);
void otbench_brzo_i2c_write(const uint8_t *data, uint32_t size, bool repeated_start, const void *record) {
    (void)record;
    otbench_i2c_write(data, size, repeated_start);
}

void otbench_brzo_i2c_read(uint8_t *data, uint32_t size, bool repeated_start, const void *record);
void otbench_brzo_i2c_read(uint8_t *data, uint32_t size, bool repeated_start, const void *record) {
    (void)record;
    otbench_i2c_read(data, size, repeated_start);
}

void otbench_brzo_i2c_ACK_polling(uint16_t microseconds, const void *record);
void otbench_brzo_i2c_ACK_polling(uint16_t microseconds, const void *record) {
    (void)record;
    otbench_i2c_poll(microseconds);
}

uint8_t otbench_brzo_i2c_end_transaction(const void *record);
uint8_t otbench_brzo_i2c_end_transaction(const void *record) {
    (void)record;
    return otbench_i2c_end();
}
