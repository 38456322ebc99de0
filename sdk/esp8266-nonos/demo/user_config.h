/* SPDX-License-Identifier: MIT. Part of the demonstration firmware: copy this folder to begin your own. */
#ifndef USER_CONFIG_H
#define USER_CONFIG_H

/* The bench's network accepts any of these. */
#define WIFI_SSID "otbench"
#define WIFI_PASSWORD "a secret"
#define MQTT_SERVER "broker.local"
#define MQTT_PORT 1883
#define HTTP_PORT 80
#define UDP_PORT 4242

#define LED_PIN 14
#define TX_PIN 15
#define RX_PIN 13
#define ONE_WIRE_PIN 4
#define SDA_PIN 0
#define SCL_PIN 2
#define BAUD 2400

#endif
