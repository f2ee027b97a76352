"""Reads a test: parsed by sqlglot, held against a whitelist and the fact dictionary, kept as a tree of our own."""

import re

import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError

from resettle.engine.registry import facts
from resettle.engine.registry.facts import Fact, Kind, Of
from resettle.engine.registry.language.bounds import (
    DEEPEST,
    MAY_BE_READ_ON,
    a_day,
    fault,
    out_of_bounds,
    refused_signs,
    too_large,
)
from resettle.engine.registry.language.contradictions import MOST_WORK, Budget, never_true
from resettle.engine.registry.language.expressions import (
    And,
    AnyRecord,
    AtLeast,
    CodeLiteral,
    Compare,
    EventDay,
    FactValue,
    Has,
    HasValue,
    HowMany,
    InList,
    IsNone,
    Not,
    OfMembers,
    OneOf,
    Op,
    Or,
    Quantifier,
    Term,
    Test,
    facts_of,
    kind_of,
)
from resettle.engine.registry.language.spots import place, syntax
from resettle.engine.registry.language.values import (
    COUNTS,
    FUNCTIONS,
    MEMBERS,
    RECORDS,
    ExpressionRefused,
    Values,
    each,
)

_LIST_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,99}", re.ASCII)
_OPS: dict[type[exp.Expr], Op] = {
    exp.EQ: Op.EQ, exp.NEQ: Op.NE, exp.LT: Op.LT, exp.LTE: Op.LE, exp.GT: Op.GT, exp.GTE: Op.GE,
}  # fmt: skip


def parse(text: str, of: Of | None = None, *, group: bool = False, work: int = MOST_WORK) -> Test:
    """
    The tree of a test over person facts, case facts, or (``of`` None) both; ``group``: of the linked group's members.

    The text is bounded before it is parsed, is never executed, and goes no further than this package. ``work`` bounds
    how far is looked for parts that can never be true; with 0, none is refused for that.
    Raises ExpressionRefused with every fault.
    """
    if too_much := out_of_bounds(text):
        raise ExpressionRefused(too_much)
    found = refused_signs(text)
    if all(one.code in MAY_BE_READ_ON for one in found):
        try:
            test = _Reader(text, of, group, Budget(work)).test(sqlglot.parse_one(text, into=exp.Condition))
            found += too_large(test)
            if not found:
                return test
        except ExpressionRefused as refused:
            found += [one for one in refused.faults if one not in found]
        except SqlglotError as error:
            found.append(syntax(error, text))
        except RecursionError:
            found.append(fault("test_too_deep", most=DEEPEST))
    raise ExpressionRefused(sorted(found, key=place))


class _Reader(Values):
    """Turns a parsed tree into ours. What it does not list is not in the language."""

    def __init__(
        self, text: str, of: Of | None, group: bool, budget: Budget, *, inside: bool = False
    ) -> None:
        super().__init__(text, of)
        self.group, self.budget, self.inside = group, budget, inside

    def test(self, node: exp.Expr) -> Test:
        node = node.unnest()
        test = self._question(node)
        if never_true(test, self.budget):
            self.refuse("test_never_true", node)
        return test

    def _question(self, node: exp.Expr) -> Test:
        match node:
            case exp.And() | exp.Or():
                return self._joined(node)
            case exp.Not():
                return Not(self.test(node.this))
            case exp.Between():
                return self._between(node)
            case exp.In():
                return self._one_of(node)
            case _ if type(node) in _OPS:
                return self._compare(node, node.this, _OPS[type(node)], node.expression)
            case exp.Anonymous() if node.name.upper() in FUNCTIONS:
                return self._function(node, node.name.upper())
        self.term(node)
        self.refuse("test_not_yes_or_no", node)

    def _function(self, node: exp.Anonymous, name: str) -> Test:
        match name:
            case "HAS":
                return self._has(node)
            case "NONE":
                return self._none(node)
            case "IN_LIST":
                return self._in_list(node)
            case "AT_LEAST":
                return self._at_least(node)
            case _ if name in MEMBERS:
                return OfMembers(Quantifier(name), self._of_members(node, f"{name}(test)"), self.group)
            case _ if name in RECORDS:
                return self._any_record(node, name)
        self.term(node)
        self.refuse("test_not_yes_or_no", node)

    def _joined(self, node: exp.And | exp.Or) -> Test:
        parts = tuple(each(self.test, node.flatten(unnest=False)))
        return Or(parts) if isinstance(node, exp.Or) else And(parts)

    def _compare(self, node: exp.Expr, left_node: exp.Expr, op: Op, right_node: exp.Expr) -> Test:
        if isinstance(left_node, (exp.Not, *_OPS)) or isinstance(right_node, (exp.Not, *_OPS)):
            self.refuse("test_chained_comparison", node)
        left, right = each(self.term, (left_node, right_node))
        if not (_asks(left) or _asks(right)):
            self.refuse("test_no_fact", node)
        if left == right:
            self.refuse("test_same_on_both_sides", node)
        if not _asks(left):
            left, op, right, right_node = right, op.mirrored, left, left_node
        self._same_kind(node, left, right)
        if kind_of(left) is Kind.CODE:
            return self._compare_codes(node, left, op, right, right_node)
        return Compare(left, op, right)

    def _same_kind(self, node: exp.Expr, left: Term, right: Term) -> None:
        kinds = kind_of(left), kind_of(right)
        for term, kind in zip((left, right), kinds, strict=True):
            if isinstance(term, FactValue) and kind is Kind.CODES:
                self.refuse("test_wrong_type", node, fact=term.fact, write=f"HAS({term.fact}, '…')")
        if kinds[0] is not kinds[1]:
            day = right.code if isinstance(right, CodeLiteral) else ""
            write = a_day(day) if kinds[0] is Kind.DATE and not isinstance(right, FactValue) else ""
            self.refuse("test_wrong_type", node, expected=kinds[0].value, found=kinds[1].value, write=write)

    def _compare_codes(self, node: exp.Expr, left: Term, op: Op, right: Term, right_node: exp.Expr) -> Test:
        assert isinstance(left, FactValue)
        if op not in (Op.EQ, Op.NE):
            self.refuse("test_codes_have_no_order", node, fact=left.fact)
        if isinstance(right, FactValue):
            known = facts.dictionary()
            if known[left.fact].codes != known[right.fact].codes:
                self.refuse("test_wrong_type", node, expected=left.fact, found=right.fact)
            return Compare(left, op, right)
        code = self.code(facts.dictionary()[left.fact], right_node)
        return OneOf(left.fact, (code,)) if op is Op.EQ else Compare(left, op, CodeLiteral(code))

    def _between(self, node: exp.Between) -> Test:
        if node.args.get("symmetric") is not None:
            self.refuse("test_part_refused", node)  # which end comes first would be left open

        def side(end: tuple[Op, str]) -> Test:
            return self._compare(node, node.this, end[0], node.args[end[1]])

        above, below = each(side, [(Op.GE, "low"), (Op.LE, "high")])
        return And((above, below))

    def _one_of(self, node: exp.In) -> Test:
        if node.args.get("query") is not None:
            self.refuse("test_subquery_refused", node)
        if not node.expressions or any(node.args[key] for key in node.args.keys() - {"this", "expressions"}):
            self.refuse("test_part_refused", node)
        parts = each(lambda choice: self._compare(node, node.this, Op.EQ, choice), node.expressions)
        codes = [code for part in parts if isinstance(part, OneOf) for code in part.codes]
        if isinstance(parts[0], OneOf) and len(codes) == len(parts):
            return OneOf(parts[0].fact, tuple(dict.fromkeys(codes)))
        return Or(tuple(parts)) if len(parts) > 1 else parts[0]

    def _of_members(self, node: exp.Anonymous, write: str) -> Test:
        """What is inside a question about members: a test of persons, and no further such question."""
        if self.inside or self.of in (Of.RELATIVE, Of.PATHWAY):
            self.refuse("test_nested_question", node)
        if len(node.expressions) != 1:
            self.refuse("test_wrong_arguments", node, write=write)
        return _Reader(self.text, Of.PERSON, self.group, self.budget, inside=True).test(node.expressions[0])

    def _any_record(self, node: exp.Anonymous, name: str) -> Test:
        if self.of in (Of.RELATIVE, Of.PATHWAY):
            self.refuse("test_nested_question", node)
        if self.of is Of.CASE:
            self.refuse("test_fact_of_another", node, of=Of.PERSON.value, expected=Of.CASE.value)
        if len(node.expressions) != 1:
            self.refuse("test_wrong_arguments", node, write=f"{name}(test)")
        of = RECORDS[name]
        return AnyRecord(
            of, _Reader(self.text, of, self.group, self.budget, inside=True).test(node.expressions[0])
        )

    def _at_least(self, node: exp.Anonymous) -> Test:
        least, *written = node.expressions or [None]
        write = "AT_LEAST(2, test, test, test)"
        if not (isinstance(least, exp.Literal) and not least.is_string) or len(written) < 2:
            self.refuse("test_wrong_arguments", node, write=write)
        number, parts = self.number(least).number, tuple(each(self.test, written))
        if number < 1:
            self.refuse("test_wrong_arguments", node, write=write)
        return AtLeast(number, parts)

    def _in_list(self, node: exp.Anonymous) -> Test:
        named, name = node.expressions if len(node.expressions) == 2 else (None, None)
        if not isinstance(named, exp.Column) or not (isinstance(name, exp.Literal) and name.is_string):
            self.refuse("test_wrong_arguments", node, write="IN_LIST(fact, 'list')")
        fact = self.fact(named)
        if fact.kind not in (Kind.CODE, Kind.CODES):
            self.refuse(
                "test_wrong_type", node, fact=fact.name, expected=Kind.CODE.value, found=fact.kind.value
            )
        if not _LIST_NAME.fullmatch(name.name):
            self.refuse("test_wrong_arguments", node, write="IN_LIST(fact, 'list')")
        return InList(fact.name, fact.kind, name.name)

    def _has(self, node: exp.Anonymous) -> Test:
        named, *written = node.expressions or [None]
        if not isinstance(named, exp.Column) or not written:
            self.refuse("test_wrong_arguments", node, write="HAS(fact, 'CODE', …)")
        fact = self.fact(named)
        if fact.kind is not Kind.CODES:
            write = f"{fact.name} IN ('…')" if fact.kind is Kind.CODE else ""
            self.refuse("test_wrong_type", node, fact=fact.name, write=write)
        if isinstance(written[0], exp.Column) and len(written) == 1:
            return self._has_value(fact, written[0])
        return Has(fact.name, tuple(dict.fromkeys(each(lambda code: self.code(fact, code), written))))

    def _has_value(self, fact: Fact, named: exp.Column) -> Test:
        other = self.fact(named)
        ours, theirs = (set(one.codes.meaning) if one.codes else set() for one in (fact, other))
        if other.kind is not Kind.CODE or not ours & theirs:
            self.refuse("test_wrong_type", named, expected=fact.name, found=other.name)
        return HasValue(fact.name, other.name)

    def _none(self, node: exp.Anonymous) -> Test:
        if len(node.expressions) != 1 or not isinstance(node.expressions[0], exp.Column):
            self.refuse("test_wrong_arguments", node, write="NONE(fact)")
        fact = self.fact(node.expressions[0])
        if not fact.may_be_none:
            self.refuse("test_never_none", node, fact=fact.name)
        return IsNone(fact.name)

    def term(self, node: exp.Expr) -> Term:
        """A value; or how many members a question holds of."""
        match node:
            case exp.Anonymous() if node.name.upper() in COUNTS:
                name = node.name.upper()
                return HowMany(self._of_members(node, f"{name}(test) >= 1"), COUNTS[name], self.group)
            case exp.Anonymous() if node.name.upper() in FUNCTIONS and node.name.upper() != "AGE":
                self.test(node)  # a question where a value should be: its own faults first
                self.refuse("test_chained_comparison", node)
        return super().term(node)


def _asks(term: Term) -> bool:
    """Whether the value is one of facts, so that it differs from one person or case to another."""
    return bool(facts_of(term)) or isinstance(term, HowMany | EventDay)
