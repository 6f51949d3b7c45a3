"""How firm the network is, as data."""

from __future__ import annotations

from typing import Any

from graph.analysis.fragility import Loss
from graph.analysis.structure import Structure
from graph.answers.common import VERSION, named, plain, scope_answer, vars_of
from graph.network import Network


def structure_answer(network: Network, found: Structure) -> dict[str, Any]:
    """Key players, silos, core and periphery, and what hangs on one organisation or two."""

    def who(positions: tuple[int, ...]) -> list[dict[str, str]]:
        return [named(network, network.ids[at]) for at in positions]

    def losses(told: tuple[Loss, ...]) -> list[dict[str, Any]]:
        return [{**vars_of(one), "members": [named(network, each) for each in one.members]} for one in told]

    keep, reach, core, hang = found.keepers, found.reachers, found.core, found.fragility
    return {
        "version": VERSION,
        "scope": scope_answer(network) | {"ties": found.rule},
        "summary": plain(
            {
                "organisations": network.n_organisations,
                "fragmentation": keep.before,
                "fragmentation_without": keep.after,
                "reached": reach.reached,
                "ei": found.silos.all.index,
                "core_size": len(core.core),
                "core_fit": core.fit,
                "routes": hang.routes,
                "routes_on_one": hang.single,
                "routes_on_two": hang.double,
            }
        ),
        "keepers": {"members": who(keep.members), "exact": keep.exact},
        "reachers": {"members": who(reach.members), "within": reach.within, "exact": reach.exact},
        "silos": plain([vars_of(one) | {"inward": one.inward} for one in (found.silos.all, *found.silos.sectors)]),
        "core": plain(vars_of(core)) | {"core": who(core.core)},
        "ones": losses(hang.ones),
        "twos": losses(hang.twos),
    }
