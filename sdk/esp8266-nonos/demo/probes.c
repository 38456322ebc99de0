/* SPDX-License-Identifier: MIT. Part of the demonstration firmware: copy this folder to begin your own. */
#include "demo.h"

/* ---- a pulse as on a one-wire bus: 480 us low, the answer 70 us later ---- */

void ICACHE_FLASH_ATTR probe_one_wire(void) {
    PIN_FUNC_SELECT(PERIPHS_IO_MUX_GPIO4_U, FUNC_GPIO4);
    PIN_PULLUP_EN(PERIPHS_IO_MUX_GPIO4_U);
    ETS_INTR_LOCK();
    GPIO_OUTPUT_SET(ONE_WIRE_PIN, 0);
    os_delay_us(480);
    GPIO_DIS_OUTPUT(ONE_WIRE_PIN);
    os_delay_us(70);
    const int is_there = !GPIO_INPUT_GET(ONE_WIRE_PIN);
    ETS_INTR_UNLOCK();
    os_delay_us(410);
    reply(is_there ? "ok:present" : "ok:nothing");
}

/* ---- the order of tasks and timers ---- */

enum { FIRST_TASK = USER_TASK_PRIO_0, SECOND_TASK = USER_TASK_PRIO_2 };

static char order[32];
static os_timer_t overdue_timer, zero_timer;
static os_event_t first_queue[2], second_queue[2];

static void ICACHE_FLASH_ATTR add(const char *what) { os_strcpy(order + os_strlen(order), what); }
static void ICACHE_FLASH_ATTR on_overdue(void *arg) { add("overdue "); }
static void ICACHE_FLASH_ATTR on_low(os_event_t *event) { add(event->par == 7 ? "low " : "wrong "); }
static void ICACHE_FLASH_ATTR on_high(os_event_t *event) { add("high "); }

static void ICACHE_FLASH_ATTR on_zero(void *arg) {
    add("zero");
    reply("%s", order);
}

void ICACHE_FLASH_ATTR probe_order(void) {
    order[0] = '\0';
    os_timer_setfn(&overdue_timer, on_overdue, NULL);
    os_timer_setfn(&zero_timer, on_zero, NULL);
    system_os_task(on_low, FIRST_TASK, first_queue, 2);
    system_os_task(on_high, SECOND_TASK, second_queue, 2);
    os_timer_arm(&overdue_timer, 1, 0);
    os_delay_us(2000);
    os_timer_arm(&zero_timer, 0, 0);
    system_os_post(FIRST_TASK, 0, 7);
    system_os_post(SECOND_TASK, 0, 0);
    add("now ");
}

/* ---- a repeating timer ---- */

static os_timer_t tick_timer;
static int ticks_left, tick_count;

static void ICACHE_FLASH_ATTR on_tick(void *arg) {
    reply("tick %d", ++tick_count);
    if (--ticks_left <= 0) os_timer_disarm(&tick_timer);
}

void ICACHE_FLASH_ATTR probe_timer(int milliseconds, int count) {
    ticks_left = count;
    tick_count = 0;
    os_timer_disarm(&tick_timer);
    os_timer_setfn(&tick_timer, on_tick, NULL);
    os_timer_arm(&tick_timer, milliseconds, 1);
}

/* ---- an edge while interrupts are locked: the handler runs at the unlock ---- */

static uint32 handled_at;

static void on_led_edge(void *arg) {
    handled_at = system_get_time();
    GPIO_REG_WRITE(GPIO_STATUS_W1TC_ADDRESS, GPIO_REG_READ(GPIO_STATUS_ADDRESS));
}

void ICACHE_FLASH_ATTR probe_latched_edge(void) {
    handled_at = 0;
    PIN_FUNC_SELECT(PERIPHS_IO_MUX_MTMS_U, FUNC_GPIO14);
    GPIO_OUTPUT_SET(LED_PIN, 0);
    gpio_pin_intr_state_set(GPIO_ID_PIN(LED_PIN), GPIO_PIN_INTR_POSEDGE);
    ETS_GPIO_INTR_ATTACH(on_led_edge, NULL);
    ETS_INTR_LOCK();
    GPIO_OUTPUT_SET(LED_PIN, 1);
    os_delay_us(1000);
    const int early = handled_at != 0;
    const uint32 unlocked_at = system_get_time();
    ETS_INTR_UNLOCK();
    gpio_pin_intr_state_set(GPIO_ID_PIN(LED_PIN), GPIO_PIN_INTR_DISABLE);
    reply("ok:early=%d after=%uus", early, handled_at - unlocked_at);
    serial_start();
}

/* ---- registers: each is written and read back ---- */

static int ICACHE_FLASH_ATTR keeps(uint32 address, uint32 value) {
    const uint32 before = READ_PERI_REG(address);
    WRITE_PERI_REG(address, value);
    const int kept = READ_PERI_REG(address) == value;
    WRITE_PERI_REG(address, before);
    return kept;
}

static int ICACHE_FLASH_ATTR check_pins(void) {
    const uint32 bit = BIT(LED_PIN);
    int good = 1;
    PIN_FUNC_SELECT(PERIPHS_IO_MUX_MTMS_U, FUNC_GPIO14);
    GPIO_REG_WRITE(GPIO_ENABLE_W1TS_ADDRESS, bit);
    GPIO_REG_WRITE(GPIO_OUT_W1TS_ADDRESS, bit);
    good &= (GPIO_REG_READ(GPIO_OUT_ADDRESS) & GPIO_REG_READ(GPIO_IN_ADDRESS) & bit) != 0;
    GPIO_REG_WRITE(GPIO_OUT_W1TC_ADDRESS, bit);
    good &= ((GPIO_REG_READ(GPIO_OUT_ADDRESS) | GPIO_REG_READ(GPIO_IN_ADDRESS)) & bit) == 0;
    GPIO_REG_WRITE(GPIO_ENABLE_W1TC_ADDRESS, bit);
    good &= (GPIO_REG_READ(GPIO_ENABLE_ADDRESS) & bit) == 0;
    GPIO_REG_WRITE(GPIO_STATUS_W1TS_ADDRESS, bit);
    good &= (GPIO_REG_READ(GPIO_STATUS_ADDRESS) & bit) != 0;
    GPIO_REG_WRITE(GPIO_STATUS_W1TC_ADDRESS, bit);
    good &= (GPIO_REG_READ(GPIO_STATUS_ADDRESS) & bit) == 0;
    good &= keeps(PERIPHS_GPIO_BASEADDR + GPIO_PIN_ADDR(LED_PIN), GPIO_PIN_PAD_DRIVER_SET(1));
    return good;
}

static int ICACHE_FLASH_ATTR check_pin_16(void) {
    int good = keeps(PAD_XPD_DCDC_CONF, 1) & keeps(RTC_GPIO_CONF, 0);
    WRITE_PERI_REG(RTC_GPIO_ENABLE, 1);
    WRITE_PERI_REG(RTC_GPIO_OUT, 1);
    good &= READ_PERI_REG(RTC_GPIO_IN_DATA) & 1;
    WRITE_PERI_REG(RTC_GPIO_OUT, 0);
    good &= !(READ_PERI_REG(RTC_GPIO_IN_DATA) & 1);
    WRITE_PERI_REG(RTC_GPIO_ENABLE, 0);
    return good;
}

void ICACHE_FLASH_ATTR probe_registers(void) {
    enum { UART = 0x60000000, UART_1 = 0x60000f00, INT_RAW = 0x04, INT_ENA = 0x0c, CLKDIV = 0x14, CONF1 = 0x24 };
    int mux = 1;
    for (uint32 at = PERIPHS_IO_MUX + 0x1c; at <= PERIPHS_IO_MUX_SD_CMD_U; at += 4) mux &= keeps(at, 0x80);
    const int uart = keeps(UART_1 + CLKDIV, 100) & keeps(UART_1 + CONF1, 5) & keeps(UART_1 + INT_ENA, 0) &
                     ((READ_PERI_REG(UART + INT_RAW) & BIT1) != 0);
    const int pins = check_pins(), pin_16 = check_pin_16();
    reply("ok:pins=%d pin16=%d mux=%d uart=%d", pins, pin_16, mux, uart);
}
