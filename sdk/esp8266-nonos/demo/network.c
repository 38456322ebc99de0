/* SPDX-License-Identifier: MIT. Part of the demonstration firmware: copy this folder to begin your own. */
#include "demo.h"

/* ---- a page with the state of the device ---- */

static struct espconn server;
static esp_tcp server_tcp;

static void ICACHE_FLASH_ATTR on_request(void *arg, char *data, unsigned short size) {
    struct espconn *client = arg;
    char answer[160];
    const int is_get = os_strncmp(data, "GET / ", 6) == 0;
    ets_snprintf(answer, sizeof answer, "HTTP/1.0 %s\r\nContent-Type: text/plain\r\n\r\nboots=%u clients=%u",
                 is_get ? "200 OK" : "404 Not Found", boot_count(), server.link_cnt);
    espconn_sent(client, (uint8 *)answer, os_strlen(answer));
}

static void ICACHE_FLASH_ATTR on_answered(void *arg) { espconn_disconnect(arg); }

static void ICACHE_FLASH_ATTR on_client_gone(void *arg) { reply("http:closed"); }

void ICACHE_FLASH_ATTR http_start(void) {
    server.type = ESPCONN_TCP;
    server.proto.tcp = &server_tcp;
    server_tcp.local_port = HTTP_PORT;
    espconn_regist_recvcb(&server, on_request);
    espconn_regist_sentcb(&server, on_answered);
    espconn_regist_disconcb(&server, on_client_gone);
    espconn_accept(&server);
}

void ICACHE_FLASH_ATTR http_stop(void) { reply("ok:%d", espconn_delete(&server)); }

/* ---- datagrams: each is sent back, and what comes back is published ---- */

static struct espconn datagrams;
static esp_udp udp;

static void ICACHE_FLASH_ATTR on_datagram(void *arg, char *data, unsigned short size) {
    remot_info *sender;
    char text[64];
    int i;
    if (size >= sizeof text) return;
    for (i = 0; i < size; ++i) text[i] = data[i];
    text[size] = '\0';
    if (os_strncmp(text, "answer ", 7) == 0) {
        reply("udp:%s", text + 7);
        return;
    }
    if (espconn_get_connection_info(&datagrams, &sender, 0) != ESPCONN_OK) return;
    os_memcpy(udp.remote_ip, sender->remote_ip, sizeof udp.remote_ip);
    udp.remote_port = sender->remote_port;
    os_memmove(text + 7, text, size);
    os_memcpy(text, "answer ", 7);
    espconn_sendto(&datagrams, (uint8 *)text, size + 7);
}

void ICACHE_FLASH_ATTR udp_start(void) {
    datagrams.type = ESPCONN_UDP;
    datagrams.proto.udp = &udp;
    udp.local_port = UDP_PORT;
    espconn_regist_recvcb(&datagrams, on_datagram);
    espconn_create(&datagrams);
}

/* To this device, or to all others in its network. */
void ICACHE_FLASH_ATTR udp_send(const char *text, int to_all) {
    struct ip_info own;
    wifi_get_ip_info(STATION_IF, &own);
    os_memcpy(udp.remote_ip, &own.ip, sizeof udp.remote_ip);
    if (to_all) udp.remote_ip[3] = 255;
    udp.remote_port = UDP_PORT;
    reply("ok:%d", espconn_sendto(&datagrams, (uint8 *)text, os_strlen(text)));
}

/* ---- a second connection, which is closed as soon as it is open ---- */

static struct espconn second;
static esp_tcp second_tcp;

static void ICACHE_FLASH_ATTR on_second_open(void *arg) {
    reply("second:open");
    espconn_disconnect(&second);
}

static void ICACHE_FLASH_ATTR on_second_closed(void *arg) { reply("second:closed"); }

static void ICACHE_FLASH_ATTR on_second_failed(void *arg, sint8 error) { reply("second:failed %d", error); }

void ICACHE_FLASH_ATTR second_connection(void) {
    const uint8 broker[] = {192, 168, 1, 10};
    second.type = ESPCONN_TCP;
    second.proto.tcp = &second_tcp;
    os_memcpy(second_tcp.remote_ip, broker, sizeof broker);
    second_tcp.remote_port = MQTT_PORT;
    espconn_regist_connectcb(&second, on_second_open);
    espconn_regist_disconcb(&second, on_second_closed);
    espconn_regist_reconcb(&second, on_second_failed);
    reply("ok:%d", espconn_connect(&second));
}
