/* SPDX-License-Identifier: MIT. Part of the demonstration firmware: copy this folder to begin your own. */
#include "demo.h"

enum { KEEP_ALIVE_S = 60, BUFFER = 1024, CONNECT = 0x10, CONNACK = 0x20, PUBLISH = 0x30, SUBSCRIBE = 0x82, PING = 0xc0 };

static struct espconn connection;
static esp_tcp tcp;
static ip_addr_t server;
static os_timer_t ping_timer, retry_timer;
static char id[16], commands[40], status[48];
static void (*deliver)(char *payload);

static uint8 out[BUFFER], in[BUFFER];
static int out_size, sending, in_size, is_connected;

/* ---- sending: one espconn_sent at a time ---- */

static void ICACHE_FLASH_ATTR send_some(void) {
    if (sending || out_size == 0) return;
    sending = out_size;
    espconn_sent(&connection, out, sending);
}

static void ICACHE_FLASH_ATTR on_sent(void *arg) {
    out_size -= sending;
    os_memmove(out, out + sending, out_size);
    sending = 0;
    send_some();
}

static int ICACHE_FLASH_ATTR put_text(uint8 *at, const char *text) {
    const int size = os_strlen(text);
    at[0] = size >> 8;
    at[1] = size;
    os_memcpy(at + 2, text, size);
    return size + 2;
}

static void ICACHE_FLASH_ATTR send_packet(uint8 type, const uint8 *body, int size) {
    int rest = size;
    if (out_size + size + 5 > BUFFER) return;
    out[out_size++] = type;
    do {
        out[out_size++] = (rest & 0x7f) | (rest > 0x7f ? 0x80 : 0);
        rest >>= 7;
    } while (rest > 0);
    os_memcpy(out + out_size, body, size);
    out_size += size;
    send_some();
}

void ICACHE_FLASH_ATTR mqtt_publish(const char *payload) {
    uint8 body[512];
    const int topic = put_text(body, status), size = os_strlen(payload);
    if (!is_connected || topic + size > (int)sizeof body) return;
    os_memcpy(body + topic, payload, size);
    send_packet(PUBLISH, body, topic + size);
}

/* ---- packets of the broker ---- */

static void ICACHE_FLASH_ATTR subscribe(void) {
    uint8 body[64] = {0, 1};
    int size = 2 + put_text(body + 2, commands);
    body[size++] = 0;
    send_packet(SUBSCRIBE, body, size);
    is_connected = 1;
}

static void ICACHE_FLASH_ATTR read_publish(const uint8 *body, int size) {
    char payload[256];
    const int topic = size < 2 ? size : 2 + (body[0] << 8 | body[1]);
    const int rest = size - topic;
    if (rest < 0 || rest >= (int)sizeof payload) return;
    os_memcpy(payload, body + topic, rest);
    payload[rest] = '\0';
    deliver(payload);
}

/* Takes whole packets from the front of what has arrived. */
static void ICACHE_FLASH_ATTR read_packets(void) {
    for (;;) {
        int head = 1, shift = 0, size = 0;
        do {
            if (head >= in_size) return;
            size |= (in[head] & 0x7f) << shift;
            shift += 7;
        } while (in[head++] & 0x80);
        if (head + size > in_size) return;
        if (in[0] == CONNACK) subscribe();
        if ((in[0] & 0xf0) == PUBLISH) read_publish(in + head, size);
        in_size -= head + size;
        os_memmove(in, in + head + size, in_size);
    }
}

/* ---- the connection ---- */

static void ICACHE_FLASH_ATTR on_received(void *arg, char *data, unsigned short size) {
    if (in_size + size > BUFFER) in_size = 0;
    os_memcpy(in + in_size, data, size);
    in_size += size;
    read_packets();
}

static void ICACHE_FLASH_ATTR on_connected(void *arg) {
    static const uint8 head[] = {0, 4, 'M', 'Q', 'T', 'T', 4, 0x06, 0, KEEP_ALIVE_S}; /* clean session, will */
    uint8 body[128];
    int size = sizeof head;
    os_memcpy(body, head, size);
    size += put_text(body + size, id);
    size += put_text(body + size, status);
    size += put_text(body + size, "offline");
    in_size = out_size = sending = 0;
    send_packet(CONNECT, body, size);
}

static void ICACHE_FLASH_ATTR on_closed(void *arg) {
    is_connected = 0;
    os_timer_arm(&retry_timer, 1000, 0);
}

static void ICACHE_FLASH_ATTR on_failed(void *arg, sint8 error) { on_closed(arg); }

static void ICACHE_FLASH_ATTR ping(void *arg) {
    if (is_connected) send_packet(PING, in, 0);
}

static void ICACHE_FLASH_ATTR on_resolved(const char *name, ip_addr_t *address, void *arg) {
    if (!address) return on_closed(arg);
    os_memcpy(tcp.remote_ip, &address->addr, sizeof tcp.remote_ip);
    tcp.remote_port = MQTT_PORT;
    tcp.local_port = espconn_port();
    espconn_connect(&connection);
}

void ICACHE_FLASH_ATTR mqtt_network_is_up(void) {
    if (espconn_gethostbyname(&connection, MQTT_SERVER, &server, on_resolved) == ESPCONN_OK)
        on_resolved(MQTT_SERVER, &server, &connection);
}

void ICACHE_FLASH_ATTR mqtt_network_is_down(void) {
    is_connected = 0;
    espconn_abort(&connection);
}

static void ICACHE_FLASH_ATTR retry(void *arg) { mqtt_network_is_up(); }

void ICACHE_FLASH_ATTR mqtt_start(const char *client, void (*on_message)(char *payload)) {
    deliver = on_message;
    os_strcpy(id, client);
    os_sprintf(commands, "/otb-iot/%s", client);
    os_sprintf(status, "/otb-iot/%s/status", client);
    connection.type = ESPCONN_TCP;
    connection.proto.tcp = &tcp;
    espconn_regist_connectcb(&connection, on_connected);
    espconn_regist_reconcb(&connection, on_failed);
    espconn_regist_disconcb(&connection, on_closed);
    espconn_regist_recvcb(&connection, on_received);
    espconn_regist_sentcb(&connection, on_sent);
    os_timer_setfn(&ping_timer, ping, NULL);
    os_timer_arm(&ping_timer, KEEP_ALIVE_S / 2 * 1000, 1);
    os_timer_setfn(&retry_timer, retry, NULL);
}
