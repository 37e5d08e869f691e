"""The database's CHECK constraints, asked of a row in Python.

Django asks the database once per constraint and row; a sheet of 20.000 rows would ask it 100.000 times.
"""

import operator

from django.db.models import CheckConstraint, F, Q, Value

_COMPARISONS = {
    "exact": operator.eq,
    "gt": operator.gt,
    "gte": operator.ge,
    "lt": operator.lt,
    "lte": operator.le,
    "in": lambda left, right: left in right,
}


def checks_of(model):
    """For each CHECK constraint of a model: what it says when broken, and a test of a row's values by attname.

    The test gives None where the answer is unknown, which the database lets pass.
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
    joined = {Q.AND: _all, Q.OR: _any, Q.XOR: _odd}[condition.connector]

    def test(values):
        answer = joined([part(values) for part in parts])
        return answer if answer is None or not condition.negated else not answer

    return test


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
        return lambda values: (values[attname] is None) == expected
    if lookup and lookup not in _COMPARISONS:
        raise NotImplementedError(f"a check of {model.__name__} compares by «{lookup}»: teach it to {__name__}")
    compare = _COMPARISONS[lookup or "exact"]
    other = _attname(model, expected.name) if isinstance(expected, F) else None
    constant = expected.value if isinstance(expected, Value) else expected

    def test(values):
        value, against = values[attname], values[other] if other else constant
        return None if value is None or against is None else compare(value, against)

    return test


def _attname(model, name):
    return (model._meta.pk if name == "pk" else model._meta.get_field(name)).attname
