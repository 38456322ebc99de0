#!/usr/bin/python3
"""The compiler's wrapper of the ESP8266 SDK, and what a run shows of firmware that it made.

usage: sdk_test.py BUILD_FOLDER [TEST…]
"""

import hashlib
import pathlib
import subprocess
import sys
import unittest

from sdk_bench import BUILD, HEAD, SCENARIO, SdkBench

SCENARIOS = pathlib.Path(__file__).resolve().parent / "scenarios"
DEMO = pathlib.Path(__file__).resolve().parents[2] / "sdk/esp8266-nonos/demo"


class Sdk(SdkBench):
    def reported(self, body, before="", *options):
        """The text of the first event that code in user_init reports, before the device would be ready."""
        self.compile(HEAD + before + "void user_init(void) {" + body + "}", *options)
        events = self.run_boot(exit_code=3)
        return [event["text"] for event in events if event["kind"] == "firmware_event"][0]

    # ---- the wrapper ----

    def test_names_functions_that_are_not_simulated_and_who_uses_them(self):
        said = self.compile(HEAD + "void user_init(void) { wifi_promiscuous_enable(1); }", "-w", exit_code=1)
        self.assertIn("otbench-sdk-cc: wifi_promiscuous_enable is not simulated (used in fw.o)", said)
        self.assertFalse((self.folder / "fw").exists())

    def test_does_not_link_the_c_library_of_the_host(self):
        said = self.compile(HEAD + "void user_init(void) { fopen(0); }", "-w", exit_code=1)
        self.assertIn("fopen is not simulated", said)

    def test_names_the_header_of_a_macro_that_is_not_included(self):
        said = self.compile('#include "user_interface.h"\nvoid user_init(void) { os_malloc(4); }', "-w", exit_code=1)
        self.assertIn("otbench-sdk-cc: os_malloc is a macro of mem.h, which is not included (used in fw.o)", said)

    def test_says_which_option_lacks_its_argument(self):
        for option in ("-o", "-I", "-include", "--defsym"):
            done = subprocess.run([BUILD / "bin/otbench-sdk-cc", "fw.c", option], text=True, stdout=subprocess.PIPE,
                                  stderr=subprocess.STDOUT)
            self.assertEqual((done.returncode, done.stdout), (1, f"otbench-sdk-cc: {option}: missing argument\n"))

    def test_links_a_stub_that_ends_the_run(self):
        self.compile(HEAD + "void user_init(void) { wifi_promiscuous_enable(1); }", "-w", "--stub=wifi_promiscuous_enable")
        self.run_boot(exit_code=2)
        self.assertIn("the firmware ended by itself with code 98", self.output)
        log = (self.folder / "out/device-boiler.log").read_text(encoding="utf-8")
        self.assertEqual(log, "SDK function wifi_promiscuous_enable is not simulated\n")

    def test_a_firmware_that_crashes_at_each_start_fails_the_run(self):
        for code, after in (("*(volatile int *)0 = 1;", "crash"), ("volatile int a = 0; a = 10 / a;", "crash")):
            self.compile(HEAD + "void user_init(void) {" + code + "}", "-w")
            events = self.run_boot(exit_code=1)
            self.assertIn("the firmware starts again and again: 100 times at 0 s of virtual time, the last time after a " + after, self.output)
            self.assertEqual(sum(event["kind"] == "boot" for event in events), 100)

    def test_says_what_kinds_of_files_it_does_not_compile(self):
        for name, kind in (("a.S", "assembly"), ("b.s", "assembly"), ("c.cpp", "C++"), ("d.cc", "C++")):
            (self.folder / name).write_text("", encoding="utf-8")
            self.assertEqual(self.compile("", name, exit_code=1), f"otbench-sdk-cc: {name}: {kind} is not supported (expected .c, .o or .a files)\n")

    def test_says_that_user_init_is_missing(self):
        self.assertIn("the firmware does not define user_init", self.compile("int nothing;", exit_code=1))

    def test_refuses_an_unknown_kind_of_initial_values(self):
        self.assertIn("--init: invalid value 'one' (expected pattern or zero)", self.compile("", "--init=one", exit_code=1))

    def test_leaves_names_of_the_c_library_to_the_firmware(self):
        text = self.reported('otbench_event("own", atoi("7") == 70 && select() == 71 && strcat(0, 0) == (char *)72 ? "own" : "libc");',
                             "int atoi(const char *t) { return 70; } int select(void) { return 71; }\n"
                             "char *strcat(char *a, const char *b) { return (char *)72; } int errno;\n")
        self.assertEqual(text, "text=own")

    def test_passes_symbols_of_the_linker(self):
        text = self.reported('char t[16]; ets_sprintf(t, "%u", (unsigned)&build_number); otbench_event("number", t);',
                             "extern char build_number;", "--defsym=build_number=1234")
        self.assertEqual(text, "text=1234")

    def test_takes_symbols_as_other_linkers_are_given_them(self):
        text = self.reported('char t[16]; ets_sprintf(t, "%u %u", (unsigned)&first, (unsigned)&second); otbench_event("number", t);',
                             "extern char first, second;", "--defsym", "first=17", "-Wl,--defsym,second=18")
        self.assertEqual(text, "text=17 18")

    def test_calls_what_each_version_of_the_sdk_calls_before_user_init(self):
        text = self.reported('otbench_event("order", order);',
                             'static char order[16]; uint32 user_rf_cal_sector_set(void) { strcat(order, "cal "); return 0; }\n'
                             'void user_rf_pre_init(void) { strcat(order, "rf "); } void user_pre_init(void) { strcat(order, "pre"); }\n')
        self.assertEqual(text, "text=cal rf pre")

    def test_leaves_declarations_to_the_firmware(self):
        text = self.reported('char t[8]; ets_sprintf(t, "%d", ets_memcmp("ab", "ab", 2) + ets_strlen("abc")); otbench_event("t", t);',
                             "int ets_memcmp(const char *a, const char *b, int n);\n"
                             "static int ets_strlen(const char *t) { return 40; }\n"
                             "extern void *pvPortMalloc(size_t size, const char *file, unsigned line, bool iram);\n")
        self.assertEqual(text, "text=40")

    def test_still_names_mistakes_of_the_firmware(self):
        said = self.compile(HEAD + "int own(void);\nchar *own(void) { return 0; }\nvoid user_init(void) {}", exit_code=1)
        self.assertIn("conflicting types for 'own'", said)

    def test_each_header_can_be_included_alone(self):
        for header in sorted((BUILD / "include/otbench-sdk").glob("**/*.h")):
            with self.subTest(header.name):
                self.compile(f'#include "{header.name if header.parent.name != "sys" else "sys/" + header.name}"\n', "-c")

    def test_lets_headers_define_variables_and_ignores_the_chips_options(self):
        (self.folder / "shared.h").write_text("int shared;\n", encoding="utf-8")
        (self.folder / "other.c").write_text('#include "shared.h"\nint other(void) { return shared; }\n', encoding="utf-8")
        self.compile('#include "shared.h"\nint other(void); void user_init(void) { other(); }', "other.c", "-mlongcalls", "-I.")

    def test_links_archives_and_ignores_what_the_chips_linker_needs(self):
        (self.folder / "part.c").write_text("void user_init(void) {}\n", encoding="utf-8")
        subprocess.run([BUILD / "bin/otbench-sdk-cc", "-c", "part.c", "-o", "part.o"], cwd=self.folder, check=True)
        subprocess.run(["ar", "rcs", "libapp.a", "part.o"], cwd=self.folder, check=True)
        self.compile("int other;", "libapp.a", "-u", "call_user_start", "-T", "eagle.ld", "-L/nowhere", "-lmain", "-nostdlib",
                     "-Wl,--start-group")

    def test_counts_lines_for_gcov(self):
        code = HEAD + 'void user_init(void) { if (system_get_rst_info()->reason == 0) system_restart(); }'
        (self.folder / "part.c").write_text(code, encoding="utf-8")
        subprocess.run([BUILD / "bin/otbench-sdk-cc", "--coverage", "-c", "part.c", "-o", "part.o"], cwd=self.folder, check=True)
        self.compile("int other;", "--coverage", "part.o")
        self.run_boot(exit_code=3)
        counted = subprocess.run(["gcov", "-n", "part.gcda"], cwd=self.folder, capture_output=True, text=True, check=True)
        self.assertIn("Lines executed:100.00% of", counted.stdout)

    def test_counts_the_lines_of_the_demonstration_firmware_that_a_scenario_runs(self):
        # An object's counts go to a file beside it, so it must outlive the linking.
        subprocess.run([BUILD / "bin/otbench-sdk-cc", "--coverage", "-c", "-w", f"-I{DEMO}", DEMO / "commands.c", "-o", "commands.o"],
                       cwd=self.folder, check=True)
        others = [file for file in sorted(DEMO.glob("*.c")) if file.name != "commands.c"]
        subprocess.run([BUILD / "bin/otbench-sdk-cc", "--coverage", "-w", f"-I{DEMO}", "commands.o", *others, "-o", "fw"],
                       cwd=self.folder, check=True)
        self.bench(SCENARIOS / "led.yaml", "--device", f"boiler={self.folder}/fw")
        counted = subprocess.run(["gcov", "-t", "commands.gcda"], cwd=self.folder, capture_output=True, text=True, check=True).stdout
        self.assertRegex(counted, r" [1-9]\d*: *\d+:    GPIO_OUTPUT_SET\(LED_PIN")
        self.assertRegex(counted, r"#####: *\d+:    system_restart\(\)")

    def test_stops_at_a_breakpoint_of_gdb(self):
        gdb = ["gdb", "-q", "-nx", "-batch", "-ex", "set startup-with-shell off", "-ex", "break led", "-ex", "run", "-ex", "print rest",
               "-ex", "continue", "--args"]
        scenario = self.scenario_with("led 1", "ok").read_text(encoding="utf-8")
        path = self.folder / "gdb.yaml"
        path.write_text(scenario.replace("command: [", "hang-after: 60s, command: [" + ", ".join(f'"{word}"' for word in gdb) + ", "),
                        encoding="utf-8")
        self.bench(path)
        log = (self.folder / "out/device-boiler.log").read_text(encoding="utf-8")
        self.assertRegex(log, r"Breakpoint 1, led \(rest=.*\) at .*/commands.c:\d+")
        self.assertRegex(log, r'\$1 = 0x[0-9a-f]+ "1"')

    # ---- the library ----

    def test_char_is_unsigned_and_calls_with_fewer_arguments_work(self):
        text = self.reported('char c = -1; char *p = pvPortMalloc(8); p[7] = 1; vPortFree(p);'
                             'char t[16]; ets_sprintf(t, "%d", c); otbench_event("c", t);')
        self.assertEqual(text, "text=255")

    def test_formats_as_the_rom_does(self):
        cases = [('"%d|%5u|%-4x|%04X|%s|%c", -5, 42u, 0xab, 0xcd, "text", 65', "-5|   42|ab  |00CD|text|A"),
                 ('"%.2s|%5s|%-5s|", "abc", "abc", "abc"', "ab|  abc|abc  |"),
                 ('"%e|%|%~|%%|%lld", 5LL', "%e|%|%~|%|5"),
                 ('"%+d|% d|%#x|%p|%o|%*d|%.3d", 1, 2, 3, (void *)4, 8, 4, 5, 6', "+1| 2|0x3|0x4|10|   5|006")]
        for arguments, expected in cases:
            with self.subTest(arguments):
                self.assertEqual(self.reported(f'char t[200]; ets_sprintf(t, {arguments}); otbench_event("t", t);'),
                                 "text=" + expected)

    def test_bounds_text_and_returns_the_whole_length(self):
        text = self.reported('char t[8], u[32]; int n = ets_snprintf(t, 4, "%s", "abcdef"), m = ets_snprintf(u, -1, "xy");'
                             'ets_sprintf(u + 2, " %d %d %s", n, m, t); otbench_event("t", u);')
        self.assertEqual(text, "text=xy 6 2 abc")

    def test_sends_text_through_the_filter_of_the_rom(self):
        self.compile(HEAD + r'void user_init(void) { ets_printf("a\nb\rc%\x16"); os_printf("log\n"); '
                            r'system_set_os_print(0); os_printf("silent"); }')
        sent = [(event["origin"], event["hex"]) for event in self.run_boot(exit_code=3) if event["kind"] == "uart_tx"]
        self.assertEqual(sent, [("cmd", "610d0a62632516"), ("log", "6c6f670d0a")])

    def test_starts_the_roms_record_of_the_uart_as_the_chip_does(self):
        text = self.reported('char t[40]; ets_sprintf(t, "%d %d %d %d %d", UartDev[0], UartDev[1], UartDev[2], UartDev[3], UartDev[4]);'
                             'otbench_event("t", t);', "extern unsigned UartDev[5];")
        self.assertEqual(text, "text=115200 3 0 0 1")

    def test_returns_four_bytes_by_value(self):
        text = self.reported('ip_addr_t a = {0x01020304}; espconn_dns_setserver(1, &a); a = espconn_dns_getserver(1);'
                             'char t[16]; ets_sprintf(t, "%x", a.addr); otbench_event("t", t);')
        self.assertEqual(text, "text=1020304")

    # A bus's record as firmware may have it, and calls of the I2C library's variant that takes it.
    RECORDS = """
struct record { uint8 sda, scl; uint32 sda_register; uint8 sda_function; uint32 scl_register; uint8 scl_function, error; };
static struct record board = {0, 2, PERIPHS_IO_MUX_GPIO0_U, 0, PERIPHS_IO_MUX_GPIO2_U, 0, 0};
static struct record mezzanine = {4, 5, PERIPHS_IO_MUX_GPIO4_U, 0, PERIPHS_IO_MUX_GPIO5_U, 0, 0};
static uint8 address(uint8 address, uint16 speed, struct record *bus) {
    uint8 zeros[2] = {0};
    brzo_i2c_start_transaction_on(address, speed, bus);
    brzo_i2c_write_on(zeros, 2, 0, bus);
    return brzo_i2c_end_transaction_on(bus);
}
"""

    def test_i2c_with_records_of_the_firmware_reaches_the_bus_of_their_pins(self):
        self.compile(HEAD + self.RECORDS + 'void user_init(void) { char t[40]; brzo_i2c_setup_on(&board); brzo_i2c_setup_on(&mezzanine);'
                     'ets_sprintf(t, "%d %d %d %d", address(0x57, 100, &board), address(0x57, 100, &mezzanine),'
                     'address(0x48, 100, &board), address(0x48, 100, &mezzanine)); otbench_event("errors", t); }', "-w")
        events = self.run_boot(more=", board: otbiot, mezzanine: true", exit_code=3)
        self.assertEqual([e["text"] for e in events if e["kind"] == "firmware_event"], ["text=0 2 2 0"])

    def test_an_i2c_transfer_takes_as_long_as_its_speed_says(self):
        self.compile(HEAD + self.RECORDS + 'void user_init(void) { char t[40]; uint32 a = system_get_time(), b, c, d; address(0x57, 100, &board);'
                     'b = system_get_time(); address(0x57, 400, &board); c = system_get_time(); address(0x33, 10, &board);'
                     'd = system_get_time(); ets_sprintf(t, "%u %u %u", b - a, c - b, d - c); otbench_event("us", t); }', "-w")
        events = self.run_boot(more=", board: otbiot", exit_code=3)
        # 29 bits each, but for the last, which nobody acknowledges: 11 bits. Reading the clock takes half a microsecond.
        self.assertEqual([e["text"] for e in events if e["kind"] == "firmware_event"], ["text=291 73 1100"])

    def test_reports_an_unknown_register_once(self):
        events = self.bench(SCENARIOS / "unknown_register.yaml")
        texts = [event["text"] for event in events if event["kind"] == "firmware_event"]
        self.assertEqual(texts, ["what=read of 0x60000a00"])

    def test_knows_the_registers_of_the_contract_and_no_others(self):
        self.compile(HEAD + '#include "eagle_soc.h"\nvoid user_init(void) { for (uint32 at = 0x60000000; at < 0x60001000; at += 4)'
                     ' if (at >= 0x600003ff || at < 0x60000368) READ_PERI_REG(at); WRITE_PERI_REG(0x60000018, 5); }')
        texts = [e["text"] for e in self.run_boot(exit_code=3) if e["kind"] == "firmware_event"]
        self.assertEqual(texts[:2], ["what=read of 0x60000018", "what=read of 0x60000028"])

    def test_limits_timers_only_after_timers_count_microseconds(self):
        for before, expected in (("", 500_000), ("system_timer_reinit();", 0x689D0)):
            with self.subTest(before):
                text = self.reported(f'os_timer_t t; char s[16]; {before} os_timer_setfn(&t, 0, 0); os_timer_arm(&t, 500000, 0);'
                                     'ets_sprintf(s, "%u", t.timer_expire / 1000); os_timer_disarm(&t); otbench_event("due", s);')
                self.assertEqual(text, f"text={expected}")

    def test_serves_an_interrupt_that_the_firmware_causes_before_time_passes(self):
        text = self.reported('ETS_GPIO_INTR_ATTACH(on_edge, 0); gpio_pin_intr_state_set(14, GPIO_PIN_INTR_POSEDGE);'
                             'PIN_FUNC_SELECT(PERIPHS_IO_MUX_MTMS_U, FUNC_GPIO14); ETS_GPIO_INTR_ENABLE(); GPIO_OUTPUT_SET(14, 0);'
                             'uint32 a = system_get_time(); GPIO_OUTPUT_SET(14, 1); os_delay_us(1000);'
                             'char t[16]; ets_sprintf(t, "%u", at - a); otbench_event("us", t);',
                             '#include "gpio.h"\nstatic uint32 at; static void on_edge(void *a) { at = system_get_time();'
                             'GPIO_REG_WRITE(GPIO_STATUS_W1TC_ADDRESS, GPIO_REG_READ(GPIO_STATUS_ADDRESS)); }\n')
        self.assertEqual(text, "text=6")

    def test_tells_of_a_station_that_leaves_its_network(self):
        code = HEAD + '''static os_timer_t t; static void on_wifi(System_Event_t *e) { char s[40]; ets_sprintf(s, "%u %u", e->event,
            e->event == 1 ? e->event_info.disconnected.reason : 0); otbench_event("wifi", s); }
            static void leave(void *a) { wifi_station_disconnect(); }
            void user_init(void) { struct station_config c = {"otbench"}; wifi_set_event_handler_cb(on_wifi); wifi_set_opmode_current(1); wifi_station_set_config_current(&c); wifi_station_connect();
            os_timer_setfn(&t, leave, 0); os_timer_arm(&t, LEAVE_AT, 0); }'''
        for leave_at, expected in ((3000, ["8 0", "0 0", "3 0", "1 8"]), (500, ["8 0"])):
            with self.subTest(leave_at):
                self.compile(code, f"-DLEAVE_AT={leave_at}")
                events = [e["text"] for e in self.run_boot(wait="4s", exit_code=3) if e["kind"] == "firmware_event"]
                self.assertEqual(events, ["text=" + event for event in expected])

    def test_keeps_an_address_that_the_firmware_has_set(self):
        self.compile(HEAD + '''static void on_wifi(System_Event_t *e) { struct ip_info i; char s[60]; if (e->event != 3) return;
            wifi_get_ip_info(0, &i); ets_sprintf(s, "%d.%d.%d.%d %x", IP2STR(&i.ip), espconn_dns_getserver(0).addr); otbench_event("ip", s); }
            void user_init(void) { struct station_config c = {"otbench"}; struct ip_info i; ip_addr_t d = {7}; IP4_ADDR(&i.ip, 10, 0, 0, 9); wifi_set_event_handler_cb(on_wifi);
            wifi_set_opmode_current(1); wifi_station_dhcpc_stop(); wifi_set_ip_info(0, &i); espconn_dns_setserver(0, &d); wifi_station_set_config_current(&c); wifi_station_connect(); }''')
        events = [e["text"] for e in self.run_boot(wait="4s", exit_code=3) if e["kind"] == "firmware_event"]
        self.assertEqual(events, ["text=10.0.0.9 7"])

    def test_reads_the_clock_in_half_microseconds(self):
        text = self.reported('uint32 a = system_get_time(); for (int i = 0; i < 99; ++i) system_get_time();'
                             'char t[16]; ets_sprintf(t, "%u", system_get_time() - a); otbench_event("t", t);')
        self.assertEqual(text, "text=50")

    def test_hands_on_the_bounds_of_a_register_access_that_bypasses_the_macros(self):
        self.compile(HEAD + "void user_init(void) { *(volatile int *)0x60000300 = 1; }")
        self.run_boot(more=", on-crash: fail", exit_code=1)
        log = (self.folder / "out/device-boiler.log").read_text(encoding="utf-8")
        self.assertEqual(log, "crash: SIGSEGV, access to 0x60000300 (a register; use READ_PERI_REG and WRITE_PERI_REG)\n")

    def test_a_firmware_that_hangs_ends_the_run_as_an_error(self):
        self.compile(HEAD + "void user_init(void) { for (volatile int i = 1; i;) {} }")
        self.run_boot(more=", hang-after: 200ms", exit_code=2)
        self.assertIn("hang: no message within 0.2 s of CPU time", self.output)

    def test_a_timer_that_is_armed_again_for_ever_moves_time_on(self):
        self.compile(HEAD + "static os_timer_t t; static int n; static void again(void *a) { if (++n == 1000) otbench_event(\"n\", \"1000\");"
                     "os_timer_arm(&t, 0, 0); } void user_init(void) { os_timer_setfn(&t, again, 0); again(0); }")
        done = [event["t_ns"] for event in self.run_boot(exit_code=3) if event["kind"] == "firmware_event"]
        self.assertEqual(done, [999 * 100_000])

    # ---- sanitizers, initial values, determinism ----

    def scenario_with(self, command, expect):
        path = self.folder / "one.yaml"
        path.write_text((SCENARIOS / "led.yaml").read_text(encoding="utf-8").split("steps:")[0] +
                        f"steps:\n  - publish: {command}\n    expect: {expect}\n", encoding="utf-8")
        return path

    def test_a_sanitizer_fails_the_run_and_its_report_is_in_the_log(self):
        scenario = self.scenario_with("crash heap", "ok")
        self.bench(scenario)
        self.bench(scenario, "--device", "boiler=bin/demo_firmware.sanitized", exit_code=1)
        self.assertIn("a sanitizer stopped the firmware", self.output)
        log = (self.folder / "out/device-boiler.log").read_text(encoding="utf-8")
        self.assertIn("heap-buffer-overflow", log)
        self.assertIn("demo/commands.c", log)

    def test_the_sanitizer_lets_constants_be_read_by_words_but_no_other_variables(self):
        code = HEAD + "%s char text[13] = \"a long text\"; void user_init(void) { volatile uint32 *words = (uint32 *)text; char t[8];" \
            " otbench_event(\"word\", (ets_sprintf(t, \"%%u\", words[4] != 1), t)); }"
        self.compile(code % "const", "--sanitize", "-w")
        self.run_boot(exit_code=3)
        self.compile(code % "", "--sanitize", "-w")
        self.run_boot(exit_code=1)
        self.assertIn("global-buffer-overflow", (self.folder / "out/device-boiler.log").read_text(encoding="utf-8"))

    def test_a_variable_that_is_not_set_differs_between_the_builds(self):
        self.bench(self.scenario_with("uninit 0", "ok:other"))
        self.bench(self.scenario_with("uninit 0", "ok:zero"), "--device", "boiler=bin/demo_firmware.zero")

    def check(self, program, scenario, exit_code):
        done = subprocess.run([BUILD / "bin/otbench", "firmware", "check", program, scenario], cwd=BUILD, text=True,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        self.assertEqual(done.returncode, exit_code, done.stdout)
        return done.stdout

    def test_check_finds_a_variable_that_is_not_set(self):
        path = self.scenario_with("uninit 0", "{prefix: ok}")
        said = self.check("bin/demo_firmware", path, exit_code=1)
        self.assertRegex(said, "variables zero  found\n    the result depends on an uninitialised variable; the traces "
                               "differ from line \\d+:\n.*ok:other.*\n.*ok:zero")
        self.assertIn("1 scenario, 1 finding", said)

    def test_check_finds_crashes_and_builds_that_are_missing(self):
        self.compile(HEAD + "void user_init(void) { if (system_get_rst_info()->reason == 0) *(volatile int *)0 = 1; }")
        path = self.folder / "small.yaml"
        path.write_text(SCENARIO.format(program=self.folder / "fw", wait="1ms", more=""), encoding="utf-8")
        said = self.check(self.folder / "fw", path, exit_code=1)
        self.assertIn("crashes of the firmware: 1; crash: SIGSEGV, access to 0x00000000\n", said)
        self.assertIn(f"variables zero  skipped: {self.folder}/fw.zero is missing (otbench-sdk-cc --check-builds)", said)

    def test_check_passes_what_is_sound_and_refuses_what_is_no_program(self):
        said = self.check("bin/demo_firmware", SCENARIOS / "led.yaml", exit_code=0)
        self.assertIn("sanitizers      passed, with the same trace", said)
        self.assertIn("/does/not/exist: not an executable program", self.check("/does/not/exist", SCENARIOS / "led.yaml", 2))

    def test_the_trace_is_the_same_each_time_and_under_load(self):
        def digest():
            self.bench(SCENARIOS / "line_by_clock.yaml")
            return hashlib.sha256((self.folder / "out/events.jsonl").read_bytes()).hexdigest()
        first = digest()
        self.assertEqual([digest(), digest()], [first, first])
        load = [subprocess.Popen([sys.executable, "-c", "while True: pass"]) for _ in range(4)]
        try:
            self.assertEqual(digest(), first)
        finally:
            for process in load:
                process.kill()
                process.wait()


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0], *sys.argv[2:]])
