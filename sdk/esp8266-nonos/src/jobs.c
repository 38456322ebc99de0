/* SPDX-License-Identifier: MIT; see ../include/otbench.h. */
/* Timers, tasks, and everything else that runs from the event loop. */
#include <stdlib.h>

#include "machine.h"
#include "user_interface.h"

struct job {
    struct job *next;
    int64_t at;
    enum sdk_job_kind kind;
    void (*function)(void *);
    void *arg;
};

/* By time, then kind, then order of scheduling. */
static struct job *jobs;

void sdk_call_at(int64_t at, enum sdk_job_kind kind, void (*function)(void *), void *arg) {
    struct job *job = malloc(sizeof *job);
    if (!job) abort();
    *job = (struct job){NULL, at, kind, function, arg};
    struct job **place = &jobs;
    while (*place && ((*place)->at < at || ((*place)->at == at && (*place)->kind <= kind))) place = &(*place)->next;
    job->next = *place;
    *place = job;
}

void sdk_cancel(void (*function)(void *), const void *arg) {
    for (struct job **place = &jobs; *place;) {
        struct job *job = *place;
        if (job->function == function && job->arg == arg) {
            *place = job->next;
            free(job);
        } else {
            place = &job->next;
        }
    }
}

int64_t sdk_next_job(void) { return jobs ? jobs->at : ODP_FOR_EVER; }

/* ---- tasks ---- */

enum { PRIORITIES = 3 };

struct posted {
    struct posted *next;
    os_event_t event;
};

static struct {
    os_task_t function;
    uint8 length;
    struct posted *first;
} tasks[PRIORITIES];

bool system_os_task(os_task_t task, uint8 priority, os_event_t *queue, uint8 length) {
    (void)queue;
    if (priority >= PRIORITIES || !task) return false;
    tasks[priority].function = task;
    tasks[priority].length = length;
    return true;
}

bool system_os_post(uint8 priority, os_signal_t signal, os_param_t parameter) {
    if (priority >= PRIORITIES || !tasks[priority].function) return false;
    struct posted **end = &tasks[priority].first;
    int count = 0;
    for (; *end; end = &(*end)->next) ++count;
    if (sdk_options.queue_is_limited && count >= tasks[priority].length) return false;
    *end = malloc(sizeof **end);
    if (!*end) return false;
    **end = (struct posted){NULL, {signal, parameter}};
    return true;
}

static int run_task(void) {
    for (int priority = PRIORITIES; priority-- > 0;) {
        struct posted *posted = tasks[priority].first;
        if (!posted) continue;
        os_event_t event = posted->event;
        tasks[priority].first = posted->next;
        free(posted);
        tasks[priority].function(&event);
        return 1;
    }
    return 0;
}

int sdk_run_next(void) {
    if (run_task()) return 1;
    if (!jobs || jobs->at > sdk_now()) return 0;
    struct job job = *jobs;
    free(jobs);
    jobs = job.next;
    job.function(job.arg);
    return 1;
}

/* ---- timers ---- */

/* A timer's record is the firmware's: it may have overwritten or freed it, so what is armed is kept here. */
struct armed {
    struct armed *next;
    ETSTimer *timer;
    int64_t due, period; /* period 0: once */
};

static struct armed *armed_timers;

static void fire(void *arg) {
    struct armed *armed = arg;
    ETSTimer *timer = armed->timer;
    if (armed->period > 0) {
        armed->due += armed->period;
        sdk_call_at(armed->due, SDK_TIMER_JOB, fire, armed);
    } else {
        struct armed **place = &armed_timers;
        while (*place != armed) place = &(*place)->next;
        *place = armed->next;
        free(armed);
    }
    timer->timer_func(timer->timer_arg);
}

void ets_timer_setfn(ETSTimer *timer, ETSTimerFunc *function, void *arg) {
    timer->timer_func = function;
    timer->timer_arg = arg;
}

void ets_timer_disarm(ETSTimer *timer) {
    for (struct armed **place = &armed_timers; *place; place = &(*place)->next) {
        struct armed *armed = *place;
        if (armed->timer != timer) continue;
        sdk_cancel(fire, armed);
        *place = armed->next;
        free(armed);
        return;
    }
}

/* From then on timers count in microseconds, and end earlier. */
static uint32_t most_milliseconds = 0x68D7A3;
void system_timer_reinit(void) { most_milliseconds = 0x689D0; }

void ets_timer_arm_new(ETSTimer *timer, uint32_t value, bool repeat, bool milliseconds) {
    ets_timer_disarm(timer);
    if (milliseconds && value > most_milliseconds) value = most_milliseconds;
    if (!milliseconds && value == 0) value = 1;
    const int64_t period = value == 0 ? sdk_options.zero_timer : value * (milliseconds ? SDK_MS : SDK_US);
    struct armed *armed = malloc(sizeof *armed);
    if (!armed) abort();
    *armed = (struct armed){armed_timers, timer, sdk_now() + period, repeat ? period : 0};
    armed_timers = armed;
    timer->timer_expire = (uint32_t)(armed->due / SDK_US);
    timer->timer_period = repeat ? value : 0;
    sdk_call_at(armed->due, SDK_TIMER_JOB, fire, armed);
}
