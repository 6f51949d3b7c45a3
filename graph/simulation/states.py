"""Where a candidate of the engine can be, and what becomes of one who does not show up. Compiled; see ``desk``.

States of a candidate (the break-off is an instant, not a state; a mark is on a person):

====== ===================================================== ============================
state  is                                                    leaves to
====== ===================================================== ============================
NEW    not yet in the chain                                  HAND in the week of arrival
HAND   between organisations, ``delay`` weeks                WPRE (or lost: OUT) or WJOB
       or did not show up, and comes back in ``away`` weeks  where it was expected: WPRE or WJOB
WPRE k waits for a slot of precondition k                    PRE k, or gives up: OUT
PRE k  is being helped                                       HAND
WJOB r waits for a place of rung r, with coach               RUNG r (HOP first when it is at another employer), or OUT
HOP r  place kept while moving to another employer           RUNG r, or lost: OUT
RUNG r works there                                           WJOB r+1, or broken off: WJOB r again or OUT
OUT    left the chain                                        -
====== ===================================================== ============================
"""

from __future__ import annotations

from numba import njit

NEW, HAND, WPRE, PRE, WJOB, HOP, RUNG, OUT = range(8)
TO_HELP, TO_WORK = 1, 2
"""Where somebody who did not show up was expected."""


@njit(cache=True, nogil=True)
def missed(luck, rules, state, due, strayed, tried, i, r, week):  # type: ignore[no-untyped-def]
    """Candidate i does not show up at another employer: comes back for another attempt, or is lost."""
    a, home = tried[i, r], luck.home[i]
    if a + 1 < luck.hop_share.shape[2] and luck.hop_share[i, r, a] >= rules.move_lost[home]:
        tried[i, r] += 1
        state[i], due[i], strayed[i] = HAND, week + rules.away, TO_WORK
    else:
        state[i] = OUT
