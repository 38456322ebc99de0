/* SPDX-License-Identifier: MIT; see ../include/otbench.h. */
/* The UARTs: FIFOs, interrupts, format. UART 1 has no line on the boards, so only its transmitter is of use. */
#include "machine.h"
#include "user_interface.h"

enum {
    UARTS = 2,
    FIFO_SIZE = 128,
    ALMOST_FULL = 120,
    CLOCK_HZ = 80000000,

    FIFO = 0x00,
    INT_RAW = 0x04,
    INT_ST = 0x08,
    INT_ENA = 0x0c,
    INT_CLR = 0x10,
    CLKDIV = 0x14,
    STATUS_NOW = 0x1c,
    CONF0 = 0x20,
    CONF1 = 0x24,

    RX_FULL = 1 << 0,
    TX_EMPTY = 1 << 1,
    PARITY_ERROR = 1 << 2,
    FRAMING_ERROR = 1 << 3,
    OVERFLOW = 1 << 4,
    BREAK_DETECTED = 1 << 7,
    RX_TIMEOUT = 1 << 8,

    ODD = 1 << 0,
    PARITY_ON = 1 << 1,
    RX_RESET = 1 << 17,
    TX_RESET = 1 << 18,
    FORMAT_BITS = 0x3f,
    DEFAULT_FORMAT = 0x1c, /* 8 data bits, 1 stop bit */
    DEFAULT_DIVIDER = 694  /* 115200 baud */
};

static const uint32_t timeout_on = 1u << 31;

static struct uart {
    uint8_t received[FIFO_SIZE];
    int first, count;
    uint32_t raw, enabled, divider, conf0, conf1;
    int64_t timeout_at;  /* when the receiver has been silent for too long; ODP_FOR_EVER: nothing to wait for */
    int64_t sent_at;     /* when the transmitter will have sent everything */
    int64_t looked_at;   /* the last look at a transmitter that is almost full */
    uint32_t told_divider, told_format;
} uarts[UARTS];

/* The ROM's record of the settings; some firmware divides by its first word. */
struct {
    uint32_t baud, data_bits, has_parity, parity, stop_bits;
    uint32_t others[16];
} UartDev = {115200, 3, 0, 0, 1, {0}};

void sdk_uart_start(void) {
    for (int i = 0; i < UARTS; ++i) {
        uarts[i].divider = uarts[i].told_divider = DEFAULT_DIVIDER;
        uarts[i].conf0 = uarts[i].told_format = DEFAULT_FORMAT;
        uarts[i].conf1 = 0x7f;
        uarts[i].timeout_at = ODP_FOR_EVER;
        uarts[i].looked_at = -1;
    }
}

/* ---- format ---- */

static uint32_t data_bits(const struct uart *uart) { return 5 + (uart->conf0 >> 2 & 3u); }

static int64_t character_time(const struct uart *uart) {
    const uint32_t stop_half_bits = 1 + (uart->conf0 >> 4 & 3u);
    const uint32_t half_bits = 2 + 2 * data_bits(uart) + (uart->conf0 & PARITY_ON ? 2 : 0) + stop_half_bits;
    return (int64_t)half_bits * uart->divider * SDK_SECOND / CLOCK_HZ / 2;
}

void sdk_flush_uart_formats(void) {
    for (int i = 0; i < UARTS; ++i) {
        struct uart *uart = &uarts[i];
        const uint32_t format = uart->conf0 & FORMAT_BITS;
        if (uart->divider == uart->told_divider && format == uart->told_format) continue;
        uart->told_divider = uart->divider;
        uart->told_format = format;
        const int parity = !(format & PARITY_ON) ? 0 : format & ODD ? 2 : 1;
        odp_uart_format(sdk_bench, i, uart->divider, CLOCK_HZ, (int)data_bits(uart), parity,
                        (int)(1 + (format >> 4 & 3u)));
    }
}

/* ---- the receiver ---- */

static uint32_t full_level(const struct uart *uart) { return uart->conf1 & 0x7f; }

static void check_timeout(struct uart *uart, int64_t now) {
    if (uart->timeout_at > now) return;
    uart->raw |= RX_TIMEOUT;
    uart->timeout_at = ODP_FOR_EVER;
}

void sdk_character_arrived(void *context, int64_t at, int number, uint8_t octet, int errors) {
    (void)context;
    if (number < 0 || number >= UARTS) return;
    struct uart *uart = &uarts[number];
    check_timeout(uart, at - 1);
    if (errors & ODP_PARITY_ERROR) uart->raw |= PARITY_ERROR;
    if (errors & ODP_FRAMING_ERROR) uart->raw |= FRAMING_ERROR;
    if (errors & ODP_BREAK) uart->raw |= BREAK_DETECTED;
    if (uart->count == FIFO_SIZE)
        uart->raw |= OVERFLOW;
    else
        uart->received[(uart->first + uart->count++) % FIFO_SIZE] = octet;
    uart->timeout_at = uart->conf1 & timeout_on ? at + 2 * character_time(uart) : ODP_FOR_EVER;
}

static uint32_t take_character(struct uart *uart) {
    if (uart->count == 0) return 0;
    const uint8_t octet = uart->received[uart->first];
    uart->first = (uart->first + 1) % FIFO_SIZE;
    if (--uart->count == 0) uart->timeout_at = ODP_FOR_EVER;
    return octet;
}

/* ---- the transmitter: the bench has a queue of its own, this is what the firmware sees of it ---- */

static uint32_t waiting_to_be_sent(const struct uart *uart) {
    const int64_t left = uart->sent_at - sdk_now(), each = character_time(uart);
    return left <= 0 || each == 0 ? 0 : (uint32_t)((left + each - 1) / each);
}

/* Firmware that polls until there is room would do so for ever at one instant. */
static uint32_t look_at_transmitter(struct uart *uart) {
    if (waiting_to_be_sent(uart) >= ALMOST_FULL) {
        if (uart->looked_at == sdk_now()) sdk_busy_until(sdk_now() + character_time(uart));
        uart->looked_at = sdk_now();
    }
    return waiting_to_be_sent(uart);
}

static void put(int number, int is_log, const char *octets, size_t size) {
    struct uart *uart = &uarts[number];
    sdk_flush_uart_formats();
    if (uart->sent_at < sdk_now()) uart->sent_at = sdk_now();
    uart->sent_at += (int64_t)size * character_time(uart);
    odp_uart_out(sdk_bench, number, is_log, octets, size);
}

void sdk_uart_put(int number, int is_log, const char *octets, size_t size) {
    struct uart *uart = &uarts[number];
    put(number, is_log, octets, size);
    while (waiting_to_be_sent(uart) > FIFO_SIZE) sdk_busy_until(uart->sent_at - FIFO_SIZE * character_time(uart));
}

/* ---- interrupts ---- */

static uint32_t raw_interrupts(struct uart *uart) {
    check_timeout(uart, sdk_now());
    if ((uint32_t)uart->count >= full_level(uart) && uart->count > 0) uart->raw |= RX_FULL;
    if (waiting_to_be_sent(uart) <= (uart->conf1 >> 8 & 0x7fu)) uart->raw |= TX_EMPTY;
    return uart->raw;
}

int sdk_uart_interrupt_is_pending(void) {
    return (raw_interrupts(&uarts[0]) & uarts[0].enabled) != 0 || (raw_interrupts(&uarts[1]) & uarts[1].enabled) != 0;
}

/* When the transmitter's FIFO falls to its level. */
static int64_t empty_at(const struct uart *uart) {
    if (!(uart->enabled & TX_EMPTY) || uart->raw & TX_EMPTY) return ODP_FOR_EVER;
    const int64_t at = uart->sent_at - (int64_t)(uart->conf1 >> 8 & 0x7fu) * character_time(uart);
    return at > sdk_now() ? at : ODP_FOR_EVER;
}

int64_t sdk_uart_deadline(void) {
    int64_t first = ODP_FOR_EVER;
    for (int i = 0; i < UARTS; ++i) {
        check_timeout(&uarts[i], sdk_now()); /* one that is masked is kept, and nothing to wait for any more */
        const int64_t empty = empty_at(&uarts[i]);
        if (uarts[i].enabled & RX_TIMEOUT && uarts[i].timeout_at < first) first = uarts[i].timeout_at;
        if (empty < first) first = empty;
    }
    return first;
}

/* ---- registers ---- */

uint32_t sdk_uart_register(int number, uint32_t offset) {
    struct uart *uart = &uarts[number];
    switch (offset) {
        case FIFO: return take_character(uart);
        case INT_RAW: return raw_interrupts(uart);
        case INT_ST: return raw_interrupts(uart) & uart->enabled;
        case INT_ENA: return uart->enabled;
        case CLKDIV: return uart->divider;
        case STATUS_NOW: return (uint32_t)uart->count | look_at_transmitter(uart) << 16;
        case CONF0: return uart->conf0;
        case CONF1: return uart->conf1;
        default: return 0;
    }
}

static void set_conf0(struct uart *uart, uint32_t value) {
    uart->conf0 = value;
    if (value & RX_RESET) {
        uart->count = 0;
        uart->timeout_at = ODP_FOR_EVER;
    }
    if (value & TX_RESET) uart->sent_at = sdk_now();
}

void sdk_set_uart_register(int number, uint32_t offset, uint32_t value) {
    struct uart *uart = &uarts[number];
    const char octet = (char)value;
    switch (offset) {
        case FIFO: put(number, 0, &octet, 1); break;
        case INT_ENA: uart->enabled = value; break;
        case INT_CLR: uart->raw &= ~value; break;
        case CLKDIV: uart->divider = value; break;
        case CONF0: set_conf0(uart, value); break;
        case CONF1: uart->conf1 = value; break;
        default: break;
    }
}

void uart_div_modify(uint8 number, uint32 divider) {
    if (number >= UARTS) return;
    uarts[number].divider = divider;
    set_conf0(&uarts[number], uarts[number].conf0 | RX_RESET | TX_RESET);
    set_conf0(&uarts[number], uarts[number].conf0 & ~(uint32_t)(RX_RESET | TX_RESET));
}
