/* SPDX-License-Identifier: MIT; see ../include/otbench.h. */
/* Callbacks and settings of connections. */
#include <string.h>

#include "sockets.h"

static int is_tcp(const struct espconn *record) {
    return record && record->type == ESPCONN_TCP && record->proto.tcp;
}

sint8 espconn_regist_connectcb(struct espconn *record, espconn_connect_callback function) {
    if (!is_tcp(record)) return ESPCONN_ARG;
    record->proto.tcp->connect_callback = function;
    return ESPCONN_OK;
}

sint8 espconn_regist_reconcb(struct espconn *record, espconn_reconnect_callback function) {
    if (!is_tcp(record)) return ESPCONN_ARG;
    record->proto.tcp->reconnect_callback = function;
    return ESPCONN_OK;
}

sint8 espconn_regist_disconcb(struct espconn *record, espconn_connect_callback function) {
    if (!is_tcp(record)) return ESPCONN_ARG;
    record->proto.tcp->disconnect_callback = function;
    return ESPCONN_OK;
}

sint8 espconn_regist_recvcb(struct espconn *record, espconn_recv_callback function) {
    if (!record) return ESPCONN_ARG;
    record->recv_callback = function;
    return ESPCONN_OK;
}

sint8 espconn_regist_sentcb(struct espconn *record, espconn_sent_callback function) {
    if (!record) return ESPCONN_ARG;
    record->sent_callback = function;
    return ESPCONN_OK;
}

sint8 espconn_regist_time(struct espconn *record, uint32 seconds, uint8 only_this) {
    (void)seconds, (void)only_this;
    return record ? ESPCONN_OK : ESPCONN_ARG;
}

sint8 espconn_set_opt(struct espconn *record, uint8 options) {
    (void)options;
    return record ? ESPCONN_OK : ESPCONN_ARG;
}

sint8 espconn_clear_opt(struct espconn *record, uint8 options) { return espconn_set_opt(record, options); }

/* ---- kept for the firmware; on the bench no connection is idle for too long ---- */

static int keep_alive[] = {7200, 75, 9}; /* by enum espconn_level */
enum { LEVELS = sizeof keep_alive / sizeof *keep_alive };

sint8 espconn_set_keepalive(struct espconn *record, uint8 level, void *value) {
    if (!is_tcp(record) || !value || level >= LEVELS) return ESPCONN_ARG;
    memcpy(&keep_alive[level], value, sizeof keep_alive[level]);
    return ESPCONN_OK;
}

sint8 espconn_get_keepalive(struct espconn *record, uint8 level, void *value) {
    if (!is_tcp(record) || !value || level >= LEVELS) return ESPCONN_ARG;
    memcpy(value, &keep_alive[level], sizeof keep_alive[level]);
    return ESPCONN_OK;
}

static uint8 most_connections = 5;
uint8 espconn_tcp_get_max_con(void) { return most_connections; }

sint8 espconn_tcp_set_max_con(uint8 count) {
    if (count == 0 || count > SDK_CONNECTIONS) return ESPCONN_ARG;
    most_connections = count;
    return ESPCONN_OK;
}

sint8 espconn_tcp_get_max_con_allow(struct espconn *record) {
    return is_tcp(record) ? (sint8)most_connections : ESPCONN_ARG;
}

sint8 espconn_tcp_set_max_con_allow(struct espconn *record, uint8 count) {
    (void)count;
    return record ? ESPCONN_OK : ESPCONN_ARG;
}

sint8 espconn_get_connection_info(struct espconn *record, remot_info **info, uint8 flags) {
    enum { MOST = 5 };
    static remot_info remote[MOST];
    (void)flags;
    if (!record || !record->proto.tcp || !info) return ESPCONN_ARG;
    memset(remote, 0, sizeof remote);
    *info = remote;
    return sdk_remote_ends(record, remote, MOST) > 0 ? ESPCONN_OK : ESPCONN_ARG;
}

uint32 espconn_port(void) {
    enum { FIRST = 1024, LAST = 5000 };
    static uint32 port = FIRST;
    if (++port > LAST) port = FIRST;
    return port;
}
