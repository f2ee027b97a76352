"""Linked groups: cases tied together by links, one after the other, with what stands for each group."""

from collections.abc import Iterable, Mapping


def groups(pairs: Iterable[tuple[str, str]]) -> Mapping[str, str]:
    """case → the first case of its group, for every case in a pair."""
    head: dict[str, str] = {}

    def find(case: str) -> str:
        while head.setdefault(case, case) != case:
            case = head[case]
        return case

    for one, other in pairs:
        first, second = sorted((find(one), find(other)))
        head[second] = first
    return {case: find(case) for case in sorted(head)}
