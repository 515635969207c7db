/*
 * revisit.h - which stored articles a run looks at again.
 *
 * An article is read once. But while its event is ahead its dates may still
 * change, and no list says so: so it is asked for again, conditionally, at most
 * once a day.
 */
#ifndef CLI_REVISIT_H
#define CLI_REVISIT_H

#include "cli/harvest.h"

/* Fills the sources' revisits, from the events that are ahead. */
int revisit_collect(struct harvest *harvest, struct err *err);

/* Is the event not over on the day of `now`? */
bool revisit_is_ahead(const struct facts *facts, int64_t now);

#endif
