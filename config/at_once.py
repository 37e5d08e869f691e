"""Several questions to several tables as one question to the database, which is asked once however many they are."""

import json
from collections import defaultdict
from decimal import Decimal

from django.db.models import CharField, F, JSONField, QuerySet, Value
from django.db.models.functions import JSONObject

from config.values.numbers import plain_decimal


class ExactDecoder(json.JSONDecoder):
    """Amounts stay exact on their way through JSON."""

    def __init__(self, **kwargs):
        super().__init__(**kwargs, parse_float=lambda digits: plain_decimal(Decimal(digits)))


class ExactObject(JSONObject):
    output_field = JSONField(decoder=ExactDecoder)


def asked(rows: QuerySet, *by: str, **said) -> QuerySet:
    """One question: what is said of each row or, where aggregates say it, of all rows that are alike in `by`."""
    # Grouped by a constant, aggregates give one row, of an empty table too.
    alike = rows.order_by().annotate(asked=Value("")).values("asked", *by)
    return alike.annotate(told=ExactObject(**{name: F(name) for name in by}, **said))


def at_once(**questions: QuerySet) -> dict[str, list[dict]]:
    """By its name what each question is answered, in no order; days come as text."""
    first, *others = [
        question.annotate(name=Value(name, CharField())).values_list("name", "told")
        for name, question in questions.items()
    ]
    answers = defaultdict(list)
    for name, told in first.union(*others, all=True) if others else first:
        answers[name].append(told)
    return answers
