/* SPDX-License-Identifier: MIT; see ../include/otbench.h. */
#include "sntp.h"

#include <time.h>

enum { SERVERS = 3, SECONDS_AN_HOUR = 3600, FARTHEST_WEST = -11, FARTHEST_EAST = 13 };

static char *names[SERVERS];
static ip_addr_t addresses[SERVERS];
static sint8 time_zone = 8; /* as the SDK begins */

void sntp_init(void) {}
void sntp_stop(void) {}

void sntp_setservername(unsigned char index, char *name) {
    if (index < SERVERS) names[index] = name;
}

char *sntp_getservername(unsigned char index) { return index < SERVERS ? names[index] : NULL; }

void sntp_setserver(unsigned char index, ip_addr_t *address) {
    if (index < SERVERS) addresses[index] = address ? *address : (ip_addr_t){0};
}

ip_addr_t sntp_getserver(unsigned char index) { return index < SERVERS ? addresses[index] : (ip_addr_t){0}; }

bool sntp_set_timezone(sint8 hours) {
    if (hours < FARTHEST_WEST || hours > FARTHEST_EAST) return false;
    time_zone = hours;
    return true;
}

sint8 sntp_get_timezone(void) { return time_zone; }

uint32 sntp_get_current_timestamp(void) { return 0; }

char *sntp_get_real_time(long timestamp) {
    static char text[32];
    const time_t there = (time_t)timestamp + time_zone * SECONDS_AN_HOUR;
    struct tm parts;
    if (!gmtime_r(&there, &parts) || strftime(text, sizeof text, "%a %b %d %H:%M:%S %Y\n", &parts) == 0) text[0] = '\0';
    return text;
}
