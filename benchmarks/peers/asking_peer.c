/* A firmware that lets 10 microseconds pass at a time: 100,000 questions in a second of virtual time, when it has to ask
 * for each. */
#include "odp.h"

int main(void) {
    const struct odp_handlers handlers = {0};
    struct odp *bench = odp_open("asking", "1", 0, &handlers);
    if (!bench) return 2;
    for (;;) odp_sleep(bench, odp_now(bench) + 10000);
}
