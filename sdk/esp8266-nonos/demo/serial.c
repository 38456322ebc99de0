/* SPDX-License-Identifier: MIT. Part of the demonstration firmware: copy this folder to begin your own. */
#include "demo.h"

enum {
    BIT_US = 1000000 / BAUD,
    MOST = 128,
    DRAIN_TASK = USER_TASK_PRIO_1,

    UART = 0x60000000,
    FIFO = 0x00,
    INT_ST = 0x08,
    INT_ENA = 0x0c,
    INT_CLR = 0x10,
    STATE = 0x1c,
    CONF0 = 0x20,
    CONF1 = 0x24,
    RX_FULL = BIT0,
    RX_TIMEOUT = BIT8,
    EVEN_8 = 0x1e /* even parity, 8 data bits, 1 stop bit */
};

static uint8 received[MOST];
static int received_count;

/* ---- the bit-banged line: even parity ---- */

static int ICACHE_FLASH_ATTR frame_of(uint8 octet) {
    int ones = 0;
    for (int i = 0; i < 8; ++i) ones += octet >> i & 1;
    return octet << 1 | (ones & 1) << 9 | 1 << 10;
}

static void ICACHE_FLASH_ATTR send_by_delay(int frame) {
    for (int i = 0; i < 11; ++i) {
        GPIO_OUTPUT_SET(TX_PIN, frame >> i & 1);
        os_delay_us(BIT_US);
    }
}

static void ICACHE_FLASH_ATTR send_by_clock(int frame) {
    const uint32 start = system_get_time();
    for (int i = 0; i < 11; ++i) {
        GPIO_OUTPUT_SET(TX_PIN, frame >> i & 1);
        while (system_get_time() - start < (uint32)(i + 1) * 1000000u / BAUD) {
        }
    }
}

void ICACHE_FLASH_ATTR serial_send(const uint8 *octets, int size, enum pace pace) {
    for (int i = 0; i < size; ++i) {
        const int frame = frame_of(octets[i]);
        ETS_INTR_LOCK();
        (pace == BY_DELAY ? send_by_delay : send_by_clock)(frame);
        ETS_INTR_UNLOCK();
    }
}

/* At a start bit: waits for the middles of the bits, in the handler. */
static void receive(void) {
    uint8 octet = 0;
    if (GPIO_INPUT_GET(RX_PIN)) return;
    os_delay_us(BIT_US / 2);
    for (int i = 0; i < 8; ++i) {
        os_delay_us(BIT_US);
        octet |= GPIO_INPUT_GET(RX_PIN) << i;
    }
    os_delay_us(BIT_US); /* parity */
    if (received_count < MOST) received[received_count++] = octet;
}

static void on_edge(void *arg) {
    const uint32 status = GPIO_REG_READ(GPIO_STATUS_ADDRESS);
    if (status & BIT(RX_PIN)) receive();
    GPIO_REG_WRITE(GPIO_STATUS_W1TC_ADDRESS, status);
}

int ICACHE_FLASH_ATTR serial_received(const uint8 **octets) {
    const int count = received_count;
    *octets = received;
    received_count = 0;
    return count;
}

/* ---- UART 0: interrupts, and a task that publishes ---- */

static uint8 from_uart[MOST];
static int from_uart_count;
static os_event_t queue[4];

static void on_uart(void *arg) {
    const uint32 why = READ_PERI_REG(UART + INT_ST);
    while ((READ_PERI_REG(UART + STATE) & 0xff) > 0) {
        const uint8 octet = READ_PERI_REG(UART + FIFO);
        if (from_uart_count < MOST) from_uart[from_uart_count++] = octet;
    }
    WRITE_PERI_REG(UART + INT_CLR, why);
    if (why & RX_TIMEOUT) system_os_post(DRAIN_TASK, 0, 0);
}

static void ICACHE_FLASH_ATTR drain(os_event_t *event) {
    char text[2 * MOST + 1];
    for (int i = 0; i < from_uart_count; ++i) os_sprintf(text + 2 * i, "%02x", from_uart[i]);
    if (from_uart_count) reply("uart:%s", text);
    from_uart_count = 0;
}

void ICACHE_FLASH_ATTR uart_send(const uint8 *octets, int size) {
    while (size-- > 0) WRITE_PERI_REG(UART + FIFO, *octets++);
}

void ICACHE_FLASH_ATTR serial_start(void) {
    PIN_FUNC_SELECT(PERIPHS_IO_MUX_MTCK_U, FUNC_GPIO13);
    PIN_FUNC_SELECT(PERIPHS_IO_MUX_MTDO_U, FUNC_GPIO15);
    PIN_PULLUP_EN(PERIPHS_IO_MUX_MTCK_U);
    GPIO_DIS_OUTPUT(RX_PIN);
    GPIO_OUTPUT_SET(TX_PIN, 1);
    ETS_GPIO_INTR_ATTACH(on_edge, NULL);
    gpio_pin_intr_state_set(GPIO_ID_PIN(RX_PIN), GPIO_PIN_INTR_NEGEDGE);
    ETS_GPIO_INTR_ENABLE();

    system_os_task(drain, DRAIN_TASK, queue, sizeof queue / sizeof *queue);
    uart_div_modify(0, UART_CLK_FREQ / BAUD);
    WRITE_PERI_REG(UART + CONF0, EVEN_8);
    WRITE_PERI_REG(UART + CONF1, 100 | 2 << 24 | BIT31);
    WRITE_PERI_REG(UART + INT_ENA, RX_FULL | RX_TIMEOUT);
    ETS_UART_INTR_ATTACH(on_uart, NULL);
    ETS_UART_INTR_ENABLE();
}
