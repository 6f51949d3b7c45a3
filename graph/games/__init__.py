"""Cooperative games: what each group of players can reach together, and how to share what all of them reach.

Knows no simulation and no network; players are positions or names, values are numbers.
"""
