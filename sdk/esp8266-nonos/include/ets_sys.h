/* SPDX-License-Identifier: MIT; see otbench.h. */
#ifndef OTBENCH_SDK_ETS_SYS_H
#define OTBENCH_SDK_ETS_SYS_H

#include "c_types.h"
#include "eagle_soc.h"

/* ---- timers: the firmware may read and write timer_func and timer_arg ---- */

typedef void ETSTimerFunc(void *timer_arg);

typedef struct _ETSTIMER_ {
    struct _ETSTIMER_ *timer_next;
    uint32_t timer_expire;
    uint32_t timer_period;
    ETSTimerFunc *timer_func;
    void *timer_arg;
} ETSTimer;

void ets_timer_setfn(ETSTimer *timer, ETSTimerFunc *function, void *arg);
void ets_timer_arm_new(ETSTimer *timer, uint32_t value, bool repeat, bool milliseconds);
void ets_timer_disarm(ETSTimer *timer);

/* ---- tasks ---- */

typedef uint32_t ETSSignal;
typedef uint32_t ETSParam;
typedef struct ETSEventTag {
    ETSSignal sig;
    ETSParam par;
} ETSEvent;
typedef void (*ETSTask)(ETSEvent *event);

/* ---- interrupts ---- */

typedef void (*ets_isr_t)(void *arg);

void ets_intr_lock(void);
void ets_intr_unlock(void);
void ets_isr_attach(int number, ets_isr_t handler, void *arg);
void ets_isr_mask(uint32_t bits);
void ets_isr_unmask(uint32_t bits);

#define ETS_SLC_INUM 1
#define ETS_SPI_INUM 2
#define ETS_GPIO_INUM 4
#define ETS_UART_INUM 5
#define ETS_CCOUNT_INUM 6
#define ETS_SOFT_INUM 7
#define ETS_WDT_INUM 8
#define ETS_FRC_TIMER1_INUM 9

#define ETS_INTR_LOCK() ets_intr_lock()
#define ETS_INTR_UNLOCK() ets_intr_unlock()
#define ETS_INTR_ENABLE(number) ets_isr_unmask(1u << (number))
#define ETS_INTR_DISABLE(number) ets_isr_mask(1u << (number))
#define ETS_SLC_INTR_ATTACH(handler, arg) ets_isr_attach(ETS_SLC_INUM, (ets_isr_t)(handler), (void *)(arg))
#define ETS_SLC_INTR_ENABLE() ETS_INTR_ENABLE(ETS_SLC_INUM)
#define ETS_SLC_INTR_DISABLE() ETS_INTR_DISABLE(ETS_SLC_INUM)
#define ETS_SPI_INTR_ATTACH(handler, arg) ets_isr_attach(ETS_SPI_INUM, (ets_isr_t)(handler), (void *)(arg))
#define ETS_SPI_INTR_ENABLE() ETS_INTR_ENABLE(ETS_SPI_INUM)
#define ETS_SPI_INTR_DISABLE() ETS_INTR_DISABLE(ETS_SPI_INUM)
#define ETS_GPIO_INTR_ATTACH(handler, arg) ets_isr_attach(ETS_GPIO_INUM, (ets_isr_t)(handler), (void *)(arg))
#define ETS_GPIO_INTR_ENABLE() ETS_INTR_ENABLE(ETS_GPIO_INUM)
#define ETS_GPIO_INTR_DISABLE() ETS_INTR_DISABLE(ETS_GPIO_INUM)
#define ETS_UART_INTR_ATTACH(handler, arg) ets_isr_attach(ETS_UART_INUM, (ets_isr_t)(handler), (void *)(arg))
#define ETS_UART_INTR_ENABLE() ETS_INTR_ENABLE(ETS_UART_INUM)
#define ETS_UART_INTR_DISABLE() ETS_INTR_DISABLE(ETS_UART_INUM)
#define ETS_FRC_TIMER1_INTR_ATTACH(handler, arg) \
    ets_isr_attach(ETS_FRC_TIMER1_INUM, (ets_isr_t)(handler), (void *)(arg))
#define ETS_FRC1_INTR_ENABLE() ETS_INTR_ENABLE(ETS_FRC_TIMER1_INUM)
#define ETS_FRC1_INTR_DISABLE() ETS_INTR_DISABLE(ETS_FRC_TIMER1_INUM)

#endif
