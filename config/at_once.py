"""Several questions to several tables as one question to the database, which is asked once however many they are."""

import json
from collections import defaultdict
from decimal import Decimal

from django.db.models import CharField, F, JSONField, QuerySet, Value
from django.db.models.functions import JSONObject

from config.values.numbers import plain_decimal


class Told(JSONField):
    """What a question is answered; amounts come through JSON as exact as the database adds them up."""

    def from_db_value(self, value, expression, connection):
        # SQLite adds up floats, of which 15 digits can be trusted.
        number = float if connection.vendor == "sqlite" else Decimal
        return json.loads(value, parse_float=lambda digits: plain_decimal(number(digits)))


class Answer(JSONObject):
    output_field = Told()


def asked(rows: QuerySet, *by: str, **said) -> QuerySet:
    """One question: what is said of each row or, where aggregates say it, of all rows that are alike in `by`."""
    # Grouped by a constant, aggregates give one row, of an empty table too.
    alike = rows.order_by().annotate(asked=Value("")).values("asked", *by)
    return alike.annotate(told=Answer(**{name: F(name) for name in by}, **said))


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
