#!/usr/bin/python3
"""What firmware finds in the SDK's headers: functions with their signatures, macros, types, and the smaller parts of the system.

usage: sdk_interface_test.py BUILD_FOLDER [TEST…]
"""

import json
import re
import sys
import unittest

from sdk_bench import HEAD, UART, SdkBench

FUNCTIONS = {
    "user_interface.h": """
        uint32 system_get_time(void); bool system_os_task(os_task_t, uint8, os_event_t *, uint8); bool system_os_post(uint8, os_signal_t, os_param_t);
        void system_init_done_cb(init_done_cb_t); void system_restart(void); bool system_partition_table_regist(const partition_item_t *, uint32_t, uint32_t);
        void system_soft_wdt_feed(void); void system_soft_wdt_stop(void); void system_soft_wdt_restart(void); void system_set_os_print(uint8);
        uint8 system_upgrade_flag_check(void); void system_upgrade_flag_set(uint8); uint32 system_get_chip_id(void); uint32 system_get_free_heap_size(void);
        uint16 system_get_vdd33(void); uint16 system_adc_read(void); uint8 system_get_cpu_freq(void); bool system_update_cpu_freq(uint8);
        void system_timer_reinit(void); const char *system_get_sdk_version(void); struct rst_info *system_get_rst_info(void);
        enum flash_size_map system_get_flash_size_map(void); void uart_div_modify(uint8, uint32); uint8 system_get_boot_version(void);
        uint32 system_get_rtc_time(void); uint32 system_rtc_clock_cali_proc(void); bool system_rtc_mem_read(uint8, void *, uint16);
        bool system_rtc_mem_write(uint8, const void *, uint16); bool system_param_save_with_protect(uint16, void *, uint16);
        bool system_param_load(uint16, uint16, void *, uint16); void wifi_set_event_handler_cb(wifi_event_handler_cb_t);
        uint8 wifi_get_opmode(void); bool wifi_set_opmode(uint8); bool wifi_set_opmode_current(uint8); bool wifi_station_connect(void);
        bool wifi_station_disconnect(void); bool wifi_station_set_auto_connect(uint8); bool wifi_station_set_hostname(char *);
        bool wifi_station_set_reconnect_policy(bool); bool wifi_station_get_config(struct station_config *); bool wifi_station_set_config(struct station_config *);
        bool wifi_station_set_config_current(struct station_config *); bool wifi_station_dhcpc_start(void); bool wifi_station_dhcpc_stop(void);
        sint8 wifi_station_get_rssi(void); uint8 wifi_station_get_connect_status(void); bool wifi_station_scan(struct scan_config *, scan_done_cb_t);
        bool wifi_softap_get_config(struct softap_config *); bool wifi_softap_set_config(struct softap_config *);
        bool wifi_softap_set_config_current(struct softap_config *); bool wifi_get_ip_info(uint8, struct ip_info *); bool wifi_set_ip_info(uint8, struct ip_info *);
        bool wifi_get_macaddr(uint8, uint8 *); bool wifi_set_sleep_type(enum sleep_type); bool wifi_set_phy_mode(enum phy_mode);
        bool wifi_softap_dhcps_start(void); bool wifi_softap_dhcps_stop(void); uint8 wifi_get_channel(void); char *wifi_station_get_hostname(void);
        bool wifi_set_broadcast_if(uint8); uint8 wifi_softap_get_station_num(void); bool wifi_station_ap_number_set(uint8);
    """,
    "espconn.h": """
        sint8 espconn_connect(struct espconn *); sint8 espconn_disconnect(struct espconn *); sint8 espconn_abort(struct espconn *);
        sint8 espconn_sent(struct espconn *, uint8 *, uint16); sint8 espconn_send(struct espconn *, uint8 *, uint16); sint16 espconn_sendto(struct espconn *, uint8 *, uint16);
        sint8 espconn_accept(struct espconn *); sint8 espconn_create(struct espconn *); sint8 espconn_delete(struct espconn *);
        sint8 espconn_regist_connectcb(struct espconn *, espconn_connect_callback); sint8 espconn_regist_reconcb(struct espconn *, espconn_reconnect_callback);
        sint8 espconn_regist_disconcb(struct espconn *, espconn_connect_callback); sint8 espconn_regist_recvcb(struct espconn *, espconn_recv_callback);
        sint8 espconn_regist_sentcb(struct espconn *, espconn_sent_callback); sint8 espconn_regist_time(struct espconn *, uint32, uint8);
        sint8 espconn_tcp_set_max_con_allow(struct espconn *, uint8); sint8 espconn_get_connection_info(struct espconn *, remot_info **, uint8);
        sint8 espconn_set_opt(struct espconn *, uint8); sint8 espconn_clear_opt(struct espconn *, uint8); sint8 espconn_set_keepalive(struct espconn *, uint8, void *);
        uint32 espconn_port(void); err_t espconn_gethostbyname(struct espconn *, const char *, ip_addr_t *, dns_found_callback);
        ip_addr_t espconn_dns_getserver(uint8); void espconn_dns_setserver(char, ip_addr_t *);
    """,
    "osapi.h": """
        void ets_delay_us(uint32_t); void ets_timer_setfn(ETSTimer *, ETSTimerFunc *, void *); void ets_timer_arm_new(ETSTimer *, uint32_t, bool, bool);
        void ets_timer_disarm(ETSTimer *); int ets_printf(const char *, ...); int os_printf_plus(const char *, ...); int ets_sprintf(char *, const char *, ...);
        int ets_snprintf(char *, size_t, const char *, ...); int ets_vsnprintf(char *, size_t, const char *, va_list); int ets_vsprintf(char *, const char *, va_list);
        void ets_bzero(void *, size_t); int ets_memcmp(const void *, const void *, size_t); void *ets_memcpy(void *, const void *, size_t);
        void *ets_memmove(void *, const void *, size_t); void *ets_memset(void *, int, size_t); int ets_strcmp(const char *, const char *);
        char *ets_strcpy(char *, const char *); size_t ets_strlen(const char *); int ets_strncmp(const char *, const char *, size_t);
        char *ets_strncpy(char *, const char *, size_t); char *ets_strstr(const char *, const char *); unsigned long os_random(void);
        int os_get_random(unsigned char *, size_t); void ets_install_putc1(void (*)(char)); void ets_putc(char); void *memcpy(void *, const void *, size_t);
        void *memset(void *, int, size_t); int strcmp(const char *, const char *); char *strcpy(char *, const char *); size_t strlen(const char *);
        char *strstr(const char *, const char *);
    """,
    "ets_sys.h": "void ets_intr_lock(void); void ets_intr_unlock(void); void ets_isr_attach(int, ets_isr_t, void *); void ets_isr_mask(uint32_t); void ets_isr_unmask(uint32_t);",
    "gpio.h": """
        void gpio_init(void); void gpio_output_set(uint32, uint32, uint32, uint32); uint32 gpio_input_get(void); void gpio_pin_intr_state_set(uint32, GPIO_INT_TYPE);
        void gpio_intr_handler_register(gpio_intr_handler_fn_t, void *); uint32 gpio_intr_pending(void); void gpio_intr_ack(uint32);
        void gpio_register_set(uint32, uint32); uint32 gpio_register_get(uint32);
    """,
    "spi_flash.h": """
        uint32_t spi_flash_get_id(void); SpiFlashOpResult spi_flash_erase_sector(uint16_t); SpiFlashOpResult spi_flash_write(uint32_t, uint32_t *, uint32_t);
        SpiFlashOpResult spi_flash_read(uint32_t, uint32_t *, uint32_t);
    """,
    "mem.h": "void *pvPortMalloc(); void *pvPortZalloc(); void *pvPortZallocIram(); void vPortFree(); size_t xPortGetFreeHeapSize(void);",
    "ip_addr.h": "uint32 ipaddr_addr(const char *);",
    "sntp.h": "void sntp_init(void); void sntp_stop(void); void sntp_setservername(unsigned char, char *); uint32 sntp_get_current_timestamp(void); char *sntp_get_real_time(long);",
    "otbench.h": "uint32_t otbench_ccount(void); uint32_t otbench_read_register(uint32_t); void otbench_write_register(uint32_t, uint32_t); uint8_t otbench_i2c_end(void);",
}

# What is at an offset of a base, and its value after a reset where that counts.
REGISTERS = [0x60000300 + 4 * n for n in range(10)] + [0x60000328 + 4 * n for n in range(16)] + [0x60000804 + 4 * n for n in range(16)] + [
    0x60000768, 0x60000774, 0x6000078c, 0x60000790, 0x600007a0] + [
    base + offset for base in (0x60000000, 0x60000f00) for offset in (0, 4, 8, 0xc, 0x10, 0x14, 0x1c, 0x20, 0x24)]


class Interface(SdkBench):
    def said(self, body, before="", *options, **scenario):
        self.compile(HEAD + before + "void user_init(void) {" + body + "}", "-w", *options)
        return [event["text"].partition("text=")[2] for event in self.run_boot(exit_code=3, **scenario) if event["kind"] == "firmware_event"]

    def number(self, expression, before="", **scenario):
        return [int(text) for text in self.said('char t[16]; ets_sprintf(t, "%d", ' + expression + '); otbench_event("n", t);', before, **scenario)]

    # ---- headers ----

    def test_each_function_has_its_signature_in_its_header_alone(self):
        for header, prototypes in FUNCTIONS.items():
            code = f'#include "{header}"\n'
            for prototype in prototypes.split(";"):
                found = re.fullmatch(r"\s*(.+?)\b(\w+)(\((?:.|\n)*\))\s*", prototype)
                if found:
                    code += f"{found[1]}(*const p_{found[2]}){found[3]} = {found[2]};\n"
            with self.subTest(header):
                self.compile(code, "-c", "-Werror", "-Wall")

    def test_all_headers_can_be_included_together_in_any_order_and_twice(self):
        headers = ["c_types.h", "ctype.h", "eagle_soc.h", "errno.h", "esp_sdk_ver.h", "espconn.h", "ets_sys.h", "gpio.h", "inttypes.h", "ip_addr.h", "limits.h",
                   "math.h", "mem.h", "os_type.h", "osapi.h", "smartconfig.h", "sntp.h", "spi_flash.h", "stdio.h", "stdlib.h", "string.h", "sys/cdefs.h",
                   "user_interface.h", "version.h", "stdarg.h", "stddef.h", "stdint.h"]
        code = "".join(f"#include <{name}>\n" for name in headers + headers[::-1])
        self.compile(code + "int nothing;", "-c", "-Werror", "-Wall")
        for name in headers:
            with self.subTest(name):
                self.compile(f"#include <{name}>\nint nothing;", "-c", "-Werror", "-Wall")

    def test_macros_that_drivers_use_are_there(self):
        names = """ICACHE_FLASH_ATTR ICACHE_RODATA_ATTR ICACHE_RAM_ATTR IRAM_ATTR STORE_ATTR LOCAL BIT BIT0 BIT31 TRUE FALSE __packed os_malloc os_zalloc os_free os_realloc
            os_memcpy os_memset os_memcmp os_memmove os_bzero os_strlen os_strcpy os_strncpy os_strcmp os_strncmp os_strcat os_strchr os_strstr os_sprintf os_snprintf os_printf
            os_delay_us os_timer_arm os_timer_arm_us os_timer_disarm os_timer_setfn os_event_t os_signal_t os_param_t os_timer_t os_timer_func_t os_install_putc1
            ETS_INTR_LOCK ETS_INTR_UNLOCK ETS_UART_INTR_ATTACH ETS_UART_INTR_ENABLE ETS_UART_INTR_DISABLE ETS_GPIO_INTR_ATTACH ETS_GPIO_INTR_ENABLE ETS_GPIO_INTR_DISABLE
            ETS_FRC1_INTR_ENABLE ETS_FRC_TIMER1_INTR_ATTACH ETS_UART_INUM ETS_GPIO_INUM READ_PERI_REG WRITE_PERI_REG SET_PERI_REG_MASK CLEAR_PERI_REG_MASK GET_PERI_REG_BITS
            SET_PERI_REG_BITS REG_SET_BIT REG_CLR_BIT PIN_FUNC_SELECT PIN_PULLUP_EN PIN_PULLUP_DIS GPIO_OUTPUT_SET GPIO_DIS_OUTPUT GPIO_INPUT_GET GPIO_REG_READ GPIO_REG_WRITE
            GPIO_PIN_ADDR GPIO_ID_PIN GPIO_PIN_INT_TYPE_SET GPIO_PIN_PAD_DRIVER_SET GPIO_STATUS_W1TC_ADDRESS PERIPHS_IO_MUX_MTDI_U PERIPHS_IO_MUX_U0RXD_U PERIPHS_IO_MUX_GPIO5_U
            FUNC_GPIO0 FUNC_GPIO15 FUNC_U0RXD FUNC_U1TXD_BK RTC_GPIO_OUT RTC_GPIO_ENABLE RTC_GPIO_IN_DATA RTC_GPIO_CONF PAD_XPD_DCDC_CONF UART_CLK_FREQ APB_CLK_FREQ
            SPI_FLASH_SEC_SIZE IP2STR IPSTR IP4_ADDR STATION_IF SOFTAP_IF STATION_MODE SOFTAP_MODE STATIONAP_MODE NULL_MODE ESPCONN_OK ESPCONN_INPROGRESS ESPCONN_ARG
            UPGRADE_FLAG_FINISH SYS_CPU_160MHZ""".split()
        code = HEAD + '#include "gpio.h"\n' + "".join(f"#ifndef {name}\n#error {name} is missing\n#endif\n" for name in names)
        self.compile(code, "-c", "-w")

    def test_an_unused_name_of_the_sdk_may_be_the_firmwares(self):
        self.assertEqual(self.number("sntp_init() + gpio_intr_ack() + wifi_get_channel()",
                                     "int sntp_init(void) { return 1; } int gpio_intr_ack(void) { return 2; }\n"
                                     "int wifi_get_channel(void) { return 3; }\n"), [6])

    def test_every_register_of_the_table_is_simulated(self):
        code = "".join(f"READ_PERI_REG({address:#x}); " for address in REGISTERS)
        self.compile(HEAD + '#include "eagle_soc.h"\n' + "void user_init(void) {" + code + "}", "-w")
        self.assertEqual([e for e in self.run_boot(exit_code=3) if e["kind"] == "firmware_event"], [])

    def test_an_unknown_register_reads_as_0_and_is_reported_once_by_its_address(self):
        self.assertEqual(self.said('for (int i = 0; i < 3; ++i) if (READ_PERI_REG(0x60000600) + READ_PERI_REG(0x60000302)) otbench_event("bad", "text=not 0");'
                                   "WRITE_PERI_REG(0x60000608, 5);", '#include "eagle_soc.h"\n'), ["", "", ""])
        events = [json.loads(line) for line in (self.folder / "out/events.jsonl").read_text(encoding="utf-8").splitlines()]
        self.assertEqual([event["text"] for event in events if event.get("what") == "unknown register"],
                         ["what=read of 0x60000600", "what=read of 0x60000302", "what=write of 0x5 to 0x60000608"])

    def test_the_roms_record_of_the_uart_begins_as_the_rom_leaves_it(self):
        self.assertEqual(self.said('char t[64]; ets_sprintf(t, "%u %u %u %u %u", UartDev[0], UartDev[1], UartDev[2], UartDev[3], UartDev[4]); otbench_event("uart", t);',
                                   "extern uint32 UartDev[];\n"), ["115200 3 0 0 1"])

    # ---- text ----

    def test_texts_are_formatted_as_the_rom_formats_them(self):
        cases = [(r'"%5d|%-5d|%05d|%+d"', "42, 42, 42, 42", "   42|42   |00042|+42"), (r'"%x %X %#x %o %p"', "255, 255, 255, 8, 255", "ff FF 0xff 10 0xff"),
                 (r'"%s|%.2s|%8s|%-8s|"', '"abc", "abc", "abc", "abc"', "abc|ab|     abc|abc     |"), (r'"%c%%%c"', "'a', 'b'", "a%b"),
                 (r'"%u %lu %llu"', "4294967295u, 4294967295ul, 18446744073709551615ull", "4294967295 4294967295 18446744073709551615"),
                 (r'"%*d|%.*s"', '6, 7, 2, "xyz"', "     7|xy"), (r'"%d%k%"', "5", "5%k%"), (r'"%hd %hhd %zu"', "7, 8, 9", "7 8 9")]
        for form, arguments, expected in cases:
            with self.subTest(form):
                self.assertEqual(self.said(f'char t[99]; ets_sprintf(t, {form}, {arguments}); otbench_event("t", t);'), [expected])

    def test_a_text_is_cut_to_its_buffer_and_its_length_is_that_of_the_whole(self):
        self.assertEqual(self.said('char t[8], u[40]; os_memset(t, 0x7e, 8); int n = ets_snprintf(t, 4, "abcdef"), m = ets_snprintf(t + 6, 0, "xyz"), k = ets_snprintf(u + 20, -5, "huge");'
                                   'ets_sprintf(u, "%d %s %d %d %d", n, t, t[6], m, k); otbench_event("t", u);'), ["6 abc 126 3 4"])

    # ---- what outlives a restart ----

    KEPT = "static unsigned stage(void) { uint32 w = 0; system_rtc_mem_read(64, &w, 4); return w; }\n"

    def test_the_memory_of_the_clock_outlives_restarts_and_crashes_and_begins_as_0(self):
        self.assertEqual(self.said('uint32 w = stage() + 1; char t[16]; ets_sprintf(t, "%u %u", w, system_get_rst_info()->reason); otbench_event("n", t);'
                                   'system_rtc_mem_write(64, &w, 4); if (w == 1) system_restart(); if (w == 2) *(volatile int *)0 = 0;'
                                   'if (w == 3) for (;;) os_delay_us(50000);', self.KEPT, wait="10s"), ["1 0", "2 4", "3 2", "4 3"])

    def test_a_flash_file_keeps_its_flash_and_not_the_memory_of_the_clock_without_power(self):
        more = f", flash-file: {self.folder / 'flash.bin'}"
        body = ('uint32 w = stage(), f = 0; char t[32]; spi_flash_read(0x180000, &f, 4); ets_sprintf(t, "%u %d", w, f); otbench_event("n", t);'
                "w = 5; system_rtc_mem_write(64, &w, 4); f = 6; spi_flash_write(0x180000, &f, 4);")
        self.assertEqual([self.said(body, self.KEPT, more=more) for _ in range(2)], [["0 -1"], ["0 6"]])

    def test_the_memory_of_the_clock_has_192_blocks_of_which_the_first_64_are_the_systems(self):
        self.assertEqual(self.number("system_rtc_mem_write(63, t, 4) + 2 * system_rtc_mem_write(64, t, 4) + 4 * system_rtc_mem_write(191, t, 4)"
                                     "+ 8 * system_rtc_mem_write(191, t, 8) + 16 * system_rtc_mem_read(0, t, 16) + 32 * system_rtc_mem_read(192, t, 4)"), [2 + 4 + 16])

    def test_protected_parameters_survive_an_interrupted_write(self):
        self.assertEqual(self.said('struct { uint32 a, b; } p = {1, 2}, r; char t[64]; system_param_save_with_protect(0x3c, &p, 8); p.a = 3; system_param_save_with_protect(0x3c, &p, 8);'
                                   'system_param_load(0x3c, 0, &r, 8); int whole = r.a; spi_flash_erase_sector(0x3d); system_param_load(0x3c, 0, &r, 8);'
                                   'uint32 part = 0; system_param_load(0x3c, 4, &part, 2);'
                                   'ets_sprintf(t, "%d %d %d %d %d", whole, r.a, part, system_param_load(0x3c, 4090, &r, 8), system_param_save_with_protect(0x3c, &p, 5000)); otbench_event("p", t);'),
                         ["3 3 2 0 0"])

    # ---- small parts ----

    def test_the_time_of_the_network_is_unknown_and_is_shown_in_the_time_zone(self):
        self.assertEqual(self.said('sntp_setservername(0, "pool.example"); sntp_init(); os_delay_us(60000); char t[80];'
                                   'sntp_set_timezone(1); ets_sprintf(t, "%u %d %s", sntp_get_current_timestamp(), sntp_set_timezone(20), sntp_get_real_time(86400)); *os_strchr(t, 10) = 0; otbench_event("t", t);',
                                   '#include "sntp.h"\n'), ["0 0 Fri Jan 02 01:00:00 1970"])

    def test_the_chip_tells_its_flash_its_clock_and_an_open_analogue_input(self):
        self.assertEqual(self.said('char t[64]; ets_sprintf(t, "%d %x %d %d %d %d", system_get_flash_size_map(), spi_flash_get_id(), system_get_cpu_freq(),'
                                   'system_update_cpu_freq(160), system_adc_read(), system_partition_table_regist(0, 0, 6)); otbench_event("t", t);'),
                         ["6 1640ef 80 0 0 1"])

    def test_a_stopped_watchdog_waits_until_it_is_started_again(self):
        self.assertEqual(self.said('if (system_get_rst_info()->reason) { otbench_event("r", "watchdog"); return; } system_soft_wdt_stop(); for (int i = 0; i < 100; ++i) os_delay_us(60000);'
                                   'otbench_event("a", "alive"); system_soft_wdt_restart(); for (int i = 0; i < 50; ++i) os_delay_us(60000); otbench_event("a", "still alive");'
                                   "for (;;) os_delay_us(60000);"), ["alive", "still alive", "watchdog"])

    def test_a_handler_registered_twice_is_the_last_and_a_masked_one_waits(self):
        self.assertEqual(self.said("PIN_FUNC_SELECT(PERIPHS_IO_MUX_MTMS_U, FUNC_GPIO14); GPIO_OUTPUT_SET(14, 1); ETS_GPIO_INTR_ATTACH(first, 0); ETS_GPIO_INTR_ATTACH(second, 5);"
                                   "gpio_pin_intr_state_set(14, GPIO_PIN_INTR_ANYEDGE); ETS_GPIO_INTR_ENABLE(); GPIO_OUTPUT_SET(14, 0); os_delay_us(10); ETS_GPIO_INTR_DISABLE(); GPIO_OUTPUT_SET(14, 1);"
                                   'os_delay_us(10); otbench_event("m", "masked"); ETS_GPIO_INTR_ENABLE(); otbench_event("e", "end");',
                                   '#include "gpio.h"\nstatic void first(void *a) { otbench_event("f", "first"); }\n'
                                   'static void second(void *a) { gpio_intr_ack(gpio_intr_pending()); otbench_event("s", (int)a == 5 ? "second" : "bad"); }\n'),
                         ["second", "masked", "second", "end"])

    def test_a_registered_handler_of_pins_gets_the_edges_and_confirms_them(self):
        self.assertEqual(self.number("n", '#include "gpio.h"\nstatic int n; static void on(uint32 pins, void *arg) { n += pins == 1 << 14 && pins == gpio_intr_pending() ? (int)arg : 100; gpio_intr_ack(pins); }\n'
                                     "static void run(void) { PIN_FUNC_SELECT(PERIPHS_IO_MUX_MTMS_U, FUNC_GPIO14); GPIO_OUTPUT_SET(14, 1); gpio_intr_handler_register(on, (void *)7);\n"
                                     "gpio_pin_intr_state_set(14, GPIO_PIN_INTR_NEGEDGE); ETS_GPIO_INTR_ENABLE(); for (int i = 0; i < 3; ++i) { GPIO_OUTPUT_SET(14, 0); os_delay_us(10); GPIO_OUTPUT_SET(14, 1); } }\n"
                                     "#define n (run(), n)\n"), [21])

    def test_a_level_interrupt_comes_again_until_the_level_has_gone(self):
        self.assertEqual(self.number("(run(), n)", '#include "gpio.h"\nstatic int n; static void on(void *arg) { if (++n == 4) GPIO_OUTPUT_SET(14, 1); gpio_intr_ack(0xffff); }\n'
                                     "static void run(void) { PIN_FUNC_SELECT(PERIPHS_IO_MUX_MTMS_U, FUNC_GPIO14); GPIO_OUTPUT_SET(14, 1); ETS_GPIO_INTR_ATTACH(on, 0);\n"
                                     "gpio_pin_intr_state_set(14, GPIO_PIN_INTR_LOLEVEL); ETS_GPIO_INTR_ENABLE(); os_delay_us(100); GPIO_OUTPUT_SET(14, 0); os_delay_us(100); }\n"), [4])

    def test_timers_of_one_instant_fire_in_the_order_in_which_they_were_armed(self):
        self.assertEqual(self.said("for (int i = 0; i < 4; ++i) { os_timer_setfn(&t[i], tick, (void *)i); }"
                                   "os_timer_arm(&t[2], 10, 0); os_timer_arm_us(&t[0], 10000, 0); os_timer_arm(&t[3], 5, 0); os_timer_arm(&t[1], 10, 0); os_timer_arm(&t[3], 10, 0);",
                                   'static os_timer_t t[4]; static char order[8]; static int n; static void tick(void *a) { order[n++] = \'0\' + (int)a; if (n == 4) otbench_event("o", order); }\n',
                                   wait="50ms"), ["2013"])

    def test_a_timer_may_be_armed_disarmed_and_freed_in_its_own_function(self):
        self.assertEqual(self.said("os_timer_setfn(&once, again, 0); os_timer_arm(&once, 3, 0); os_timer_setfn(&many, stop, 0); os_timer_arm(&many, 2, 1);"
                                   "own = (os_timer_t *)os_zalloc(sizeof *own); os_timer_setfn(own, leave, 0); os_timer_arm(own, 4, 0); os_timer_setfn(&end, report, 0); os_timer_arm(&end, 40, 0);",
                                   'static os_timer_t once, many, end, *own; static int a, s, f; static void again(void *p) { if (++a < 4) os_timer_arm(&once, 3, 0); }\n'
                                   "static void stop(void *p) { if (++s == 3) os_timer_disarm(&many); } static void leave(void *p) { ++f; os_timer_disarm(own); os_free(own); }\n"
                                   'static void report(void *p) { char t[32]; ets_sprintf(t, "%d %d %d", a, s, f); otbench_event("r", t); }\n', "--sanitize", wait="100ms"), ["4 3 1"])

    def test_timers_count_milliseconds_and_microseconds(self):
        self.assertEqual(self.said("begin = system_get_time(); os_timer_setfn(&a, tick, (void *)1); os_timer_arm(&a, 7, 0); os_timer_setfn(&b, tick, (void *)2); os_timer_arm_us(&b, 250, 0);"
                                   "os_timer_setfn(&c, tick, (void *)3); os_timer_arm_us(&c, 0, 0);",
                                   'static os_timer_t a, b, c; static uint32 begin; static void tick(void *p) { char t[32]; ets_sprintf(t, "%d %u", (int)p, (system_get_time() - begin) / 10 * 10); otbench_event("t", t); }\n',
                                   wait="50ms"), ["3 0", "2 250", "1 7000"])

    def test_the_cycle_counter_and_the_clock_agree(self):
        self.assertEqual(self.number("(a = otbench_ccount(), u = system_get_time(), os_delay_us(1000), (otbench_ccount() - a) / 80 - (system_get_time() - u))",
                                     "static uint32 a, u;\n"), [0])

    def test_a_delay_by_the_clock_passes_time_and_wraps_with_32_bits(self):
        self.assertEqual(self.number("system_get_time() - u < 10100", "static uint32 u; static void run(void) { u = system_get_time(); while (system_get_time() - u < 10000); }\n#define u (run(), u)\n"), [1])

    def test_what_uart_1_sends_does_not_wait_in_uart_0(self):
        self.assertEqual(self.number("READ_PERI_REG(STATUS) >> 16 & 0xff", '#include "eagle_soc.h"\n' + UART + "static void run(void) { for (int i = 0; i < 20; ++i) WRITE_PERI_REG(0x60000f00, i); }\n"
                                     "#define STATUS (run(), 0x6000001c)\n"), [0])


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0], *sys.argv[2:]])
