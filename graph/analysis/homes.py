"""Where people in the log come from: the municipality of the first school or public service that referred them.

The log does not say where anybody lives, and should not. Schools and public services work mostly for who lives near by,
so the first of them to refer a person stands for the home. That is a proxy: a pupil may live across the border.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from graph.analysis.referrals import Referrals
from graph.network import Network

LOCAL = ("gemeente", "sociale_dienst", "jongerenloket", "doorstroompunt", "pro", "vso", "vo", "mbo")
"""The kinds of organisation of which the place says something about where those live whom they refer."""


def homes(network: Network, chosen: Referrals) -> NDArray[np.object_]:
    """The code of the home municipality of each person in ``chosen.cases``, None where no such sender is known.

    ``chosen`` are referrals between organisations, ordered by person and date as in a snapshot.
    """
    place = pd.Series([e.properties.get("gm_code") for e in network.entities], dtype=object).to_numpy(dtype=object)
    local = np.isin(network.kinds.astype(str), LOCAL) & (place != None)  # noqa: E711 - an array
    rows = np.flatnonzero(local[chosen.source])
    case, first = np.unique(chosen.case[rows], return_index=True)
    found = np.full(len(chosen.cases), None, dtype=object)
    found[case] = place[chosen.source[rows[first]]]
    return found
