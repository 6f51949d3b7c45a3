"""The numbers of the simulation, from ``data/simulation/parameters.yaml``: value, range, source and mark.

A *set* gives every parameter one value. :func:`sample_sets` draws many of them, so that what is not
known shows in the interval of the result. ``beta`` and ``gamma`` have mean ``value`` and a middle
90 % as wide as ``high - low``; ``pert`` has minimum ``low``, mode ``value``, maximum ``high``
(Malcolm et al. 1959, with weight 4).
"""

from __future__ import annotations

import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import optimize, stats

from graph.problems import KetenkaartError
from graph.schema import DATA, Label, SchemaError, read_data
from graph.simulation.data_file import checked

Values = Mapping[str, float]
_MIDDLE = (0.05, 0.95)


class BadParameter(KetenkaartError):
    """A value that a parameter cannot have, or a parameter that does not exist."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """One number. ``low`` and ``high`` are None exactly when ``distribution`` is "fixed".

    ``whole``: only whole numbers; ``positive``: not 0 (a duration, a divisor).

    ``mark``: "sourced", "derived" (computed from a source, or from the region's own data) or "assumption".
    """

    name: str
    group: str
    value: float
    low: float | None
    high: float | None
    unit: Label
    distribution: str
    mark: str
    source: Label
    label: Label
    help: Label
    whole: bool = False
    positive: bool = False

    def quantile(self, share: NDArray[np.float64]) -> NDArray[np.float64]:
        """Values at the given shares (0-1) of the distribution; whole numbers where the parameter is whole."""
        if self.distribution == "fixed":
            drawn = np.full(share.shape, self.value)
        else:
            drawn = np.asarray(_frozen(self.distribution, self.value, self.low or 0.0, self.high or 0.0).ppf(share))
        return np.rint(drawn) if self.whole else drawn

    @property
    def mark_text(self) -> str:
        """Key of its mark in the texts."""
        return f"simulation.mark_{self.mark}"

    @property
    def most(self) -> float:
        """The highest value that makes sense: 1 for a chance, no limit otherwise."""
        return 1.0 if self.distribution == "beta" else np.inf

    @property
    def limits(self) -> str:
        """The same in signs: lower and upper limit, such as "0 - 1"; a limit that is left out does not exist."""
        least = "> 0" if self.positive else "≥ 0"
        return f"{least}, ≤ 1" if self.most == 1 else least

    def accepts(self, value: object) -> bool:
        """Whether the parameter can have this value."""
        if isinstance(value, bool) or not isinstance(value, int | float) or not np.isfinite(value):
            return False
        return 0 <= value <= self.most and (value > 0 or not self.positive) and (value == int(value) or not self.whole)


@cache
def _frozen(distribution: str, value: float, low: float, high: float) -> Any:
    """The scipy distribution with this mean and width (beta, gamma) or mode and ends (pert)."""
    if distribution == "pert":
        width = high - low
        return stats.beta(1 + 4 * (value - low) / width, 1 + 4 * (high - value) / width, loc=low, scale=width)

    def shaped(log_size: float) -> Any:
        size = float(np.exp(log_size))
        if distribution == "beta":
            return stats.beta(value * size, (1 - value) * size)
        return stats.gamma(size, scale=value / size)

    def too_wide(log_size: float) -> float:
        bottom, top = shaped(log_size).ppf(_MIDDLE)
        return float(top - bottom - (high - low))

    least = np.log(0.5)
    if distribution == "beta" and too_wide(least) <= 0:
        # Of a rare chance so small a distribution lies at 0 nearly whole, and its middle is narrow as well.
        least = -np.log(min(value, 1 - value))
    return shaped(optimize.brentq(too_wide, least, np.log(1e9)))


def beta_shape(parameter: Parameter) -> tuple[float, float]:
    """The two shapes of a parameter whose distribution is beta. Raises ValueError for another."""
    if parameter.distribution != "beta":
        raise ValueError(f"{parameter.name} is not a beta parameter")
    a, b = _frozen("beta", parameter.value, parameter.low or 0.0, parameter.high or 0.0).args
    return float(a), float(b)


def gamma_shape(parameter: Parameter) -> float:
    """The shape of a parameter whose distribution is gamma. Raises ValueError for another."""
    if parameter.distribution != "gamma":
        raise ValueError(f"{parameter.name} is not a gamma parameter")
    return float(_frozen("gamma", parameter.value, parameter.low or 0.0, parameter.high or 0.0).args[0])


@cache
def load_parameters(path: Path | None = None) -> Mapping[str, Parameter]:
    """Read and check the parameters. Raises :class:`graph.schema.SchemaError` with every fault found."""
    document = checked("parameters", path)
    parameters = {name: _parameter(name, spec) for name, spec in document["parameters"].items()}
    faults = [fault for p in parameters.values() for fault in _faults(p, document["groups"])]
    if faults:
        raise SchemaError(faults)
    return MappingProxyType(parameters)


@cache
def parameter_groups() -> Mapping[str, Label]:
    """What the groups of parameters are called, in the order to show them."""
    document = read_data(DATA / "simulation" / "parameters.yaml")
    return MappingProxyType({code: Label(**label) for code, label in document["groups"].items()})


def _label(spec: Mapping[str, str] | str) -> Label:
    return Label(spec, spec) if isinstance(spec, str) else Label(spec["nl"], spec["en"])


def _parameter(name: str, spec: Mapping[str, Any]) -> Parameter:
    words = {key: _label(spec[key]) for key in ("unit", "source", "label", "help")}
    plain = {key: spec.get(key) for key in ("group", "value", "low", "high", "distribution", "mark")}
    flags = {key: spec.get(key, False) for key in ("whole", "positive")}
    return Parameter(name=name, **flags, **words, **plain)  # type: ignore[arg-type]


def _faults(parameter: Parameter, groups: Mapping[str, Any]) -> list[str]:
    """What is wrong with one parameter, in English: this is a file of the project, not of a user."""
    where, faults = parameter.name, []
    low, value, high = parameter.low, parameter.value, parameter.high
    if parameter.group not in groups:
        faults.append(f"{where}: group {parameter.group!r} is not declared")
    if parameter.distribution == "fixed":
        if low is not None or high is not None:
            faults.append(f"{where}: a fixed parameter has no low and no high")
    elif low is None or high is None:
        faults.append(f"{where}: distribution {parameter.distribution!r} needs low and high")
    elif not (0 <= low <= value <= high and low < high):
        faults.append(f"{where}: expected 0 <= low <= value <= high and low < high, got {low}, {value}, {high}")
    elif parameter.distribution == "beta" and not 0 < value < 1:
        faults.append(f"{where}: a beta value lies between 0 and 1, got {value}")
    if not parameter.accepts(value):
        faults.append(f"{where}: value {value} is not one that it accepts")
    return faults


def centre(parameters: Mapping[str, Parameter], fixed: Values = MappingProxyType({})) -> dict[str, float]:
    """The set in which every parameter has its own value, apart from those in ``fixed``."""
    check_values(parameters, fixed)
    return {name: float(fixed.get(name, p.value)) for name, p in parameters.items()}


def sample_sets(
    parameters: Mapping[str, Parameter], count: int, seed: int, fixed: Values = MappingProxyType({})
) -> list[dict[str, float]]:
    """``count`` sets by Latin hypercube (McKay et al. 1979); what is in ``fixed`` does not vary.

    The draws of a parameter depend on ``seed`` and its name only: adding one leaves the others as they were.
    """
    check_values(parameters, fixed)
    columns = {name: _column(p, count, seed, fixed.get(name)) for name, p in parameters.items()}
    return [{name: float(column[at]) for name, column in columns.items()} for at in range(count)]


def _column(parameter: Parameter, count: int, seed: int, fixed: float | None) -> NDArray[np.float64]:
    if fixed is not None:
        return np.full(count, float(fixed))
    rng = np.random.default_rng([seed, zlib.crc32(parameter.name.encode())])
    return parameter.quantile((rng.permutation(count) + rng.random(count)) / count)


def check_values(parameters: Mapping[str, Parameter], values: Values) -> None:
    """Raise :class:`BadParameter` when a value is not a number that the parameter can have."""
    for name, value in values.items():
        parameter = parameters.get(name)
        if parameter is None:
            raise BadParameter("simulation.unknown_parameter", name=name, known=_known(parameters))
        if not parameter.accepts(value):
            raise BadParameter("simulation.bad_value", name=parameter.label, value=value, limits=parameter.limits)


def _known(parameters: Mapping[str, Parameter]) -> Sequence[str]:
    return sorted(parameters)
