"""Which indicator a line of a sheet means: by its name as it is written, by the forms of the book, by what was said."""

import re
from collections import defaultdict
from dataclasses import dataclass
from difflib import get_close_matches

from config.sheets.synonyms import in_full
from config.values.text import fold, identity_key
from config.values.units import spelling_key, spellings
from indicators.models import FormColumn, FormRow, Indicator, Unit

PROPOSED = 4
ALIKE = 0.72
_EMPTY = re.compile(r"^(?:tổng )?(?:(?:trị giá|giá trị|kim ngạch) )?(?=(?:xuất|nhập)\b)")
SHORT_FORMS = {"xk": "xuất khẩu", "nk": "nhập khẩu", "kn": "kim ngạch", "sl": "sản lượng", "sp": "sản phẩm"}


@dataclass(frozen=True)
class Match:
    """The indicator that a name means, None where nobody can be sure; `others` are those that it may mean."""

    indicator: Indicator | None
    others: tuple[Indicator, ...] = ()


class Names:
    """The names of the book's indicators: their own, and those that the lines of forms give them."""

    def __init__(self):
        self.indicators = {each.code: each for each in Indicator.objects.select_related("unit")}
        by_id = {each.pk: each for each in self.indicators.values()}
        self.units = spellings(Unit.objects.order_by().values_list("code", "name", "dimension", "factor"))
        self.by_name = defaultdict(dict)
        # The second indicator of a line, for the columns of a form that ask for it.
        self.beside = {}
        for each in self.indicators.values():
            self.by_name[identity_key(each.name)][each.pk] = each
        rows = FormRow.objects.filter(indicator__isnull=False).values_list("wording", "indicator", "beside")
        for wording, pk, beside in rows:
            if wording:
                self.by_name[identity_key(wording)][pk] = by_id[pk]
            if beside:
                self.beside[by_id[pk].code] = by_id[beside].code
        beside = FormColumn.objects.filter(is_beside=True).exclude(heading="").values_list("heading", flat=True)
        self.heads_beside = set(map(identity_key, beside))
        self.bare = defaultdict(dict)
        for name, found in self.by_name.items():
            self.bare[fold(name)].update(found)

    def of(self, text, unit="") -> Match:
        """What a line of this name and unit means."""
        for name in dict.fromkeys([text, in_full(text), _spelt_out(text)]):
            found = self.by_name.get(identity_key(name), {})
            if not found and name.isascii():
                found = self.bare.get(fold(name), {})
            fitting = [each for each in found.values() if self.takes(each, unit)]
            if len(fitting) == 1:
                return Match(fitting[0])
            if found:
                return Match(None, tuple(found.values()))
        return Match(None, tuple(self._alike(_spelt_out(text), unit)))

    def of_head(self, text, unit="") -> Match:
        """The same of a head over periods: «XK» is the one indicator of exports that has no more to say."""
        match, bare = self.of(text, unit), _bare(_spelt_out(text))
        if match.indicator or not bare:
            return match
        known = {pk: each for name, found in self.by_name.items() if _bare(name) == bare for pk, each in found.items()}
        fitting = [each for each in known.values() if self.takes(each, unit)]
        return Match(fitting[0]) if len(known) == len(fitting) == 1 else match

    def takes(self, indicator, unit):
        """Whether numbers in a unit can be the indicator's; of a unit that the book does not know nothing is said."""
        known = self.units.get(spelling_key(unit)) if unit else None
        return known is None or known.dimension == indicator.unit.dimension

    def _alike(self, text, unit):
        """The names nearest to a text, those that hold all of its words first; proposed, and never taken by itself."""
        key = identity_key(text)
        words = set(key.split())
        holding = sorted((name for name in self.by_name if words and words <= set(name.split())), key=len)
        near = get_close_matches(key, list(self.by_name), n=PROPOSED, cutoff=ALIKE)
        found = {each.pk: each for name in [*holding, *near] for each in self.by_name[name].values()}
        return [each for each in found.values() if self.takes(each, unit)][:PROPOSED]


def _bare(name):
    """A name without the words that add nothing to it."""
    return _EMPTY.sub("", identity_key(name)).strip()


def _spelt_out(text):
    return " ".join(SHORT_FORMS.get(identity_key(word), word) for word in in_full(text).split())
