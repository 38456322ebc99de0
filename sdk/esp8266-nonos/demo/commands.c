/* SPDX-License-Identifier: MIT. Part of the demonstration firmware: copy this folder to begin your own. */
#include "demo.h"

void ICACHE_FLASH_ATTR reply(const char *format, ...) {
    char text[256];
    va_list arguments;
    va_start(arguments, format);
    ets_vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    mqtt_publish(text);
}

/* The firmware's own number reader: a name of the C library, as firmware is wont to define. */
long ICACHE_FLASH_ATTR strtol(const char *text, char **end, int base) {
    long value = 0;
    for (; *text && *text != ' '; ++text) {
        const int digit = *text <= '9' ? *text - '0' : (*text | 0x20) - 'a' + 10;
        if (digit < 0 || digit >= base) break;
        value = value * base + digit;
    }
    if (end) *end = (char *)text;
    return value;
}

static char *ICACHE_FLASH_ATTR next_word(char *text) {
    while (*text && *text != ' ') ++text;
    while (*text == ' ') ++text;
    return text;
}

static int ICACHE_FLASH_ATTR read_hex(const char *text, uint8 *octets, int most) {
    int size = 0;
    for (; text[0] && text[1] && size < most; text += 2) {
        const char pair[] = {text[0], text[1], '\0'};
        octets[size++] = strtol(pair, NULL, 16);
    }
    return size;
}

static void ICACHE_FLASH_ATTR info(char *rest) {
    reply("ok:boots=%u reset=%u chip=%06x heap=%u", boot_count(), system_get_rst_info()->reason, system_get_chip_id(),
          system_get_free_heap_size());
}

static void ICACHE_FLASH_ATTR led(char *rest) {
    PIN_FUNC_SELECT(PERIPHS_IO_MUX_MTMS_U, FUNC_GPIO14);
    GPIO_OUTPUT_SET(LED_PIN, *rest == '1');
    reply("ok");
}

static void ICACHE_FLASH_ATTR read(char *rest) { reply("ok:%d", GPIO_INPUT_GET(strtol(rest, NULL, 10))); }

static void ICACHE_FLASH_ATTR send(char *rest, enum pace pace) {
    uint8 octets[64];
    serial_send(octets, read_hex(rest, octets, sizeof octets), pace);
    reply("ok");
}

static void ICACHE_FLASH_ATTR soft(char *rest) { send(rest, BY_DELAY); }
static void ICACHE_FLASH_ATTR clocked(char *rest) { send(rest, BY_CLOCK); }

static void ICACHE_FLASH_ATTR received(char *rest) {
    const uint8 *octets;
    const int size = serial_received(&octets);
    char text[256] = "ok:";
    for (int i = 0; i < size && i < 100; ++i) os_sprintf(text + 3 + 2 * i, "%02x", octets[i]);
    reply("%s", text);
}

static void ICACHE_FLASH_ATTR uart(char *rest) {
    uint8 octets[64];
    uart_send(octets, read_hex(rest, octets, sizeof octets));
    reply("ok");
}

static void ICACHE_FLASH_ATTR print(char *rest) {
    ets_printf("%s\n", rest);
    reply("ok");
}

static void ICACHE_FLASH_ATTR i2c(char *rest) { probe_i2c(strtol(rest, NULL, 16), strtol(next_word(rest), NULL, 16)); }

static void ICACHE_FLASH_ATTR i2c_bits(char *rest) { probe_i2c_bits(strtol(rest, NULL, 16), strtol(next_word(rest), NULL, 16)); }

static void ICACHE_FLASH_ATTR i2c_write(char *rest) {
    uint8 octets[16];
    probe_i2c_write(strtol(rest, NULL, 16), octets, read_hex(next_word(rest), octets, sizeof octets));
}

static void ICACHE_FLASH_ATTR timer(char *rest) { probe_timer(strtol(rest, NULL, 10), strtol(next_word(rest), NULL, 10)); }

static void ICACHE_FLASH_ATTR busy(char *rest) {
    for (long left = strtol(rest, NULL, 10); left > 0; --left) os_delay_us(1000);
    reply("ok");
}

static int ICACHE_FLASH_ATTR overflow(volatile int *depth) {
    volatile int deeper[64] = {*depth + 1};
    return *deeper < 0 ? 0 : overflow(deeper) + deeper[0];
}

static void ICACHE_FLASH_ATTR crash(char *rest) {
    volatile int zero = 0;
    if (os_strcmp(rest, "null") == 0) reply("%d", *(volatile int *)zero);
    if (os_strcmp(rest, "div") == 0) reply("%d", 100 / zero);
    if (os_strcmp(rest, "wild") == 0) *(volatile int *)0x12345678 = 1;
    if (os_strcmp(rest, "stack") == 0) reply("%d", overflow(&zero));
    if (os_strcmp(rest, "heap") == 0) {
        char *four = os_malloc(4);
        four[4 + zero] = 1;
        os_free(four);
    }
    reply("ok");
}

static void ICACHE_FLASH_ATTR flash(char *rest) {
    uint8 octets[8];
    if (spi_flash_read(strtol(rest, NULL, 16), (uint32 *)octets, sizeof octets) != SPI_FLASH_RESULT_OK)
        reply("error");
    else
        reply("ok:%02x%02x%02x%02x%02x%02x%02x%02x", octets[0], octets[1], octets[2], octets[3], octets[4], octets[5],
              octets[6], octets[7]);
}

static void ICACHE_FLASH_ATTR hang(char *rest) {
    for (volatile int for_ever = 1; for_ever;) {
    }
}

static void ICACHE_FLASH_ATTR restart(char *rest) {
    reply("never sent");
    system_restart();
}

static void ICACHE_FLASH_ATTR uninit(char *rest) {
    int limit; /* a bug: the answer depends on what the stack held */
    if (*rest == '1') limit = 1;
    reply(limit == 0 ? "ok:zero" : "ok:other");
}

static void ICACHE_FLASH_ATTR unknown(char *rest) { reply("ok:%u", READ_PERI_REG(0x60000a00)); }
static void ICACHE_FLASH_ATTR one_wire(char *rest) { probe_one_wire(); }
static void ICACHE_FLASH_ATTR close_http(char *rest) { http_stop(); }
static void ICACHE_FLASH_ATTR udp(char *rest) { udp_send(rest, 0); }
static void ICACHE_FLASH_ATTR udp_all(char *rest) { udp_send(rest, 1); }
static void ICACHE_FLASH_ATTR second(char *rest) { second_connection(); }
static void ICACHE_FLASH_ATTR order(char *rest) { probe_order(); }
static void ICACHE_FLASH_ATTR latched(char *rest) { probe_latched_edge(); }
static void ICACHE_FLASH_ATTR registers(char *rest) { probe_registers(); }

void ICACHE_FLASH_ATTR commands_receive(char *payload) {
    static const struct {
        const char *name;
        void (*act)(char *rest);
    } commands[] = {
        {"busy", busy},         {"clocked", clocked}, {"crash", crash},         {"flash", flash},
        {"hang", hang},         {"http-close", close_http}, {"second", second},   {"udp", udp},
        {"udp-all", udp_all},
        {"i2c", i2c},           {"i2c-bits", i2c_bits}, {"i2c-write", i2c_write}, {"info", info},         {"latched", latched},
        {"led", led},           {"one-wire", one_wire},   {"order", order},       {"print", print},
        {"read", read},         {"received", received},   {"registers", registers}, {"restart", restart},
        {"soft", soft},         {"timer", timer},         {"uart", uart},         {"uninit", uninit},
        {"unknown", unknown},
    };
    for (unsigned i = 0; i < sizeof commands / sizeof *commands; ++i) {
        const int size = os_strlen(commands[i].name);
        if (os_strncmp(payload, commands[i].name, size) != 0 || (payload[size] && payload[size] != ' ')) continue;
        commands[i].act(next_word(payload));
        return;
    }
    reply("error:unknown command");
}
