"""Fictitious regions on real geography, from a seed: see :mod:`loaders.generate.region`."""
