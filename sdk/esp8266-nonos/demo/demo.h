/* SPDX-License-Identifier: MIT. Part of the demonstration firmware: copy this folder to begin your own. */
#ifndef DEMO_H
#define DEMO_H

#include <stdlib.h>

#include "espconn.h"
#include "gpio.h"
#include "mem.h"
#include "osapi.h"
#include "user_config.h"
#include "user_interface.h"

/* mqtt.c: a client of MQTT 3.1.1 with QoS 0. */
void mqtt_start(const char *client, void (*on_message)(char *payload));
void mqtt_network_is_up(void);
void mqtt_network_is_down(void);
void mqtt_publish(const char *payload);

/* network.c: a page over HTTP, datagrams, and a second connection. */
void http_start(void);
void http_stop(void);
void udp_start(void);
void udp_send(const char *text, int to_all);
void second_connection(void);

/* commands.c */
void commands_receive(char *payload);
/* printf to the status topic. */
void reply(const char *format, ...);

/* serial.c: a bit-banged line, and UART 0. */
enum pace { BY_DELAY, BY_CLOCK };
void serial_start(void);
void serial_send(const uint8 *octets, int size, enum pace pace);
int serial_received(const uint8 **octets);
void uart_send(const uint8 *octets, int size);

/* probes.c: one use of each part of the chip. */
void probe_one_wire(void);
void probe_order(void);
void probe_latched_edge(void);
void probe_registers(void);
void probe_timer(int milliseconds, int count);

/* i2c.c: by whole transfers and bit by bit. */
void probe_i2c(int address, int place);
void probe_i2c_write(int address, const uint8 *octets, int size);
void probe_i2c_bits(int address, int place);

/* main.c */
uint32 boot_count(void);

#endif
