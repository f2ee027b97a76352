"""Who there is: persons, and the cases they make up."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta

from making.chance import TODAY, between, chance, pick, rng, shuffled


@dataclass
class Person:
    """
    One invented person; ``log`` holds (effective, known) → what was learned.

    ``own_status`` is set where a member's decisions are not the case's.
    """

    sex: str
    born: date
    role: str
    birthplace: str = ""
    written: str = ""
    id: str = ""
    own_status: list[tuple[date, str]] | None = None
    log: dict[tuple[date, date], dict[str, str]] = field(default_factory=lambda: defaultdict(dict))


@dataclass
class Case:
    """One invented case; the first member is the principal applicant."""

    group: str
    cohort: str
    members: list[Person]
    id: str = ""
    moved: date = date.max
    brought: date | None = None
    status: list[tuple[date, str]] = field(default_factory=list)
    nationality: str = ""

    @property
    def size(self) -> int:
        return sum(person.birthplace != "AUS" for person in self.members)

    def children(self, on: date) -> int:
        return sum(person.born > on.replace(year=on.year - 18) for person in self.members)

    def stands(self, on: date) -> str:
        return max(((day, status) for day, status in self.status if day <= on), default=(on, "pending"))[1]

    @property
    def last_birth(self) -> date:
        return max(person.born for person in self.members)


def years(born: date, n: int) -> date:
    return date(born.year + n, born.month, min(born.day, 28))


def take(cases: list[Case], people: int) -> list[Case]:
    """Whole cases with exactly so many members in all: large ones as they come, singles to make it even."""
    left, taken = people, []
    for case in sorted(shuffled(cases), key=lambda case: case.size == 1):
        if case.size <= left:
            taken.append(case)
            left -= case.size
    assert left == 0, f"{left} of {people} not found"
    return taken


def adult(sex: str, role: str = "PA", oldest: int = 58) -> Person:
    age = min(19.0 + rng.gamma(2.2, 4.6), oldest)
    return Person(sex, TODAY - timedelta(days=int(age * 365.25)), role)


def family(group: str, cohort: str, kids: int, parents: int = 2, grandparent: bool = False) -> Case:
    """Parents with children who came by boat with them; a lone parent is the mother."""
    births = [date(1998, 12, 1) + timedelta(days=int(rng.integers(0, 5200 - 380 * kids)))] if kids else []
    while len(births) < kids:
        births.append(births[-1] + timedelta(days=int(rng.integers(330, 330 + max(2, 1500 // kids)))))
        if births[-1] > date(2013, 5, 1):
            births = [date(1998, 12, 1) + timedelta(days=int(rng.integers(0, 900)))]
    if births:
        mother = Person("F", between(years(births[0], -32), years(births[0], -19)), "PA")
    else:
        mother = adult("F", oldest=45)
    people = [mother]
    if parents == 2:
        father = Person("M", mother.born - timedelta(days=int(rng.integers(-700, 3000))), "PA")
        father.born = min(father.born, date(1996, 12, 1))
        mother.role, people = pick(["spouse", "partner"], [9, 1]), [father, mother]
        if chance(0.2):
            father.role, mother.role = mother.role, "PA"
            people.reverse()
    people += [Person(pick(["F", "M"]), born, "child") for born in births]
    if grandparent:
        people.append(Person("F", years(mother.born, -24), "parent"))
    return Case(group, cohort, people)


def siblings(group: str, cohort: str, number: int, sexes: str = "M") -> Case:
    return Case(group, cohort, [adult(pick(list(sexes)), "sibling" if i else "PA") for i in range(number)])


def single(group: str, cohort: str, sex: str) -> Case:
    return Case(group, cohort, [adult(sex)])


def minor(group: str, cohort: str) -> Case:
    """A child who came alone."""
    return Case(
        group, cohort, [Person(pick(["M", "M", "F"]), between(date(1998, 12, 10), date(2000, 6, 1)), "PA")]
    )


def spread(counts: dict[int, int]) -> list[int]:
    return shuffled([kids for kids, number in counts.items() for _ in range(number)])


def households() -> list[Case]:
    """
    Every case, by where it stood.

    ``babies``, ``brought``, ``early``: in Australia by 5 February 2016 (257 with 37 babies; 90 other children);
    ``moved``: brought there by 31 October 2016; ``nauru`` and ``png``: still there.
    """
    made = [family("babies", "NRU", kids, 1 if i < 3 else 2)
            for i, kids in enumerate(spread({0: 12, 1: 12, 2: 9, 3: 3}))]  # fmt: skip
    made += [family("early", "PNG", 1) for _ in range(2)]
    made += [family("brought", "NRU", kids, 1 if i < 3 else 2)
             for i, kids in enumerate([1, 2, 1, *spread({1: 1, 2: 5, 3: 6, 4: 2, 5: 1})])]  # fmt: skip
    made += [family("brought", "NRU", 0) for _ in range(6)] + [minor("brought", "NRU") for _ in range(3)]
    made += [single("brought", "NRU", sex) for sex in "MMMFFF"] + [
        single("brought", "PNG", "M") for _ in range(6)
    ]

    made += [family("moved", "NRU", kids, 2 if i else 1) for i, kids in enumerate(spread({1: 4, 2: 4, 3: 2}))]
    made += [family("moved", "NRU", 0) for _ in range(10)]
    made += [single("moved", "NRU", sex) for sex in "M" * 30 + "F" * 15]
    made += [single("moved", "PNG", "M") for _ in range(8)]

    made += [family("nauru", "NRU", kids, 1 if i < 12 else 2, grandparent=12 <= i < 18)
             for i, kids in enumerate([1] * 12 + spread({1: 38, 2: 30, 3: 8, 4: 3, 5: 1}))]  # fmt: skip
    made += [minor("nauru", "NRU") for _ in range(9)] + [family("nauru", "NRU", 0) for _ in range(50)]
    made += [siblings("nauru", "NRU", 2, "MMF") for _ in range(20)]
    made += [single("nauru", "NRU", sex) for sex in "F" * 70 + "M" * 579]
    for case in [c for c in made if c.group == "nauru" and c.children(TODAY) and c.size > 1][-22:]:
        baby = max((p for p in case.members if p.role == "child"), key=lambda p: p.born)
        baby.birthplace, baby.born = "NRU", between(date(2014, 9, 1), date(2015, 12, 15))

    made += [siblings("png", "PNG", n) for n in [2] * 40 + [3] * 6]
    made += [single("png", "PNG", "M") for _ in range(961 - 80 - 18)]
    return made
