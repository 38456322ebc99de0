#!/usr/bin/python3
"""UART 0 as firmware sees it: its FIFO, its interrupts and its errors, each by a small firmware and characters on its line.

usage: sdk_serial_test.py BUILD_FOLDER [TEST…]
"""

import sys
import unittest

from sdk_bench import HEAD, UART, SdkBench

# note(…) keeps four numbers, which are printed as a line each when everything is over: printing would take time of its own.
NOTES = """
static int notes[64][4], note_count; static os_timer_t over;
static void note(int a, int b, int c, int d) {
    if (note_count < 64) { int *n = notes[note_count++]; n[0] = a; n[1] = b; n[2] = c; n[3] = d; }
}
static void print_notes(void *arg) {
    for (int i = 0; i < note_count; ++i) ets_printf("%d %d %d %d\\n", notes[i][0], notes[i][1], notes[i][2], notes[i][3]);
}
static uint32 now(void) { return system_get_time(); }
static unsigned take(void) { return READ_PERI_REG(FIFO); }
static void note_characters(void) { unsigned n = waiting(), a = take(), b = take(); note(n, a, b, take()); }
static void clear(unsigned bits) { WRITE_PERI_REG(INT_CLR, bits); }
static void listen(ets_isr_t handler, unsigned interrupts, unsigned level, unsigned more) {
    WRITE_PERI_REG(CONF1, level | more); ETS_UART_INTR_ATTACH(handler, 0); WRITE_PERI_REG(INT_ENA, interrupts); ETS_UART_INTR_ENABLE();
}
"""
# Bits of interrupts: 1 full, 2 transmitter empty, 4 parity, 8 framing, 16 overflow, 128 break, 256 time-out.
TIMEOUT_ON = "(2u << 24 | 1u << 31)"


class Serial(SdkBench):
    def noted(self, setup, steps, handlers="", end_us=2_000_000, baud=9600, conf0="0x1c"):
        """What code in user_init and its handlers notes, of characters that arrive in `steps`, from 100 ms on."""
        self.compile(HEAD + '#include "eagle_soc.h"\n#include "gpio.h"\n' + UART + NOTES + handlers + "void user_init(void) {"
                     f"system_set_os_print(0); uart_div_modify(0, 80000000 / {baud}); WRITE_PERI_REG(CONF0, {conf0});"
                     f"os_timer_setfn(&over, print_notes, 0); os_timer_arm(&over, {end_us // 1000}, 0); {setup} }}", "-w")
        return self.printed([{"op": "power_on", "then_us": 100_000}, *steps, {"op": "advance", "then_us": end_us}])

    @staticmethod
    def characters(hex_text, baud=9600, form="8N1", then_us=50_000, **more):
        return {"op": "rx_serial", "pin": 3, "baud": baud, "format": form, "hex": hex_text, "then_us": then_us, **more}

    # ---- received characters ----

    def test_polled_characters_come_in_order_and_an_empty_fifo_reads_as_0(self):
        self.assertEqual(self.noted("os_timer_setfn(&t, look, 0); os_timer_arm(&t, 200, 0);", [self.characters("41ff00")],
                                    "static os_timer_t t; static void look(void *a) { note_characters(); note_characters(); }\n"), ["3 65 255 0", "0 0 0 0"])

    def test_the_interrupt_of_a_full_fifo_comes_at_its_level_and_again_until_it_is_read(self):
        self.assertEqual(self.noted("listen(on, 1, 3, 0);", [self.characters("0102030405")],
                                    "static int n; static void on(void *a) { note(READ_PERI_REG(INT_ST), waiting(), ++n, 0); clear(1);\n"
                                    "if (n < 3) { note(READ_PERI_REG(INT_RAW) & 1, 0, 0, 0); return; } while (waiting()) take(); clear(1);\n"
                                    "note(READ_PERI_REG(INT_RAW) & 1, 0, 0, 0); }\n"),
                         ["1 3 1 0", "1 0 0 0", "1 3 2 0", "1 0 0 0", "1 3 3 0", "0 0 0 0"])

    def test_a_level_that_is_lowered_below_what_waits_interrupts_at_once(self):
        self.assertEqual(self.noted("listen(on, 1, 100, 0); os_timer_setfn(&t, lower, 0); os_timer_arm(&t, 200, 0);",
                                    [self.characters("010203")],
                                    "static os_timer_t t; static uint32 at; static void lower(void *a) { note(waiting(), 0, 0, 0); at = now();\n"
                                    "WRITE_PERI_REG(CONF1, 2); os_delay_us(100); }\n"
                                    "static void on(void *a) { note(waiting(), now() - at < 20, 0, 0); while (waiting()) take(); clear(1); }\n"),
                         ["3 0 0 0", "3 1 0 0"])

    def test_the_time_out_comes_two_characters_after_the_last_one_and_only_if_something_waits(self):
        # A character of 8N1 at 9600 baud takes 1,042 us; entering the handler takes 5 us.
        self.assertEqual(self.noted("listen(on, 257, 4, " + TIMEOUT_ON + ");", [self.characters("01020304"), self.characters("05")],
                                    "static uint32 last; static void on(void *a) { unsigned st = READ_PERI_REG(INT_ST), n = waiting(); uint32 t = now();\n"
                                    "note(st, n, st & 256 ? (t - 150000) / 100 : 0, 0); while (waiting()) take(); clear(st); }\n"),
                         ["1 4 0 0", "256 1 31 0"])

    def test_the_time_out_begins_anew_with_each_character_and_comes_once(self):
        self.assertEqual(self.noted("listen(on, 256, 100, " + TIMEOUT_ON + ");",
                                    [self.characters("0102", gap_bits=5), self.characters("03")],
                                    "static void on(void *a) { note(READ_PERI_REG(INT_ST), waiting(), 0, 0); clear(256); }\n"),
                         ["256 2 0 0", "256 3 0 0"])

    def test_without_its_switch_the_time_out_does_not_come(self):
        self.assertEqual(self.noted("listen(on, 256, 100, 2u << 24);", [self.characters("01")],
                                    "static void on(void *a) { note(1, 0, 0, 0); clear(256); }\n"), [])

    def test_a_time_out_while_the_interrupt_is_masked_is_kept_and_time_goes_on(self):
        self.assertEqual(self.noted("listen(on, 256, 100, " + TIMEOUT_ON + "); ETS_UART_INTR_DISABLE(); os_timer_setfn(&t, unmask, 0); os_timer_arm(&t, 500, 0);",
                                    [self.characters("01")],
                                    "static os_timer_t t; static void unmask(void *a) { note(READ_PERI_REG(INT_ST), waiting(), 0, 0); os_delay_us(100); ETS_UART_INTR_ENABLE(); }\n"
                                    "static void on(void *a) { note(READ_PERI_REG(INT_ST), waiting(), now() / 1000, 0); clear(256); }\n"),
                         ["256 1 0 0", "256 1 500 0"])

    def test_a_time_out_while_interrupts_are_locked_is_served_at_the_unlock(self):
        self.assertEqual(self.noted("listen(on, 256, 100, " + TIMEOUT_ON + "); os_timer_setfn(&t, lock, 0); os_timer_arm(&t, 101, 0);",
                                    [self.characters("0102", start_us=10_000)],
                                    "static os_timer_t t; static void lock(void *a) { ETS_INTR_LOCK(); for (int i = 0; i < 10; ++i) os_delay_us(20000);\n"
                                    "note(0, waiting(), 0, 0); ETS_INTR_UNLOCK(); note(0, 0, 0, 0); }\n"
                                    "static void on(void *a) { note(READ_PERI_REG(INT_ST), waiting(), now() / 1000, 0); clear(256); }\n"),
                         ["0 2 0 0", "256 2 301 0", "0 0 0 0"])

    def test_the_128th_character_is_kept_and_the_129th_is_lost_and_reported(self):
        self.assertEqual(self.noted("os_timer_setfn(&t, look, 0); os_timer_arm(&t, 500, 0);",
                                    [self.characters("".join(f"{i:02x}" for i in range(128)), baud=115200), self.characters("aabb", baud=115200)],
                                    "static os_timer_t t; static void look(void *a) { int n, wrong = 0; note(READ_PERI_REG(INT_RAW) & 16, waiting(), 0, 0);\n"
                                    "for (n = 0; waiting(); ++n) wrong += take() != n; clear(16); note(n, wrong, READ_PERI_REG(INT_RAW) & 16, 0); }\n",
                                    baud=115200), ["16 128 0 0", "128 0 0 0"])

    def test_exactly_128_characters_are_no_overflow_and_each_lost_one_reports_it_again(self):
        self.assertEqual(self.noted("listen(on, 16, 127, 0);", [self.characters("00" * 128, baud=115200), self.characters("01", baud=115200),
                                                                 self.characters("02", baud=115200)],
                                    "static void on(void *a) { note(READ_PERI_REG(INT_ST), waiting(), now() / 50000, 0); clear(16); }\n",
                                    baud=115200), ["16 128 3 0", "16 128 4 0"])

    def test_a_wrong_parity_bit_and_a_missing_stop_bit_are_reported_and_the_character_is_kept(self):
        self.assertEqual(self.noted("listen(on, 12, 100, 0); os_timer_setfn(&t, look, 0); os_timer_arm(&t, 500, 0);",
                                    [self.characters("5a", form="8E1"), self.characters("5b", form="8O1"),
                                     {"op": "rx_edges", "pin": 3, "then_us": 50_000, "edges": [[0, 0], [104, 1], [208, 0], [312, 1], [417, 0],
                                                                                               [521, 1], [625, 0], [729, 1], [833, 0], [1250, 1]]}],
                                    "static os_timer_t t; static void on(void *a) { note(READ_PERI_REG(INT_ST), waiting(), 0, 0); clear(12); }\n"
                                    "static void look(void *a) { note_characters(); }\n", conf0="0x1e"),
                         ["4 2 0 0", "8 3 0 0", "3 90 91 85"])

    def test_a_line_that_stays_low_is_a_break(self):
        self.assertEqual(self.noted("listen(on, 128, 100, 0);", [{"op": "rx_edges", "pin": 3, "then_us": 50_000, "edges": [[0, 0], [3000, 1]]}],
                                    "static void on(void *a) { note(READ_PERI_REG(INT_ST), READ_PERI_REG(INT_RAW) & 8, waiting(), 0); clear(128); }\n"),
                         ["128 8 1 0"])

    def test_interrupts_that_are_not_enabled_are_seen_in_the_raw_register_only(self):
        self.assertEqual(self.noted("listen(on, 0, 1, " + TIMEOUT_ON + "); os_timer_setfn(&t, look, 0); os_timer_arm(&t, 500, 0);",
                                    [self.characters("01")],
                                    "static os_timer_t t; static void on(void *a) { note(-1, 0, 0, 0); }\n"
                                    "static void look(void *a) { note(READ_PERI_REG(INT_RAW) & 257, READ_PERI_REG(INT_ST), READ_PERI_REG(INT_ENA), 0); }\n"),
                         ["257 0 0 0"])

    def test_a_reset_of_the_receiver_and_a_new_speed_empty_the_fifo_and_end_the_time_out(self):
        for reset in ("SET_PERI_REG_MASK(CONF0, 1 << 17); CLEAR_PERI_REG_MASK(CONF0, 1 << 17)", "uart_div_modify(0, 8333)"):
            with self.subTest(reset):
                self.assertEqual(self.noted("listen(on, 257, 2, " + TIMEOUT_ON + ");", [self.characters("0102"), self.characters("03")],
                                            "static void on(void *a) { unsigned st = READ_PERI_REG(INT_ST); note(st, waiting(), 0, 0);\n"
                                            f"if (st & 1) {{ {reset}; note(waiting(), take(), 0, 0); }} clear(st); }}\n"),
                                 ["1 2 0 0", "0 0 0 0", "256 1 0 0"])

    def test_characters_of_another_format_follow_the_registers(self):
        self.assertEqual(self.noted("os_timer_setfn(&t, look, 0); os_timer_arm(&t, 500, 0);", [self.characters("68c4", baud=2400, form="8E1")],
                                    "static os_timer_t t; static void look(void *a) { note_characters(); note(READ_PERI_REG(INT_RAW) & 12, 0, 0, 0); }\n",
                                    baud=2400, conf0="0x1e"), ["2 104 196 0", "0 0 0 0"])

    def test_a_handler_posts_and_the_task_drains_what_came_meanwhile(self):
        self.assertEqual(self.noted("system_os_task(drain, 0, queue, 4); listen(on, 257, 10, " + TIMEOUT_ON + ");", [self.characters("00" * 25)],
                                    "static os_event_t queue[4]; static void on(void *a) { WRITE_PERI_REG(INT_ENA, 0); clear(257); system_os_post(0, 0, 0); }\n"
                                    "static void drain(os_event_t *e) { int n = 0; while (waiting()) { take(); ++n; } note(n, 0, 0, 0); clear(257); WRITE_PERI_REG(INT_ENA, 257); }\n"),
                         ["10 0 0 0", "10 0 0 0", "5 0 0 0"])

    # ---- sent characters ----

    def test_what_is_written_while_the_fifo_is_full_waits_and_nothing_is_lost(self):
        self.assertEqual(self.noted("for (int i = 0; i < 300; ++i) { while ((READ_PERI_REG(STATUS) >> 16 & 0xff) >= 126); WRITE_PERI_REG(FIFO, 'a'); }"
                                    "note(now() / 1000 > 150, 0, 0, 0);", []), ["a" * 300 + "1 0 0 0"])


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0], *sys.argv[2:]])
