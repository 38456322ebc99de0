/* SPDX-License-Identifier: MIT; see ../include/otbench.h. */
/* Pins: their registers, the levels outside, and edges that interrupt. */
#include <stdio.h>

#include "gpio.h"
#include "machine.h"

enum { GPIO_PINS = 16, PULL_UP = 1 << 7, OPEN_DRAIN = 1 << 2, RTC_PIN = 16, MUXES = 17, RTC_WORDS = 64 };
static const uint32_t every_pin = 0x1ffff;

static struct {
    uint32_t out, enable, status;
    uint32_t config[GPIO_PINS];
    uint32_t mux[MUXES];  /* word n of the IO_MUX */
    uint32_t rtc[RTC_WORDS];
    uint32_t level; /* at the pins, as far as it is known */
    int drive[SDK_PINS];
} pins;

/* Which word of the IO_MUX belongs to a pin, and which function makes it a GPIO. */
static const struct {
    uint8_t word, gpio_function;
} muxes[GPIO_PINS] = {{13, 0}, {6, 3}, {14, 0}, {5, 3}, {15, 0}, {16, 0}, {7, 3},  {8, 3},
                      {9, 3},  {10, 3}, {11, 3}, {12, 3}, {1, 3}, {2, 3},  {3, 3}, {4, 3}};

static uint32_t function_of(int pin) {
    const uint32_t mux = pins.mux[muxes[pin].word];
    return (mux >> 4 & 3u) | (mux >> 6 & 4u);
}

static int is_uart(int pin) { return (pin == 1 || pin == 3) && function_of(pin) == 0; }

static enum odp_drive drive_of(int pin) {
    if (pin < GPIO_PINS && is_uart(pin)) return ODP_PERIPHERAL;
    const int high = pins.out >> pin & 1u;
    if (pins.enable >> pin & 1u) {
        if (pin == RTC_PIN || !(pins.config[pin] & OPEN_DRAIN)) return high ? ODP_HIGH : ODP_LOW;
        if (!high) return ODP_OPEN_DRAIN_LOW;
    }
    return pin < GPIO_PINS && (pins.mux[muxes[pin].word] & PULL_UP) ? ODP_PULLED_UP : ODP_FLOAT;
}

static int is_edge_of(uint32_t type, int level) {
    return type == GPIO_PIN_INTR_ANYEDGE || type == (level ? GPIO_PIN_INTR_POSEDGE : GPIO_PIN_INTR_NEGEDGE);
}

static uint32_t interrupt_type(int pin) { return pins.config[pin] >> 7 & 7u; }

static void set_level(int pin, int level) {
    const uint32_t bit = 1u << pin;
    if (!(pins.level & bit) == !level) return;
    pins.level ^= bit;
    if (pin < GPIO_PINS && is_edge_of(interrupt_type(pin), level)) pins.status |= bit;
}

void sdk_pin_changed(void *context, int64_t at, int pin, int level) {
    (void)context, (void)at;
    if (pin < SDK_PINS) set_level(pin, level);
}

/* Interrupts by level come back as long as the level stays. */
static void renew_level_interrupts(void) {
    for (int pin = 0; pin < GPIO_PINS; ++pin) {
        const uint32_t type = interrupt_type(pin), bit = 1u << pin;
        if ((type == GPIO_PIN_INTR_HILEVEL && (pins.level & bit)) ||
            (type == GPIO_PIN_INTR_LOLEVEL && !(pins.level & bit)))
            pins.status |= bit;
    }
}

int sdk_pin_interrupt_is_pending(void) {
    renew_level_interrupts();
    return pins.status != 0;
}

/* A pin that is not switched to GPIO does not follow the registers on the chip. */
static void check_function(int pin) {
    char text[64];
    if (pin == RTC_PIN || function_of(pin) == muxes[pin].gpio_function) return;
    snprintf(text, sizeof text, "pin %d is driven, but its function is %u (expected %u)", pin,
             (unsigned)function_of(pin), (unsigned)muxes[pin].gpio_function);
    sdk_report_once(&muxes[pin], "pin function", text);
}

/* Tells the bench what has changed. */
static void drive_pins(void) {
    for (int pin = 0; pin < SDK_PINS; ++pin) {
        const enum odp_drive drive = drive_of(pin);
        if (pins.drive[pin] == (int)drive) continue;
        pins.drive[pin] = (int)drive;
        odp_pin(sdk_bench, pin, drive);
        if (drive == ODP_HIGH || drive == ODP_LOW) check_function(pin);
        if (drive == ODP_LOW || drive == ODP_OPEN_DRAIN_LOW) set_level(pin, 0);
        if (drive == ODP_HIGH) set_level(pin, 1);
    }
}

void sdk_pins_start(void) {
    pins.level = every_pin;
    for (int pin = 0; pin < SDK_PINS; ++pin) pins.drive[pin] = pin == 1 || pin == 3 ? ODP_PERIPHERAL : ODP_FLOAT;
    for (int pin = 0; pin < SDK_PINS; ++pin)
        if (!odp_level(sdk_bench, pin)) pins.level &= ~(1u << pin);
}

/* ---- what firmware calls ---- */

void gpio_init(void) {}

static void write_output(uint32_t value) {
    pins.out = value & every_pin;
    drive_pins();
}

static void write_enable(uint32_t value) {
    pins.enable = value & every_pin;
    drive_pins();
}

void gpio_output_set(uint32 set, uint32 clear, uint32 enable, uint32 disable) {
    write_output(pins.out | set);
    write_output(pins.out & ~clear);
    write_enable(pins.enable | enable);
    write_enable(pins.enable & ~disable);
}

static uint32_t levels(void) {
    sdk_flush_uart_formats();
    odp_poll(sdk_bench);
    return pins.level;
}

uint32 gpio_input_get(void) { return levels() & 0xffffu; }

void gpio_pin_intr_state_set(uint32 pin, GPIO_INT_TYPE type) {
    if (pin >= GPIO_PINS) return;
    pins.config[pin] = (pins.config[pin] & ~GPIO_PIN_INT_TYPE_SET(7u)) | GPIO_PIN_INT_TYPE_SET((uint32_t)type);
}

static gpio_intr_handler_fn_t handler;

static void call_handler(void *arg) { handler(gpio_intr_pending(), arg); }

void gpio_intr_handler_register(gpio_intr_handler_fn_t function, void *arg) {
    handler = function;
    ets_isr_attach(SDK_GPIO_INTERRUPT, call_handler, arg);
}

uint32 gpio_intr_pending(void) { return sdk_pin_register(GPIO_STATUS_ADDRESS); }
void gpio_intr_ack(uint32 bits) { sdk_set_pin_register(GPIO_STATUS_W1TC_ADDRESS, bits); }
void gpio_register_set(uint32 offset, uint32 value) { GPIO_REG_WRITE(offset, value); }
uint32 gpio_register_get(uint32 offset) { return GPIO_REG_READ(offset); }

/* ---- registers ---- */

uint32_t sdk_pin_register(uint32_t offset) {
    switch (offset) {
        case GPIO_OUT_ADDRESS: return pins.out & 0xffffu;
        case GPIO_ENABLE_ADDRESS: return pins.enable & 0xffffu;
        case GPIO_IN_ADDRESS: return gpio_input_get();
        case GPIO_STATUS_ADDRESS: renew_level_interrupts(); return pins.status;
        default: break;
    }
    if (offset < GPIO_PIN0_ADDRESS) return 0; /* the others are only written */
    return pins.config[(offset - GPIO_PIN0_ADDRESS) / 4];
}

void sdk_set_pin_register(uint32_t offset, uint32_t value) {
    const uint32_t rtc_out = pins.out & ~0xffffu, rtc_enable = pins.enable & ~0xffffu;
    switch (offset) {
        case GPIO_OUT_ADDRESS: write_output(rtc_out | (value & 0xffffu)); return;
        case GPIO_OUT_W1TS_ADDRESS: write_output(pins.out | (value & 0xffffu)); return;
        case GPIO_OUT_W1TC_ADDRESS: write_output(pins.out & ~(value & 0xffffu)); return;
        case GPIO_ENABLE_ADDRESS: write_enable(rtc_enable | (value & 0xffffu)); return;
        case GPIO_ENABLE_W1TS_ADDRESS: write_enable(pins.enable | (value & 0xffffu)); return;
        case GPIO_ENABLE_W1TC_ADDRESS: write_enable(pins.enable & ~(value & 0xffffu)); return;
        case GPIO_IN_ADDRESS: return;
        case GPIO_STATUS_ADDRESS: pins.status = value & 0xffffu; return;
        case GPIO_STATUS_W1TS_ADDRESS: pins.status |= value & 0xffffu; return;
        case GPIO_STATUS_W1TC_ADDRESS: pins.status &= ~value; return;
        default: break;
    }
    pins.config[(offset - GPIO_PIN0_ADDRESS) / 4] = value;
    drive_pins();
}

uint32_t sdk_mux_register(uint32_t offset) { return pins.mux[offset / 4]; }

void sdk_set_mux_register(uint32_t offset, uint32_t value) {
    pins.mux[offset / 4] = value;
    drive_pins();
}

/* GPIO16 belongs to the clock that runs while the chip sleeps. */
uint32_t sdk_rtc_register(uint32_t offset) {
    enum { IN_DATA = 0x8c };
    if (offset == IN_DATA) return levels() >> RTC_PIN & 1u;
    return pins.rtc[offset / 4];
}

void sdk_set_rtc_register(uint32_t offset, uint32_t value) {
    enum { OUT = 0x68, ENABLE = 0x74 };
    const uint32_t bit = 1u << RTC_PIN;
    pins.rtc[offset / 4] = value;
    if (offset == OUT) write_output((pins.out & ~bit) | (value & 1u) << RTC_PIN);
    if (offset == ENABLE) write_enable((pins.enable & ~bit) | (value & 1u) << RTC_PIN);
}
