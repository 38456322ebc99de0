#!/usr/bin/python3
"""Wi-Fi, names and connections as firmware sees them: order of calls, several connections, what is called in a callback.

usage: sdk_network_test.py BUILD_FOLDER [TEST…]
"""

import sys
import unittest

from sdk_bench import HEAD, SdkBench

# The firmware joins the network, and calls online() once it has an address. open_tcp(n) opens connection n to the broker.
NETWORK = r"""
static void online(void);
static void wifi_event(System_Event_t *e) {
    if (e->event == EVENT_STAMODE_GOT_IP) online();
    else wifi_other(e);
}
static void join(void) {
    struct station_config c; os_memset(&c, 0, sizeof c); os_strcpy(c.ssid, "testnet"); os_strcpy(c.password, "testpass");
    wifi_set_event_handler_cb(wifi_event); wifi_set_opmode_current(STATION_MODE); wifi_station_set_config_current(&c); wifi_station_connect();
}
static struct espconn conn[6]; static esp_tcp tcp[6];
static int number(void *arg) { return (struct espconn *)arg - conn; }
static void on_connect(void *arg); static void on_sent(void *arg); static void on_received(void *arg, char *data, unsigned short size);
static void on_closed(void *arg); static void on_failed(void *arg, sint8 error);
static sint8 open_tcp(int n) {
    os_memset(&conn[n], 0, sizeof conn[n]); conn[n].type = ESPCONN_TCP; conn[n].proto.tcp = &tcp[n];
    tcp[n].remote_ip[0] = 192; tcp[n].remote_ip[1] = 168; tcp[n].remote_ip[2] = 1; tcp[n].remote_ip[3] = 10;
    tcp[n].remote_port = 1883; tcp[n].local_port = espconn_port();
    espconn_regist_connectcb(&conn[n], on_connect); espconn_regist_reconcb(&conn[n], on_failed); espconn_regist_disconcb(&conn[n], on_closed);
    espconn_regist_recvcb(&conn[n], on_received); espconn_regist_sentcb(&conn[n], on_sent);
    return espconn_connect(&conn[n]);
}
/* CONNECT of MQTT with a client of one letter; the broker answers with four bytes. */
static sint8 greet(int n) {
    static uint8 packet[6][15] = {{0}};
    const uint8 start[15] = {0x10, 13, 0, 4, 'M', 'Q', 'T', 'T', 4, 2, 0, 60, 0, 1, 'a' + n};
    os_memcpy(packet[n], start, 15);
    return espconn_sent(&conn[n], packet[n], 15);
}
"""
QUIET = {
    "on_connect": "static void on_connect(void *arg) { }", "on_sent": "static void on_sent(void *arg) { }",
    "on_received": "static void on_received(void *arg, char *data, unsigned short size) { }",
    "on_closed": "static void on_closed(void *arg) { }", "on_failed": "static void on_failed(void *arg, sint8 error) { }",
}


class Network(SdkBench):
    def lines(self, online, callbacks="", other="", options=(), case=None, exit_code=3):
        """What the firmware prints when online() has this body and the callbacks are these; the others do nothing. With
        `case`, steps and settings of a recorded case, in place of a scenario."""
        quiet = "\n".join(code for name, code in QUIET.items() if f"void {name}(" not in callbacks)
        self.compile(HEAD + "#define say ets_printf\nstatic void wifi_other(System_Event_t *e) {" + other + "}\n" + NETWORK + callbacks + "\n" + quiet
                     + "\nstatic void online(void) {" + online + "}\nvoid user_init(void) { system_set_os_print(0); join(); }\n", "-w", *options)
        if case is None:
            return self.lines_of(self.run_boot(wait="2s", exit_code=exit_code))
        steps, config = case
        return self.printed([{"op": "power_on", "then_us": 6_000_000}, *steps, {"op": "advance", "then_us": 3_000_000}], **config)

    # ---- order ----

    def test_events_of_wifi_come_in_their_order_and_the_address_is_known_with_the_last(self):
        self.assertEqual(self.lines('struct ip_info i; wifi_get_ip_info(STATION_IF, &i); say("got %d.%d.%d.%d %d\\n", IP2STR(&i.ip), wifi_station_get_connect_status());',
                                    other='say("event %d %d\\n", e->event, wifi_station_get_connect_status());'),
                         ["event 8 1", "event 0 1", "got 192.168.1.77 5"])

    def test_a_disconnect_of_the_station_is_an_event_with_its_reason_and_it_connects_again(self):
        self.assertEqual(self.lines('static int n; say("online %d\\n", ++n); if (n == 1) wifi_station_disconnect();',
                                    other='if (e->event == 1) { say("left %d %.7s\\n", e->event_info.disconnected.reason, e->event_info.disconnected.ssid); wifi_station_connect(); }'),
                         ["online 1", "left 8 testnet", "online 2"])

    def test_nothing_is_called_before_the_firmware_has_returned_from_its_request(self):
        self.assertEqual(self.lines('say("connect %d\\n", open_tcp(0)); os_delay_us(60000); os_delay_us(60000); say("returned\\n");',
                                    'static void on_connect(void *arg) { say("open %d\\n", greet(0)); os_delay_us(60000); say("sent later\\n"); }\n'
                                    'static void on_sent(void *arg) { say("sent\\n"); }\n'
                                    'static void on_received(void *arg, char *data, unsigned short size) { say("received %d\\n", size); }\n'),
                         ["connect 0", "returned", "open 0", "sent later", "sent", "received 4"])

    def test_an_address_as_text_is_found_at_once_and_a_name_later(self):
        self.assertEqual(self.lines('say("text %d %x\\n", espconn_gethostbyname(&conn[0], "192.168.1.10", &address, found), address.addr);'
                                    'say("name %d\\n", espconn_gethostbyname(&conn[0], "broker.local", &address, found));'
                                    'say("other %d\\n", espconn_gethostbyname(&conn[1], "otherhost.local", &address, found));',
                                    'static ip_addr_t address; static void found(const char *name, ip_addr_t *ip, void *arg) { say("%s %d %d\\n", name, ip != 0, number(arg)); }\n')[:3],
                         ["text 0 0", "name -5", "other -5"])

    def test_name_servers_are_returned_as_structures_by_value(self):
        self.assertEqual(self.lines('ip_addr_t a = espconn_dns_getserver(0), b = espconn_dns_getserver(7); say("%d %d\\n", a.addr != 0, b.addr);'
                                    'a.addr = 0x01020304; espconn_dns_setserver(1, &a); say("%x\\n", espconn_dns_getserver(1).addr);'), ["1 0", "1020304"])

    # ---- several connections ----

    def test_each_connection_has_its_own_callbacks_and_its_own_answers(self):
        self.assertEqual(sorted(self.lines("for (int i = 0; i < 5; ++i) open_tcp(i);",
                                           "static void on_connect(void *arg) { greet(number(arg)); }\n"
                                           'static void on_sent(void *arg) { say("sent %d\\n", number(arg)); }\n'
                                           'static void on_received(void *arg, char *d, unsigned short size) { say("received %d: %d bytes %x %d\\n", number(arg), size, d[0], d[3]); }\n')),
                         sorted([f"sent {n}" for n in range(5)] + [f"received {n}: 4 bytes 20 0" for n in range(5)]))

    def test_one_of_two_connections_ends_and_the_other_goes_on(self):
        self.assertEqual(self.lines("open_tcp(0); open_tcp(1);",
                                    "static int open; static void on_connect(void *arg) { if (++open == 2) espconn_disconnect(&conn[0]); }\n"
                                    'static void on_closed(void *arg) { say("closed %d\\n", number(arg)); int gone = greet(0); say("greet %d %d\\n", gone, greet(1)); }\n'
                                    'static void on_received(void *arg, char *d, unsigned short size) { say("received %d\\n", number(arg)); }\n'),
                         ["closed 0", "greet -11 0", "received 1"])

    # ---- sending ----

    def test_a_second_send_before_the_first_is_acknowledged_is_refused_and_the_callback_comes_once_each(self):
        self.assertEqual(self.lines("open_tcp(0);",
                                    'static int n; static uint8 ping[2] = {0xc0, 0}; static void on_connect(void *arg) { int first = greet(0); say("%d %d\\n", first, espconn_sent(arg, ping, 2)); }\n'
                                    'static void on_sent(void *arg) { say("sent %d\\n", ++n); if (n < 3) say("next %d\\n", espconn_sent(arg, ping, 2)); }\n'
                                    'static void on_received(void *arg, char *d, unsigned short size) { for (int i = 0; i < size; i += 2 + d[i + 1]) say("got %x\\n", d[i]); }\n'),
                         ["0 -7", "sent 1", "next 0", "got 20", "sent 2", "next 0", "got d0", "sent 3", "got d0"])

    def test_a_long_send_is_acknowledged_once_and_arrives_whole(self):
        # PUBLISH of 1,200 bytes to the client's own subscription.
        self.assertEqual(self.lines("open_tcp(0);",
                                    'static uint8 all[1300]; static int got, sends; static void on_connect(void *arg) { int n = 0; greet(0); }\n'
                                    "static void on_sent(void *arg) { const uint8 sub[8] = {0x82, 6, 0, 1, 0, 1, 'x', 0}; if (++sends == 1) { os_memcpy(all, sub, 8); espconn_sent(arg, all, 8); }\n"
                                    "else if (sends == 2) { os_memset(all, 'y', 1203); all[0] = 0x30; all[1] = 0xb3; all[2] = 9; all[3] = 0; all[4] = 1; all[5] = 'x'; espconn_sent(arg, all, 3 + 1203); }\n"
                                    'else say("sends %d\\n", sends); }\n'
                                    'static void on_received(void *arg, char *d, unsigned short size) { got += size; if (got == 4 + 5 + 1206) say("all %d\\n", size <= 1460); }\n', exit_code=0),
                         ["sends 3", "all 1"])

    # ---- what is called in a callback ----

    def test_disconnecting_in_any_callback_closes_once_and_later_calls_are_refused(self):
        for place, callbacks in {
                "connect": "static void on_connect(void *arg) { end(arg); }",
                "sent": "static void on_connect(void *arg) { greet(0); } static void on_sent(void *arg) { end(arg); }",
                "received": "static void on_connect(void *arg) { greet(0); } static void on_received(void *arg, char *d, unsigned short n) { end(arg); }"}.items():
            with self.subTest(place):
                self.assertEqual(self.lines("open_tcp(0);", 'static void end(void *arg) { int first = espconn_disconnect(arg); say("%d\\n", first); }\n' + callbacks + "\n"
                                            'static void on_closed(void *arg) { int again = espconn_disconnect(arg); say("closed %d %d\\n", again, conn[0].state == ESPCONN_CLOSE); }\n'
                                            'static void on_failed(void *arg, sint8 e) { say("failed %d\\n", e); }\n'), ["0", "closed -11 1"])

    def test_a_record_may_be_freed_or_used_again_in_its_last_callback(self):
        self.assertEqual(self.lines("own = (struct espconn *)os_zalloc(sizeof *own); open_tcp(0); *own = conn[0]; espconn_abort(&conn[0]); own->proto.tcp = (esp_tcp *)os_zalloc(sizeof(esp_tcp));"
                                    "*own->proto.tcp = tcp[0]; espconn_regist_disconcb(own, leave); espconn_regist_connectcb(own, opened); say(\"%d\\n\", espconn_connect(own));",
                                    'static struct espconn *own; static void opened(void *arg) { say("open\\n"); espconn_disconnect(own); }\n'
                                    'static void leave(void *arg) { say("freed\\n"); os_free(own->proto.tcp); os_free(own); }\n', options=("--sanitize",)), ["0", "open", "freed"])

    def test_a_connection_is_opened_again_in_the_callback_that_tells_its_end(self):
        self.assertEqual(self.lines("open_tcp(0);", "static int n; static void on_connect(void *arg) { ++n; if (n < 3) espconn_disconnect(arg); else say(\"open %d\\n\", n); }\n"
                                    'static void on_closed(void *arg) { int r = espconn_connect(arg); say("again %d\\n", r); }\n'), ["again 0", "again 0", "open 3"])

    # ---- endings ----

    def test_a_broker_that_is_away_refuses_and_its_error_is_told_by_the_reconnect_callback(self):
        self.assertEqual(self.lines("open_tcp(0);", 'static void on_failed(void *arg, sint8 e) { say("failed %d %d\\n", number(arg), e); }\n', case=([], {"broker_up": False})), ["failed 0 -8"])

    def test_a_broker_that_closes_is_told_by_the_disconnect_callback(self):
        self.assertEqual(self.lines("open_tcp(0);", 'static void on_connect(void *arg) { greet(0); }\nstatic void on_closed(void *arg) { say("closed\\n"); }\n'
                                    'static void on_failed(void *arg, sint8 e) { say("failed %d\\n", e); }\n', case=([{"op": "broker_drop", "accepts_reconnect": True, "then_us": 1_000_000}], {})), ["closed"])

    # ---- the wrong order ----

    def test_requests_in_the_wrong_order_are_refused_and_change_nothing(self):
        self.assertEqual(self.lines('int sent = greet(1), left = espconn_disconnect(&conn[1]), gone = espconn_delete(&conn[1]); conn[1].type = ESPCONN_TCP; conn[1].proto.tcp = &tcp[1];'
                                    'int listen = espconn_accept(&conn[1]), twice = espconn_accept(&conn[1]), both = espconn_connect(&conn[1]), away = espconn_delete(&conn[1]), more = espconn_delete(&conn[1]);'
                                    'say("%d %d %d / %d %d %d %d %d / %d\\n", sent, left, gone, listen, twice, both, away, more, open_tcp(0));',
                                    'static void on_connect(void *arg) { say("open %d\\n", number(arg)); }\n'), ["-11 -11 -12 / 0 -15 -15 0 -12 / 0", "open 0"])

    def test_datagrams_to_the_own_address_come_back_with_their_sender(self):
        self.assertEqual(self.lines("struct ip_info i; wifi_get_ip_info(0, &i); conn[0].type = ESPCONN_UDP; conn[0].proto.udp = &udp; udp.local_port = udp.remote_port = 777; os_memcpy(udp.remote_ip, &i.ip, 4);"
                                    'espconn_regist_recvcb(&conn[0], got); espconn_regist_sentcb(&conn[0], on_sent); int created = espconn_create(&conn[0]); say("%d %d\\n", created, espconn_sendto(&conn[0], "hello", 5));',
                                    'static esp_udp udp; static void on_sent(void *arg) { say("sent\\n"); }\n'
                                    'static void got(void *arg, char *d, unsigned short n) { remot_info *r; espconn_get_connection_info(arg, &r, 0); say("%.5s %d %d\\n", d, n, r->remote_port); }\n')[-2:],
                         ["sent", "hello 5 777"])


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0], *sys.argv[2:]])
