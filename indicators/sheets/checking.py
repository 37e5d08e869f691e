"""Holds what a sheet prints of its own values against them and the book; nothing of it is stored."""

from indicators.sheets.parts import Parts, wrong_shares, wrong_wholes
from indicators.sheets.ratios import wrong_ratios
from indicators.sheets.summed import repeated, wrong_sums


def differences(unfolder, known):
    """What differs, as it is told: comparisons, sums, wholes and parts, shares, what repeats last year's."""
    parts = Parts(unfolder, known)
    return [
        *wrong_ratios(unfolder, known),
        *wrong_sums(known),
        *wrong_wholes(known, parts),
        *wrong_shares(unfolder, known, parts),
        *repeated(known),
    ]
