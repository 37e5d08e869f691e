"""The database's CHECK constraints, asked in Python of a row or of whole columns.

Django asks the database once per constraint and row; a sheet of 20.000 rows would ask it 100.000 times. Here each part
of a constraint is asked once for each different value of a column, and a part that is the same for all rows only once.
"""

import operator

from django.db.models import CheckConstraint, F, Q, Value

from config.sheets.coded import Coded

_COMPARISONS = {
    "exact": operator.eq,
    "gt": operator.gt,
    "gte": operator.ge,
    "lt": operator.lt,
    "lte": operator.le,
    "in": lambda left, right: left in right,
}


def checks_of(model):
    """For each CHECK constraint of a model: what it says when broken, and a test of values by attname.

    The values are those of a row, or columns of many rows. The test gives None where the answer is unknown, which the
    database lets pass; of columns it gives an answer for each row, or one for all.
    """
    return [
        (constraint.get_violation_error_message(), _test(constraint.condition, model))
        for constraint in model._meta.constraints
        if isinstance(constraint, CheckConstraint)
    ]


def _test(condition, model):
    if not isinstance(condition, Q):
        return _comparison(*condition, model)
    parts = [_test(part, model) for part in condition.children]
    join, settles = {Q.AND: (_all, False), Q.OR: (_any, True), Q.XOR: (_odd, ...)}[condition.connector]

    def test(values):
        answer = _joined(join, settles, (part(values) for part in parts))
        return _made(answer, _not) if condition.negated else answer

    return test


def _joined(join, settles, answers):
    """The answer for each row, one for all where that settles it."""
    single, many = [], []
    for answer in answers:
        if answer is settles:
            return settles
        (many if isinstance(answer, list) else single).append(answer)
    if not many:
        return join(single)
    return [join([*single, *of_row]) for of_row in zip(*many, strict=True)]


def _made(answer, function):
    return list(map(function, answer)) if isinstance(answer, list) else function(answer)


def _not(answer):
    return None if answer is None else not answer


def _all(answers):
    return False if False in answers else None if None in answers else True


def _any(answers):
    return True if True in answers else None if None in answers else False


def _odd(answers):
    return None if None in answers else sum(answers) % 2 == 1


def _comparison(path, expected, model):
    name, _, lookup = path.partition("__")
    attname = _attname(model, name)
    if lookup == "isnull":
        return lambda values: _asked(values[attname], lambda value: (value is None) == expected)
    if lookup and lookup not in _COMPARISONS:
        raise NotImplementedError(f"a check of {model.__name__} compares by «{lookup}»: teach it to {__name__}")
    compare = _COMPARISONS[lookup or "exact"]

    def answer(value, against):
        return None if value is None or against is None else compare(value, against)

    if isinstance(expected, F):
        other = _attname(model, expected.name)
        return lambda values: _asked_of_two(values[attname], values[other], answer)
    constant = expected.value if isinstance(expected, Value) else expected
    return lambda values: _asked(values[attname], lambda value: answer(value, constant))


def _asked(value, question):
    if not isinstance(value, Coded):
        return question(value)
    answers = value.made(question)
    return answers.different[0] if len(set(answers.different)) == 1 else list(answers)


def _asked_of_two(value, other, question):
    if not isinstance(value, Coded):
        return question(value, other)
    if len(value.different) == len(other.different) == 1:
        return question(value.different[0], other.different[0])
    return list(map(question, value, other))


def _attname(model, name):
    return (model._meta.pk if name == "pk" else model._meta.get_field(name)).attname
