/* A serial-over-MQTT gateway in virtual time: a sample of a firmware for the bench, and a template for a user's own.
 *
 * It joins Wi-Fi, connects to the broker, listens on /otb-iot/CHIP and answers on /otb-iot/CHIP/status:
 *
 *   set/config/serial/{tx,rx}/PIN   set/config/serial/{speed,parity}/VALUE   set/config/serial/{enable,disable}
 *   trigger/serial/send/HEX         trigger/serial/buffer/dump
 *
 * The serial port is bit-banged on two pins, 8 data bits, even parity unless told otherwise.
 *
 * SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "odp.h"

enum {
    CONNECTION = 1,
    KEEP_ALIVE_S = 60,
    MOST_RECEIVED = 512,
    MOST_PACKET = 1024,
    OCTETS_A_DUMP = 25 /* what fits into a status message */
};
static const int64_t second = 1000000000;
static const int64_t settle_time = 65500000; /* ns from enabling the port to its first use */

enum parity { NO_PARITY, EVEN, ODD };

static struct {
    int tx, rx; /* -1: not set */
    long baud;
    enum parity parity;
    enum { OFF, LISTENING, SENDING } state;
    int64_t start_edge; /* of a character that begins; 0: none */
    uint8_t received[MOST_RECEIVED];
    size_t count;
} port = {-1, -1, 9600, EVEN, OFF, 0, {0}, 0};

static struct {
    char chip[16];
    char commands[64], status[64];
    int connected;
    uint8_t packet[MOST_PACKET];
    size_t size;
    int64_t next_ping;
} link_;

static struct odp *odp;

/* ---- MQTT 3.1.1, as much as is needed ---- */

static size_t put_text(uint8_t *at, const char *text) {
    const size_t size = strlen(text);
    at[0] = (uint8_t)(size >> 8);
    at[1] = (uint8_t)size;
    memcpy(at + 2, text, size);
    return size + 2;
}

static void send_packet(uint8_t type, const uint8_t *body, size_t size) {
    uint8_t packet[MOST_PACKET + 5] = {type};
    size_t head = 1, rest = size;
    do {
        packet[head++] = (uint8_t)(rest % 128 | (rest >= 128 ? 0x80 : 0));
        rest /= 128;
    } while (rest > 0);
    memcpy(packet + head, body, size);
    odp_net_send(odp, CONNECTION, packet, head + size);
    link_.next_ping = odp_now(odp) + KEEP_ALIVE_S / 2 * second;
}

static void mqtt_connect(void) {
    static const uint8_t head[] = {0, 4, 'M', 'Q', 'T', 'T', 4, 2, 0, KEEP_ALIVE_S};
    uint8_t body[128];
    memcpy(body, head, sizeof head);
    send_packet(0x10, body, sizeof head + put_text(body + sizeof head, link_.chip));
}

static void mqtt_subscribe(void) {
    uint8_t body[128] = {0, 1};
    size_t size = 2 + put_text(body + 2, link_.commands);
    body[size++] = 0;
    send_packet(0x82, body, size);
}

static void reply(const char *text) {
    uint8_t body[MOST_PACKET];
    const size_t topic = put_text(body, link_.status), size = strlen(text);
    memcpy(body + topic, text, size);
    send_packet(0x30, body, topic + size);
}

/* ---- the serial port ---- */

static int64_t bit_start(int bit) { return bit * second / port.baud; }

static int parity_bit(uint8_t octet) {
    int ones = port.parity == ODD;
    for (int i = 0; i < 8; ++i) ones += octet >> i & 1;
    return ones & 1;
}

static void send_octet(uint8_t octet) {
    const int64_t start = odp_now(odp);
    unsigned bits = (unsigned)octet << 1;
    int count = 9;
    if (port.parity != NO_PARITY) bits |= (unsigned)parity_bit(octet) << count++;
    bits |= 1U << count++; /* stop bit */
    for (int i = 0; i < count; ++i) {
        odp_pin(odp, port.tx, bits >> i & 1 ? ODP_HIGH : ODP_LOW);
        odp_sleep(odp, start + bit_start(i + 1));
    }
}

/* Samples the character whose start bit began at `start`. */
static void receive_octet(int64_t start) {
    unsigned octet = 0;
    for (int i = 0; i < 8; ++i) {
        odp_sleep(odp, start + (bit_start(i + 1) + bit_start(i + 2)) / 2);
        octet |= (unsigned)odp_level(odp, port.rx) << i;
    }
    const int stop = port.parity == NO_PARITY ? 9 : 10;
    odp_sleep(odp, start + (bit_start(stop) + bit_start(stop + 1)) / 2);
    port.start_edge = 0;
    if (odp_level(odp, port.rx) && port.count < MOST_RECEIVED) port.received[port.count++] = (uint8_t)octet;
}

/* ---- commands: each returns its reply, NULL when it has sent that itself ---- */

static const char *enable(const char *rest) {
    (void)rest;
    if (port.tx < 0 || port.rx < 0) return "error:pins_not_set";
    odp_pin(odp, port.tx, ODP_HIGH);
    odp_pin(odp, port.rx, ODP_PULLED_UP);
    odp_sleep(odp, odp_now(odp) + settle_time);
    port.state = LISTENING;
    port.count = 0;
    return "ok";
}

static const char *disable(const char *rest) {
    (void)rest;
    if (port.state == OFF) return "error:already_disabled";
    odp_pin(odp, port.tx, ODP_FLOAT);
    port.state = OFF;
    return "ok";
}

static const char *send_hex(const char *hex) {
    unsigned octet;
    if (port.state == OFF) return "error:not_enabled";
    for (const char *at = hex; *at; at += 2)
        if (!at[1] || sscanf(at, "%2x", &octet) != 1) return "error:invalid_hex_data";
    port.state = SENDING;
    for (; sscanf(hex, "%2x", &octet) == 1; hex += 2) send_octet((uint8_t)octet);
    port.state = LISTENING;
    return "ok";
}

/* At most 25 bytes a message; xx ends the last one. */
static const char *dump(const char *rest) {
    (void)rest;
    size_t at = 0;
    int complete = 0;
    while (!complete) {
        char text[3 + 3 * OCTETS_A_DUMP + 3] = "ok:";
        for (int i = 0; i < OCTETS_A_DUMP && at < port.count; ++i)
            sprintf(text + strlen(text), "%02x/", port.received[at++]);
        complete = strlen(text) < 3 + 3 * OCTETS_A_DUMP;
        if (complete)
            strcat(text, "xx");
        else
            text[strlen(text) - 1] = '\0';
        reply(text);
    }
    port.count = 0;
    return NULL;
}

static const char *set_pin(int *pin, const char *value) {
    const int number = atoi(value);
    if (number < 0 || number > 15) return "error:pin_invalid";
    *pin = number;
    return "ok";
}

static const char *set_tx(const char *value) { return set_pin(&port.tx, value); }
static const char *set_rx(const char *value) { return set_pin(&port.rx, value); }

static const char *set_speed(const char *value) {
    const long baud = atol(value);
    if (baud < 1 || baud > 115200) return "error:invalid_baudrate";
    port.baud = baud;
    return "ok";
}

static const char *set_parity(const char *value) {
    static const char *const names[] = {"none", "even", "odd"};
    for (int i = 0; i < 3; ++i) {
        if (strcmp(value, names[i]) != 0) continue;
        port.parity = (enum parity)i;
        return "ok";
    }
    return "error:invalid_parity_value";
}

static void carry_out(const char *command) {
    static const struct {
        const char *prefix;
        const char *(*act)(const char *rest);
    } commands[] = {
        {"set/config/serial/disable", disable},   {"set/config/serial/enable", enable},
        {"set/config/serial/parity/", set_parity}, {"set/config/serial/rx/", set_rx},
        {"set/config/serial/speed/", set_speed},  {"set/config/serial/tx/", set_tx},
        {"trigger/serial/buffer/dump", dump},     {"trigger/serial/send/", send_hex},
    };
    const char *answer = "error:invalid_command";
    for (size_t i = 0; i < sizeof commands / sizeof *commands; ++i) {
        const size_t size = strlen(commands[i].prefix);
        if (strncmp(command, commands[i].prefix, size) == 0) answer = commands[i].act(command + size);
    }
    if (answer) reply(answer);
}

/* A command waits here until the event that brought it has been handled. */
static char waiting[8][256];
static unsigned waiting_count;

static void receive_publish(const uint8_t *body, size_t size) {
    const size_t topic = size < 2 ? 0 : 2U + (size_t)(body[0] << 8 | body[1]);
    if (topic < 2 || topic > size || waiting_count == sizeof waiting / sizeof *waiting) return;
    const size_t rest = size - topic < sizeof *waiting ? size - topic : sizeof *waiting - 1;
    memcpy(waiting[waiting_count], body + topic, rest);
    waiting[waiting_count++][rest] = '\0';
}

/* Takes whole packets from what has been received. */
static void read_packets(void) {
    for (;;) {
        size_t rest = 0, head = 1;
        unsigned shift = 0;
        do {
            if (head >= link_.size) return;
            rest |= (size_t)(link_.packet[head] & 0x7F) << shift;
            shift += 7;
        } while (link_.packet[head++] & 0x80);
        if (link_.size < head + rest) return;
        if (link_.packet[0] == 0x20) mqtt_subscribe();
        if ((link_.packet[0] & 0xF0) == 0x30) receive_publish(link_.packet + head, rest);
        link_.size -= head + rest;
        memmove(link_.packet, link_.packet + head + rest, link_.size);
    }
}

/* ---- what the bench tells ---- */

static void on_wifi(void *context, int64_t at, enum odp_wifi_change change, const uint8_t *addresses) {
    (void)context, (void)at, (void)addresses;
    if (change == ODP_GOT_ADDRESS) odp_net_resolve(odp, CONNECTION, odp_setting(odp, "mqtt_server"));
    if (change == ODP_DISCONNECTED) link_.connected = 0;
}

static void on_net(void *context, int64_t at, int connection, enum odp_net_change change, const uint8_t *body,
                   size_t size) {
    (void)context, (void)at, (void)connection;
    if (change == ODP_RESOLVED && size == 4)
        odp_net_open(odp, CONNECTION, body, (uint16_t)atoi(odp_setting(odp, "mqtt_port")));
    if (change == ODP_CONNECTED) {
        link_.connected = 1;
        link_.size = 0;
        mqtt_connect();
    }
    if (change == ODP_RECEIVED && link_.size + size <= sizeof link_.packet) {
        memcpy(link_.packet + link_.size, body, size);
        link_.size += size;
        read_packets();
    }
    if (change == ODP_FAILED || change == ODP_CLOSED || change == ODP_RESET) {
        link_.connected = 0;
        odp_net_resolve(odp, CONNECTION, odp_setting(odp, "mqtt_server"));
    }
}

static void on_pin(void *context, int64_t at, int pin, int level) {
    (void)context;
    if (port.state == LISTENING && pin == port.rx && !level && port.start_edge == 0) port.start_edge = at;
}

int main(void) {
    const struct odp_handlers handlers = {.pin_level = on_pin, .wifi = on_wifi, .net = on_net};
    odp = odp_open("serial-gateway", "1.0", ODP_PINS | ODP_NETWORK | ODP_WIFI, &handlers);
    if (!odp) {
        fprintf(stderr, "sample_gateway: no bench; start it by otbench run SCENARIO --device NAME=PROGRAM\n");
        return 2;
    }
    size_t digits = 0;
    for (const char *c = odp_start(odp)->mac; *c && digits + 1 < sizeof link_.chip; ++c)
        if (*c != ':') link_.chip[digits++] = *c;
    snprintf(link_.commands, sizeof link_.commands, "/otb-iot/%s", link_.chip);
    snprintf(link_.status, sizeof link_.status, "/otb-iot/%s/status", link_.chip);

    odp_wifi(odp, ODP_WIFI_CONNECT, odp_setting(odp, "wifi_ssid"), odp_setting(odp, "wifi_password"));
    for (;;) {
        odp_wait(odp, link_.connected ? link_.next_ping : ODP_FOR_EVER, 1);
        if (port.start_edge) receive_octet(port.start_edge);
        for (unsigned i = 0; i < waiting_count; ++i) carry_out(waiting[i]);
        waiting_count = 0;
        if (link_.connected && odp_now(odp) >= link_.next_ping) send_packet(0xC0, NULL, 0);
    }
}
