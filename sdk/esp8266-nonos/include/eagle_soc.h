/* SPDX-License-Identifier: MIT; see otbench.h. */
#ifndef OTBENCH_SDK_EAGLE_SOC_H
#define OTBENCH_SDK_EAGLE_SOC_H

#include "c_types.h"
#include "otbench.h"

#define BIT0 0x00000001
#define BIT1 0x00000002
#define BIT2 0x00000004
#define BIT3 0x00000008
#define BIT4 0x00000010
#define BIT5 0x00000020
#define BIT6 0x00000040
#define BIT7 0x00000080
#define BIT8 0x00000100
#define BIT9 0x00000200
#define BIT10 0x00000400
#define BIT11 0x00000800
#define BIT12 0x00001000
#define BIT13 0x00002000
#define BIT14 0x00004000
#define BIT15 0x00008000
#define BIT16 0x00010000
#define BIT17 0x00020000
#define BIT18 0x00040000
#define BIT19 0x00080000
#define BIT20 0x00100000
#define BIT21 0x00200000
#define BIT22 0x00400000
#define BIT23 0x00800000
#define BIT24 0x01000000
#define BIT25 0x02000000
#define BIT26 0x04000000
#define BIT27 0x08000000
#define BIT28 0x10000000
#define BIT29 0x20000000
#define BIT30 0x40000000
#define BIT31 0x80000000

/* Registers. A pointer to one does not reach the bench; these do. */
#define READ_PERI_REG(address) otbench_read_register((uint32_t)(address))
#define WRITE_PERI_REG(address, value) otbench_write_register((uint32_t)(address), (uint32_t)(value))
#define SET_PERI_REG_MASK(address, mask) WRITE_PERI_REG(address, READ_PERI_REG(address) | (uint32_t)(mask))
#define CLEAR_PERI_REG_MASK(address, mask) WRITE_PERI_REG(address, READ_PERI_REG(address) & ~(uint32_t)(mask))
#define GET_PERI_REG_BITS(address, high, low) \
    ((READ_PERI_REG(address) >> (low)) & ((1u << ((high) - (low) + 1)) - 1))
#define SET_PERI_REG_BITS(address, mask, value, shift)                                               \
    WRITE_PERI_REG(address, (READ_PERI_REG(address) & ~((uint32_t)(mask) << (shift))) |              \
                                (((uint32_t)(value) & (uint32_t)(mask)) << (shift)))
#define REG_SET_BIT(address, mask) SET_PERI_REG_MASK(address, mask)
#define REG_CLR_BIT(address, mask) CLEAR_PERI_REG_MASK(address, mask)
#define ETS_UNCACHED_ADDR(address) (address)
#define ETS_CACHED_ADDR(address) (address)

#define CPU_CLK_FREQ (80 * 1000000)
#define APB_CLK_FREQ CPU_CLK_FREQ
#define UART_CLK_FREQ APB_CLK_FREQ
#define TIMER_CLK_FREQ (APB_CLK_FREQ >> 8)

/* ---- pins ---- */

#define PERIPHS_GPIO_BASEADDR 0x60000300
#define GPIO_OUT_ADDRESS 0x00
#define GPIO_OUT_W1TS_ADDRESS 0x04
#define GPIO_OUT_W1TC_ADDRESS 0x08
#define GPIO_ENABLE_ADDRESS 0x0c
#define GPIO_ENABLE_W1TS_ADDRESS 0x10
#define GPIO_ENABLE_W1TC_ADDRESS 0x14
#define GPIO_IN_ADDRESS 0x18
#define GPIO_STATUS_ADDRESS 0x1c
#define GPIO_STATUS_W1TS_ADDRESS 0x20
#define GPIO_STATUS_W1TC_ADDRESS 0x24
#define GPIO_PIN0_ADDRESS 0x28

/* ---- what a pin is used for ---- */

#define PERIPHS_IO_MUX 0x60000800
#define PERIPHS_IO_MUX_MTDI_U (PERIPHS_IO_MUX + 0x04)
#define PERIPHS_IO_MUX_MTCK_U (PERIPHS_IO_MUX + 0x08)
#define PERIPHS_IO_MUX_MTMS_U (PERIPHS_IO_MUX + 0x0c)
#define PERIPHS_IO_MUX_MTDO_U (PERIPHS_IO_MUX + 0x10)
#define PERIPHS_IO_MUX_U0RXD_U (PERIPHS_IO_MUX + 0x14)
#define PERIPHS_IO_MUX_U0TXD_U (PERIPHS_IO_MUX + 0x18)
#define PERIPHS_IO_MUX_SD_CLK_U (PERIPHS_IO_MUX + 0x1c)
#define PERIPHS_IO_MUX_SD_DATA0_U (PERIPHS_IO_MUX + 0x20)
#define PERIPHS_IO_MUX_SD_DATA1_U (PERIPHS_IO_MUX + 0x24)
#define PERIPHS_IO_MUX_SD_DATA2_U (PERIPHS_IO_MUX + 0x28)
#define PERIPHS_IO_MUX_SD_DATA3_U (PERIPHS_IO_MUX + 0x2c)
#define PERIPHS_IO_MUX_SD_CMD_U (PERIPHS_IO_MUX + 0x30)
#define PERIPHS_IO_MUX_GPIO0_U (PERIPHS_IO_MUX + 0x34)
#define PERIPHS_IO_MUX_GPIO2_U (PERIPHS_IO_MUX + 0x38)
#define PERIPHS_IO_MUX_GPIO4_U (PERIPHS_IO_MUX + 0x3c)
#define PERIPHS_IO_MUX_GPIO5_U (PERIPHS_IO_MUX + 0x40)

#define FUNC_GPIO0 0
#define FUNC_GPIO1 3
#define FUNC_GPIO2 0
#define FUNC_GPIO3 3
#define FUNC_GPIO4 0
#define FUNC_GPIO5 0
#define FUNC_GPIO6 3
#define FUNC_GPIO7 3
#define FUNC_GPIO8 3
#define FUNC_GPIO9 3
#define FUNC_GPIO10 3
#define FUNC_GPIO11 3
#define FUNC_GPIO12 3
#define FUNC_GPIO13 3
#define FUNC_GPIO14 3
#define FUNC_GPIO15 3
#define FUNC_U0TXD 0
#define FUNC_U0RXD 0
#define FUNC_U1TXD_BK 2
#define FUNC_U0CTS 4
#define FUNC_U0RTS 4
#define FUNC_UART0_TXD FUNC_U0TXD
#define FUNC_UART0_RXD FUNC_U0RXD
#define FUNC_UART0_CTS FUNC_U0CTS
#define FUNC_UART0_RTS FUNC_U0RTS
#define FUNC_U1TXD 2
#define FUNC_HSPIQ_MISO 2
#define FUNC_HSPID_MOSI 2
#define FUNC_HSPI_CLK 2
#define FUNC_HSPI_CS0 2
#define FUNC_I2SI_DATA 1
#define FUNC_I2SI_BCK 1
#define FUNC_I2SI_WS 1
#define FUNC_I2SO_BCK 1
#define FUNC_I2SO_DATA 1
#define FUNC_I2SO_WS 1

#define PERIPHS_IO_MUX_FUNC 0x13
#define PERIPHS_IO_MUX_FUNC_S 4
#define PERIPHS_IO_MUX_PULLUP BIT7

/* A function is in bits 4, 5 and 8. */
#define PIN_FUNC_SELECT(address, function)                                                                    \
    WRITE_PERI_REG(address, (READ_PERI_REG(address) & ~0x130u) | ((uint32_t)(function)&3u) << 4 |             \
                                ((uint32_t)(function)&4u) << 6)
#define PIN_PULLUP_EN(address) SET_PERI_REG_MASK(address, PERIPHS_IO_MUX_PULLUP)
#define PIN_PULLDWN_DIS(address) ((void)(address))
#define PIN_PULLUP_DIS(address) CLEAR_PERI_REG_MASK(address, PERIPHS_IO_MUX_PULLUP)

/* ---- pin 16 ---- */

#define PERIPHS_RTC_BASEADDR 0x60000700
#define RTC_REG_READ(offset) READ_PERI_REG(PERIPHS_RTC_BASEADDR + (offset))
#define RTC_REG_WRITE(offset, value) WRITE_PERI_REG(PERIPHS_RTC_BASEADDR + (offset), value)
#define REG_RTC_BASE PERIPHS_RTC_BASEADDR
#define RTC_GPIO_OUT (REG_RTC_BASE + 0x068)
#define RTC_GPIO_ENABLE (REG_RTC_BASE + 0x074)
#define RTC_GPIO_IN_DATA (REG_RTC_BASE + 0x08c)
#define RTC_GPIO_CONF (REG_RTC_BASE + 0x090)
#define PAD_XPD_DCDC_CONF (REG_RTC_BASE + 0x0a0)

#endif
