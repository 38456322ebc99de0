/* SPDX-License-Identifier: MIT; see otbench.h. */
#ifndef OTBENCH_SDK_ESPCONN_H
#define OTBENCH_SDK_ESPCONN_H

#include "c_types.h"
#include "ip_addr.h"

typedef sint8 err_t;

#define ESPCONN_OK 0
#define ESPCONN_MEM -1
#define ESPCONN_TIMEOUT -3
#define ESPCONN_RTE -4
#define ESPCONN_INPROGRESS -5
#define ESPCONN_MAXNUM -7
#define ESPCONN_ABRT -8
#define ESPCONN_RST -9
#define ESPCONN_CLSD -10
#define ESPCONN_CONN -11
#define ESPCONN_ARG -12
#define ESPCONN_IF -14
#define ESPCONN_ISCONN -15

enum espconn_type { ESPCONN_INVALID = 0, ESPCONN_TCP = 0x10, ESPCONN_UDP = 0x20 };

enum espconn_state {
    ESPCONN_NONE,
    ESPCONN_WAIT,
    ESPCONN_LISTEN,
    ESPCONN_CONNECT,
    ESPCONN_WRITE,
    ESPCONN_READ,
    ESPCONN_CLOSE
};

enum espconn_option {
    ESPCONN_START = 0x00,
    ESPCONN_REUSEADDR = 0x01,
    ESPCONN_NODELAY = 0x02,
    ESPCONN_COPY = 0x04,
    ESPCONN_KEEPALIVE = 0x08,
    ESPCONN_END
};

enum espconn_level { ESPCONN_KEEPIDLE, ESPCONN_KEEPINTVL, ESPCONN_KEEPCNT };

/* `arg` is the struct espconn. */
typedef void (*espconn_connect_callback)(void *arg);
typedef void (*espconn_reconnect_callback)(void *arg, sint8 error);
typedef void (*espconn_recv_callback)(void *arg, char *data, unsigned short size);
typedef void (*espconn_sent_callback)(void *arg);

typedef struct _esp_tcp {
    int remote_port;
    int local_port;
    uint8 local_ip[4];
    uint8 remote_ip[4];
    espconn_connect_callback connect_callback;
    espconn_reconnect_callback reconnect_callback;
    espconn_connect_callback disconnect_callback;
    espconn_connect_callback write_finish_fn;
} esp_tcp;

typedef struct _esp_udp {
    int remote_port;
    int local_port;
    uint8 local_ip[4];
    uint8 remote_ip[4];
} esp_udp;

struct espconn {
    enum espconn_type type;
    enum espconn_state state;
    union {
        esp_tcp *tcp;
        esp_udp *udp;
    } proto;
    espconn_recv_callback recv_callback;
    espconn_sent_callback sent_callback;
    uint8 link_cnt;
    void *reverse;
};

typedef struct _remot_info {
    enum espconn_state state;
    int remote_port;
    uint8 remote_ip[4];
} remot_info;

typedef void (*dns_found_callback)(const char *name, ip_addr_t *address, void *arg);

sint8 espconn_connect(struct espconn *connection);
sint8 espconn_disconnect(struct espconn *connection);
sint8 espconn_abort(struct espconn *connection);
sint8 espconn_sent(struct espconn *connection, uint8 *data, uint16 size);
sint8 espconn_send(struct espconn *connection, uint8 *data, uint16 size);
sint16 espconn_sendto(struct espconn *connection, uint8 *data, uint16 size);
sint8 espconn_accept(struct espconn *connection);
sint8 espconn_create(struct espconn *connection);
sint8 espconn_delete(struct espconn *connection);
sint8 espconn_regist_connectcb(struct espconn *connection, espconn_connect_callback function);
sint8 espconn_regist_reconcb(struct espconn *connection, espconn_reconnect_callback function);
sint8 espconn_regist_disconcb(struct espconn *connection, espconn_connect_callback function);
sint8 espconn_regist_recvcb(struct espconn *connection, espconn_recv_callback function);
sint8 espconn_regist_sentcb(struct espconn *connection, espconn_sent_callback function);
sint8 espconn_regist_time(struct espconn *connection, uint32 seconds, uint8 only_this);
sint8 espconn_set_opt(struct espconn *connection, uint8 options);
sint8 espconn_clear_opt(struct espconn *connection, uint8 options);
sint8 espconn_set_keepalive(struct espconn *connection, uint8 level, void *value);
sint8 espconn_get_keepalive(struct espconn *connection, uint8 level, void *value);
uint8 espconn_tcp_get_max_con(void);
sint8 espconn_tcp_set_max_con(uint8 count);
sint8 espconn_tcp_get_max_con_allow(struct espconn *connection);
sint8 espconn_tcp_set_max_con_allow(struct espconn *connection, uint8 count);
sint8 espconn_get_connection_info(struct espconn *connection, remot_info **info, uint8 flags);
uint32 espconn_port(void);
err_t espconn_gethostbyname(struct espconn *connection, const char *name, ip_addr_t *address,
                            dns_found_callback found);
ip_addr_t espconn_dns_getserver(uint8 index);
void espconn_dns_setserver(char index, ip_addr_t *server);

#endif
