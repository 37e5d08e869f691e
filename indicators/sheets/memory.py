"""Layouts as they were confirmed, by register: what their headings and lines mean."""

from indicators.models import SheetLayout

# Of the headings and names of a table, the part that must be known for it to be one that was confirmed before.
KNOWN = 0.6
# A month without a product does not forget it.
GROWING = ("columns", "lines", "groups", "pairs", "nouns", "sheets")


def known_layout(register, keys):
    """The layout of a register in which most of these headings and names stand, None for a new one."""
    keys = set(keys)
    layouts = SheetLayout.objects.filter(register=register).order_by("pk")
    best = max(layouts, key=lambda layout: len(keys.intersection(layout.keys)), default=None)
    return best if best and len(keys.intersection(best.keys)) >= KNOWN * len(keys) else None


def remembered(register, part):
    """What was confirmed of a part of any layout of a register, by key; the last one counts."""
    layouts = SheetLayout.objects.filter(register=register).order_by("confirmed_at", "pk")
    return {key: value for layout in layouts for key, value in layout.said.get(part, {}).items()}


def keep_layout(register, keys, said, user):
    """Keep what was confirmed of a layout, in the place of what was kept of it; parts by key are added to."""
    known = known_layout(register, keys)
    if known is None:
        SheetLayout.objects.create(register=register, keys=sorted(set(keys)), said=said, confirmed_by=user)
        return
    before = known.said
    merged = said | {part: before.get(part, {}) | said[part] for part in GROWING if part in said}
    if before != merged or not set(keys) <= set(known.keys):
        known.keys, known.said, known.confirmed_by = sorted({*known.keys, *keys}), merged, user
        known.save()
