/* SPDX-License-Identifier: MIT; see otbench.h. */
#ifndef OTBENCH_SDK_GPIO_H
#define OTBENCH_SDK_GPIO_H

#include "c_types.h"
#include "eagle_soc.h"
#include "ets_sys.h"

typedef enum {
    GPIO_PIN_INTR_DISABLE = 0,
    GPIO_PIN_INTR_POSEDGE = 1,
    GPIO_PIN_INTR_NEGEDGE = 2,
    GPIO_PIN_INTR_ANYEDGE = 3,
    GPIO_PIN_INTR_LOLEVEL = 4,
    GPIO_PIN_INTR_HILEVEL = 5
} GPIO_INT_TYPE;

/* Bit n is pin n. The four are carried out in this order. */
void gpio_init(void);
void gpio_output_set(uint32 set, uint32 clear, uint32 enable, uint32 disable);
uint32 gpio_input_get(void);
void gpio_pin_intr_state_set(uint32 pin, GPIO_INT_TYPE type);

/* `pins`: bits of the register of interrupts. The handler gets them, and confirms them itself. */
typedef void (*gpio_intr_handler_fn_t)(uint32 pins, void *arg);
void gpio_intr_handler_register(gpio_intr_handler_fn_t handler, void *arg);
uint32 gpio_intr_pending(void);
void gpio_intr_ack(uint32 pins);
/* Registers by their offsets, such as GPIO_OUT_ADDRESS. */
void gpio_register_set(uint32 offset, uint32 value);
uint32 gpio_register_get(uint32 offset);

#define GPIO_ID_PIN0 0
#define GPIO_ID_PIN(number) (GPIO_ID_PIN0 + (number))
#define GPIO_ID_NONE 0xffffffffu
#define GPIO_PIN_COUNT 16

#define GPIO_OUTPUT_SET(pin, value) \
    gpio_output_set((uint32)((value) ? 1 : 0) << (pin), (uint32)((value) ? 0 : 1) << (pin), 1u << (pin), 0)
#define GPIO_DIS_OUTPUT(pin) gpio_output_set(0, 0, 0, 1u << (pin))
#define GPIO_INPUT_GET(pin) ((gpio_input_get() >> (pin)) & 1u)
#define GPIO_OUTPUT(bits, value) ((value) ? gpio_output_set(bits, 0, bits, 0) : gpio_output_set(0, bits, bits, 0))

#define GPIO_PIN_ADDR(pin) (GPIO_PIN0_ADDRESS + (pin)*4)
#define GPIO_REG_READ(offset) READ_PERI_REG(PERIPHS_GPIO_BASEADDR + (offset))
#define GPIO_REG_WRITE(offset, value) WRITE_PERI_REG(PERIPHS_GPIO_BASEADDR + (offset), value)

#define GPIO_PIN_PAD_DRIVER_SET(open_drain) (((open_drain)&1) << 2)
#define GPIO_PIN_INT_TYPE_SET(type) (((type)&7) << 7)
#define GPIO_PIN_WAKEUP_ENABLE_SET(on) (((on)&1) << 10)
#define GPIO_PAD_DRIVER_ENABLE 1
#define GPIO_PAD_DRIVER_DISABLE 0

#endif
