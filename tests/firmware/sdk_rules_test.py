#!/usr/bin/python3
"""Rules of the chip and of its SDK that firmware relies on, each by a small firmware.

usage: sdk_rules_test.py BUILD_FOLDER [TEST…]
"""

import sys
import unittest

from sdk_bench import HEAD, UART, SdkBench

GPIO = '#include "gpio.h"\n#include "eagle_soc.h"\n'
SAY = """
static void say(const char *kind, int a, int b, int c, int d) {
    char t[80]; ets_sprintf(t, "%d %d %d %d", a, b, c, d); otbench_event(kind, t);
}
"""


class Rules(SdkBench):
    def said(self, body, before="", *options, **scenario):
        """The texts that code in user_init and what it starts report."""
        self.compile(HEAD + GPIO + SAY + before + "void user_init(void) {" + body + "}", "-w", *options)
        events = self.run_boot(exit_code=3, **scenario)
        return [event["text"].partition("text=")[2] for event in events if event["kind"] == "firmware_event"]

    # ---- building ----

    def test_a_variable_that_two_files_define_is_one(self):
        (self.folder / "second.c").write_text("int shared[4]; int second(void) { return ++shared[2]; }\n", encoding="utf-8")
        self.assertEqual(self.said('second(); say("shared", shared[2], 0, 0, 0);', "int shared[4]; int second(void);\n", "second.c"),
                         ["1 0 0 0"])

    def test_names_of_the_host_that_the_firmware_defines_are_its_own(self):
        names = ["read", "write", "open", "close", "send", "recv", "connect", "malloc", "free", "exit", "time", "sleep", "printf",
                 "strtol", "atol", "isdigit", "toupper", "tolower", "strcasecmp", "strncasecmp", "strncat", "abort", "signal"]
        code = "".join(f"int {name}() {{ return {i}; }}\n" for i, name in enumerate(names, 1))
        total = " + ".join(f"{name}()" for name in names)
        expected = sum(range(1, len(names) + 1))
        self.assertEqual(self.said(f'say("sum", {total}, 0, 0, 0); os_free(os_malloc(9));', code), [f"{expected} 0 0 0"])

    def test_functions_without_a_declaration_can_be_called(self):
        self.compile('void user_init(void) { os_dummy(); } int os_dummy() { return ets_strlen("abc"); }', "-w")
        self.run_boot(exit_code=3)

    def test_own_structures_of_four_bytes_are_returned_as_the_sdk_returns_its_own(self):
        (self.folder / "second.c").write_text("struct four { unsigned char a[4]; }; struct four second(void) "
                                              "{ struct four f = {{1, 2, 3, 4}}; return f; }\n", encoding="utf-8")
        self.assertEqual(self.said('struct four f = second(); say("four", f.a[0], f.a[1], f.a[2], f.a[3]);',
                                   "struct four { unsigned char a[4]; }; struct four second(void);\n", "second.c"), ["1 2 3 4"])

    def test_pointers_and_integers_have_the_sizes_of_the_chip(self):
        self.assertEqual(self.said('say("sizes", sizeof(void *), sizeof(long), sizeof(size_t), sizeof(os_timer_t));'
                                   'say("sizes", sizeof(struct espconn), sizeof(esp_tcp), sizeof(System_Event_t) > 36, sizeof(bool));'),
                         ["4 4 4 20", "28 32 1 1"])

    def test_calls_and_definitions_may_have_other_arguments_than_the_headers_declare(self):
        self.assertEqual(self.said('say("call", os_strlen("abc", 5), os_strstr("abc") != 0, strtol(), 0);',
                                   "char *strstr(a, b) char *a; int b; { return a; } long strtol() { return 7; }\n"
                                   "#undef os_strstr\n#define os_strstr(a) strstr(a, 1)\n"), ["3 1 7 0"])

    # ---- memory ----

    def test_memory_functions_take_the_arguments_that_firmware_passes(self):
        self.assertEqual(self.said('char *a = (char *)pvPortZalloc(16), *b = (char *)pvPortZallocIram(16, "f", 1);'
                                   'char *c = (char *)pvPortMalloc(4, "f", 1, 1); int zeros = 0;'
                                   'for (int i = 0; i < 16; ++i) zeros += !a[i] + !b[i]; vPortFree(a); vPortFree(b, "f", 2); vPortFree(c, "f", 3);'
                                   'vPortFree(0); say("zeros", zeros, c != 0, 0, 0);'), ["32 1 0 0"])

    def test_a_null_text_is_a_fault(self):
        for call in ("ets_strlen(0)", "ets_strcmp(0, \"a\")", "ets_memcpy(0, \"a\", 1)", 'ets_printf("%s", (char *)0)'):
            with self.subTest(call):
                self.compile(HEAD + "void user_init(void) {" + call + "; }", "-w")
                self.run_boot(more=", on-crash: fail", exit_code=1)
                self.assertIn("the firmware crashed (SIGSEGV)", self.output)

    # ---- time, timers and tasks ----

    TASKS = """
static os_timer_t late, zero; static os_event_t queue[1]; static char order[16];
static void add(char c) { int n = ets_strlen(order); order[n] = c; order[n + 1] = 0; }
static void low(os_event_t *e) { add('a' + e->par); }
static void high(os_event_t *e) { add('A' + e->par); if (e->par == 0) system_os_post(0, 0, 7); }
static void timed(void *arg) { add('0' + (int)arg); if ((int)arg == 2) otbench_event("order", order); }
"""

    def test_tasks_run_before_timers_that_are_overdue_and_the_higher_priority_first(self):
        self.assertEqual(self.said('system_os_task(low, 0, queue, 1); system_os_task(high, 2, queue, 1);'
                                   'os_timer_setfn(&late, timed, (void *)1); os_timer_arm(&late, 1, 0);'
                                   'os_timer_setfn(&zero, timed, (void *)2); os_timer_arm(&zero, 30, 0);'
                                   'os_delay_us(5000); system_os_post(0, 0, 1); system_os_post(0, 0, 2); system_os_post(2, 0, 0);',
                                   self.TASKS, wait="60ms"), ["Abch12"])

    def test_a_task_gets_a_pointer_as_its_parameter(self):
        self.assertEqual(self.said('system_os_task(task, 1, queue, 1); system_os_post(1, 5, (os_param_t)&number);',
                                   "static int number = 321; static os_event_t queue[1];\n"
                                   'static void task(os_event_t *e) { say("task", e->sig, *(int *)e->par, 0, 0); }\n'), ["5 321 0 0"])

    def test_a_repeating_timer_catches_up_and_keeps_its_phase(self):
        self.assertEqual(self.said("os_timer_setfn(&t, tick, 0); os_timer_arm(&t, 10, 1);",
                                   "static os_timer_t t; static int n; static uint32 begin;\n"
                                   "static void tick(void *a) { uint32 now = system_get_time(); if (!n) begin = now - 10000; ++n;\n"
                                   "if (n == 1) os_delay_us(35000); if (n <= 6) say(\"tick\", n, (now - begin) / 1000, 0, 0);\n"
                                   "if (n == 6) os_timer_disarm(&t); }\n", wait="200ms"),
                         ["1 10 0 0", "2 45 0 0", "3 45 0 0", "4 45 0 0", "5 50 0 0", "6 60 0 0"])

    def test_a_timer_tells_by_its_function_whether_it_is_set_and_is_armed_anew(self):
        self.assertEqual(self.said('int before = t.timer_func == 0; os_timer_setfn(&t, tick, (void *)9); os_timer_arm(&t, 5, 0);'
                                   'os_timer_arm(&t, 20, 0); say("set", before, t.timer_func == tick, (int)t.timer_arg, 0);',
                                   "static os_timer_t t; static void tick(void *a) { say(\"tick\", (int)a, system_get_time() / 1000 > 19, 0, 0);\n"
                                   "t.timer_func = 0; }\n", wait="60ms"), ["1 1 9 0", "9 1 0 0"])

    def test_init_done_comes_after_user_init_and_before_any_task(self):
        self.assertEqual(self.said('system_os_task(task, 0, queue, 1); system_init_done_cb(done); system_os_post(0, 0, 0); otbench_event("i", "init");',
                                   'static os_event_t queue[1]; static void task(os_event_t *e) { otbench_event("t", "task"); }\n'
                                   'static void done(void) { otbench_event("d", "done"); }\n'), ["init", "done", "task"])

    def test_a_restart_lets_timers_run_for_110_ms_and_tells_its_cause(self):
        self.assertEqual(self.said('if (system_get_rst_info()->reason) { say("cause", system_get_rst_info()->reason, 0, 0, 0); return; }'
                                   'os_timer_setfn(&t, tick, 0); os_timer_arm(&t, 50, 1); system_restart(); otbench_event("back", "returned");',
                                   "static os_timer_t t; static int n; static void tick(void *a) { say(\"tick\", ++n, 0, 0, 0); }\n", wait="300ms"),
                         ["returned", "1 0 0 0", "2 0 0 0", "4 0 0 0"])

    def test_the_watchdog_restarts_after_3200_ms_without_the_event_loop_and_the_cause_is_its_own(self):
        self.assertEqual(self.said('if (system_get_rst_info()->reason) { say("cause", system_get_rst_info()->reason, 0, 0, 0); return; }'
                                   'for (int i = 0; i < 60; ++i) { os_delay_us(60000); if (i == 20) system_soft_wdt_feed(); }'
                                   'otbench_event("fed", "alive"); for (;;) os_delay_us(60000);', wait="10s"), ["alive", "3 0 0 0"])

    def test_the_memory_of_the_flash_outlives_a_crash_and_the_cause_is_an_exception(self):
        self.assertEqual(self.said('uint32 word = 0x12345678; spi_flash_read(0x101000, &word, 4); if (word == 7) {'
                                   'say("after", word, system_get_rst_info()->reason, 0, 0); return; }'
                                   'spi_flash_erase_sector(0x101); word = 7; spi_flash_write(0x101000, &word, 4); *(volatile int *)0 = 1;',
                                   wait="10ms"), ["7 2 0 0"])

    # ---- flash ----

    def test_flash_writes_only_clear_bits_and_refuse_addresses_that_are_not_aligned(self):
        self.assertEqual(self.said('uint32 a = 0xffff00ff, b = 0x0ff0ffff, r; spi_flash_erase_sector(0x180); spi_flash_write(0x180000, &a, 4);'
                                   'spi_flash_write(0x180000, &b, 4); spi_flash_read(0x180000, &r, 4); say("flash", r == 0x0ff000ff,'
                                   'spi_flash_read(0x180002, &r, 4), spi_flash_write(0x400000, &a, 4), spi_flash_erase_sector(0x400));'),
                         ["1 1 1 1"])

    # ---- pins ----

    def test_an_output_reads_its_own_level_and_a_pin_that_nobody_drives_reads_1(self):
        self.assertEqual(self.said('PIN_FUNC_SELECT(PERIPHS_IO_MUX_MTDI_U, FUNC_GPIO12); PIN_FUNC_SELECT(PERIPHS_IO_MUX_MTMS_U, FUNC_GPIO14);'
                                   'gpio_output_set(1 << 12, 1 << 14, 1 << 12 | 1 << 14, 0); uint32 in = gpio_input_get();'
                                   'gpio_output_set(0, 1 << 14, 0, 1 << 14); say("in", in >> 12 & 1, in >> 14 & 1, gpio_input_get() >> 13 & 1, in >> 16);'),
                         ["1 0 1 0"])

    def test_edges_are_kept_while_masked_and_only_w1tc_clears_them(self):
        self.assertEqual(self.said('PIN_FUNC_SELECT(PERIPHS_IO_MUX_MTMS_U, FUNC_GPIO14); GPIO_OUTPUT_SET(14, 1); ETS_GPIO_INTR_ATTACH(on, 0);'
                                   'GPIO_OUTPUT_SET(14, 0); uint32 none = GPIO_REG_READ(GPIO_STATUS_ADDRESS);'
                                   'gpio_pin_intr_state_set(14, GPIO_PIN_INTR_NEGEDGE); GPIO_OUTPUT_SET(14, 1); GPIO_OUTPUT_SET(14, 0);'
                                   'uint32 kept = GPIO_REG_READ(GPIO_STATUS_ADDRESS); ETS_GPIO_INTR_ENABLE(); int served = n;'
                                   'ETS_INTR_LOCK(); GPIO_OUTPUT_SET(14, 1); GPIO_OUTPUT_SET(14, 0); os_delay_us(100); int locked = n; ETS_INTR_LOCK(); ETS_INTR_UNLOCK();'
                                   'say("edges", none == 0, kept == 1 << 14, served, locked); say("unlocked", n, GPIO_REG_READ(GPIO_STATUS_ADDRESS), 0, 0);',
                                   "static int n; static void on(void *a) { ++n; GPIO_REG_WRITE(GPIO_STATUS_W1TC_ADDRESS, GPIO_REG_READ(GPIO_STATUS_ADDRESS)); }\n"),
                         ["1 1 1 1", "2 0 0 0"])

    def test_a_handler_is_not_interrupted_even_if_it_unlocks(self):
        self.assertEqual(self.said('PIN_FUNC_SELECT(PERIPHS_IO_MUX_MTMS_U, FUNC_GPIO14); GPIO_OUTPUT_SET(14, 1); ETS_GPIO_INTR_ATTACH(on, 0);'
                                   'gpio_pin_intr_state_set(14, GPIO_PIN_INTR_ANYEDGE); ETS_GPIO_INTR_ENABLE(); GPIO_OUTPUT_SET(14, 0); os_delay_us(50);'
                                   'say("depth", deepest, n, 0, 0);',
                                   "static int depth, deepest, n; static void on(void *a) { if (++depth > deepest) deepest = depth;\n"
                                   "GPIO_REG_WRITE(GPIO_STATUS_W1TC_ADDRESS, GPIO_REG_READ(GPIO_STATUS_ADDRESS));\n"
                                   "if (++n == 1) { GPIO_OUTPUT_SET(14, 1); ETS_INTR_UNLOCK(); os_delay_us(20); } --depth; }\n"), ["1 2 0 0"])

    def test_pin_16_follows_the_registers_of_the_clock_and_open_drain_pins_only_pull_low(self):
        self.compile(HEAD + GPIO + 'void user_init(void) { WRITE_PERI_REG(RTC_GPIO_ENABLE, 1); WRITE_PERI_REG(RTC_GPIO_OUT, 0); os_delay_us(10);'
                     'WRITE_PERI_REG(RTC_GPIO_OUT, 1); GPIO_REG_WRITE(GPIO_PIN_ADDR(4), 4); gpio_output_set(0, 1 << 4, 1 << 4, 0); os_delay_us(10);'
                     'gpio_output_set(1 << 4, 0, 0, 0); }', "-w")
        edges = [(e["pin"], e["kind"], e.get("level")) for e in self.run_boot(exit_code=3) if e["kind"] in ("gpio_edge", "gpio_dir")]
        self.assertEqual(edges, [(16, "gpio_dir", 0), (16, "gpio_edge", 1), (4, "gpio_dir", 0), (4, "gpio_dir", None)])

    # ---- UART ----

    def test_the_fifo_level_and_the_transmitter_are_seen_in_the_status(self):
        self.assertEqual(self.said('unsigned idle = READ_PERI_REG(STATUS) >> 16 & 0xff; for (int i = 0; i < 100; ++i) WRITE_PERI_REG(FIFO, i);'
                                   'unsigned full = READ_PERI_REG(STATUS) >> 16 & 0xff; os_delay_us(1000); unsigned later = READ_PERI_REG(STATUS) >> 16 & 0xff;'
                                   'SET_PERI_REG_MASK(CONF0, 1 << 18); say("tx", idle, full, later < full, READ_PERI_REG(STATUS) >> 16 & 0xff);', UART),
                         ["0 100 1 0"])

    def test_the_interrupt_of_an_empty_transmitter_comes_at_its_level(self):
        self.assertEqual(self.said('WRITE_PERI_REG(CONF1, 10 << 8 | 120); ETS_UART_INTR_ATTACH(on, 0); for (int i = 0; i < 50; ++i) WRITE_PERI_REG(FIFO, 0x55);'
                                   'WRITE_PERI_REG(INT_CLR, 0xffff); WRITE_PERI_REG(INT_ENA, 2); ETS_UART_INTR_ENABLE(); os_delay_us(5000); say("n", n, left, 0, 0);',
                                   UART + "static int n, left; static void on(void *a) { if (READ_PERI_REG(INT_ST) == 2) { ++n; left = READ_PERI_REG(STATUS) >> 16 & 0xff;\n"
                                   "WRITE_PERI_REG(INT_ENA, 0); WRITE_PERI_REG(INT_CLR, 2); } }\n"), ["1 10 0 0"])

    # ---- network ----

    def test_the_address_of_the_access_point_and_the_chip_follow_from_the_stations(self):
        self.assertEqual(self.said('uint8 s[6], a[6]; wifi_get_macaddr(0, s); wifi_get_macaddr(1, a);'
                                   'say("mac", a[0] ^ s[0], a[5] == s[5], system_get_chip_id() == 0x0b583b, system_get_cpu_freq());'), ["2 1 1 80"])

    def test_results_of_connections_that_cannot_be(self):
        self.assertEqual(self.said('static esp_tcp tcp; static struct espconn c; c.proto.tcp = &tcp; int untyped = espconn_connect(&c); c.type = ESPCONN_TCP;'
                                   'int closed = espconn_sent(&c, "a", 1), first = espconn_connect(&c), second = espconn_connect(&c);'
                                   'say("results", untyped, closed, first, second); say("null", espconn_connect(0), espconn_disconnect(0), espconn_delete(&c), espconn_port() > 0);'),
                         ["-12 -11 0 -15", "-12 -12 -5 1"])


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0], *sys.argv[2:]])
