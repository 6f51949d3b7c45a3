"""What people do about gaps and when gaps were seen, out of the store and into it.

Two people may have the same gap open. Whoever saves second is told, and sees what was saved meanwhile; saving
again then is a choice. Within this server that cannot go wrong; between two servers on one store there is a
millisecond between looking and saving.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from threading import Lock

from graph.follow import kept
from graph.follow.identity import FOLLOWED, followed_name, is_whole, region_of, seen_prefix
from graph.follow.kept import Following
from graph.follow.record import Followed
from graph.follow.sightings import Seen, observe, tells_more
from graph.gaps.rule import Finding
from graph.problems import KetenkaartError
from graph.store.contract import GraphStore
from pages.ui.frame import Page
from pages.views.follow import gap_of

ASIDE = "broken/"
"""Before the name of a text that could not be read and was written over: it is kept, for whoever can."""
_log = logging.getLogger("ketenkaart")
_lock = Lock()


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of the gaps of the region of a page, now. ``texts``: as they are kept, by name."""

    following: Following
    seen: Seen
    texts: Mapping[str, str]
    on: date

    def of(self, gap: str) -> Followed | None:
        return self.following.by_gap.get(gap)

    def text(self, gap: str) -> str | None:
        return self.texts.get(followed_name(gap))

    def unreadable(self, gap: str) -> bool:
        return followed_name(gap) in self.following.broken


def today() -> date:
    """The day on which something is done now."""
    return datetime.now(UTC).date()


def known(page: Page) -> Known:
    """Read what is kept. What cannot be read goes to the log, and is not used."""
    region = region_of(page.network.scope)
    texts = page.store.kept(FOLLOWED)
    following = kept.following(texts)
    seen, broken = kept.seen(page.store.kept(seen_prefix(region)), region)
    for name in (*following.broken, *broken):
        _log.warning("What is kept as %s cannot be read", name)
    return Known(following, seen, texts, today())


def look(page: Page, findings: Iterable[Finding]) -> None:
    """Remember which gaps were found, when whole regions were looked at and this says something new.

    What cannot be remembered hinders nobody: it goes to the log, and :func:`is_behind` tells it.
    """
    network = page.network
    if not is_whole(network.scope):
        return
    region = region_of(network.scope)
    gaps = [gap_of(finding, network) for finding in findings]
    try:
        with _lock:
            before = page.store.kept(seen_prefix(region))
            seen, broken = kept.seen(before, region)
            if not tells_more(seen, gaps, network.revision):
                return
            after = observe(seen, gaps, today(), network.revision)
            for name, text in kept.seen_texts(after, region).items():
                _keep(page.store, name, text, before.get(name) if name in broken else None)
    except (KetenkaartError, ValueError) as error:
        _log.warning("The gaps of %s cannot be remembered: %s", region, error)


def standing(page: Page, findings: Iterable[Finding]) -> tuple[tuple[Finding, ...], int]:
    """The gaps that nobody laid aside, in their order, and how many were laid aside."""
    said, every = kept.following(page.store.kept(FOLLOWED)).by_gap, tuple(findings)
    rest = tuple(one for one in every if not _aside(said.get(gap_of(one, page.network))))
    return rest, len(every) - len(rest)


def _aside(one: Followed | None) -> bool:
    return one is not None and one.dismissal is not None


def is_behind(page: Page, findings: Iterable[Finding], seen: Seen) -> bool:
    """Whether these findings could not be remembered."""
    network = page.network
    gaps = [gap_of(finding, network) for finding in findings]
    return is_whole(network.scope) and tells_more(seen, gaps, network.revision)


def save(
    store: GraphStore, about: Followed, change: Callable[[Followed], Followed], seen: tuple[str | None, ...] | None
) -> str | None:
    """Change what is kept of a gap. ``about`` is what a gap is of which nothing is kept yet.

    ``seen`` are the texts that the person who saves has seen (None among them: nothing was kept): when another
    is there now, nothing is changed, and that text is returned. None as a whole: change it whatever it is.
    Returns None when it was done. Raises StoreUnavailable.
    """
    name = followed_name(about.gap)
    with _lock:
        now = store.kept(name).get(name)
        if seen is not None and now not in seen:
            return now or ""
        read = kept.following({name: now} if now else {})
        before = read.by_gap.get(about.gap, about)
        after = change(before)
        if after != before:
            _keep(store, name, kept.followed_text(after), now if read.broken else None)
    return None


def _keep(store: GraphStore, name: str, text: str, unreadable: str | None) -> None:
    if unreadable is not None:
        store.keep(ASIDE + name, unreadable)
    store.keep(name, text)
