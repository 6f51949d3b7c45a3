"""What if: suppose a tie existed, an organisation stopped, two merged, a provider also served a municipality.

A scenario is a list of steps. It is played on a copy: the snapshot that it starts from stays as it is, which
:func:`graph.whatif.fingerprint.fingerprint` shows. What is compared is the network and its gaps, never how many
people there would be: who goes where is recorded, not foreseen.
"""
