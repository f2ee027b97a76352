"""Other ways to a third country: those recorded of a person, and those that their acts in this register amount to."""

from collections.abc import Iterable, Mapping

from resettle.engine.registry.acts import Standing
from resettle.engine.registry.arrangements import Arrangement, Solution
from resettle.engine.registry.stages import Stage

STAGE: Mapping[Stage, str] = {
    Stage.SUBMITTED: "open",
    Stage.DEFERRED: "open",
    Stage.ACCEPTED: "accepted",
    Stage.PRE_DEPARTURE: "accepted",
    Stage.CANCELLED: "ended",
    Stage.DEPARTED: "accepted",
    Stage.DENIED: "refused",
    Stage.WITHDRAWN: "ended",
    Stage.ARRIVED: "arrived",
    Stage.LEFT: "ended",
}
"""What a stage is as a pathway; a proposal that was not submitted is none. Deferred is not denied."""

_SOLUTIONS = {Solution.RESETTLEMENT: "resettlement", Solution.OTHER_PATHWAY: "other"}
"""Local settlement and temporary stays lead to no third country."""


def from_acts(
    stands: Mapping[tuple[str, str], Standing], arrangements: Mapping[str, Arrangement]
) -> Iterable[dict[str, object]]:
    """The pathways that people have by their acts, as rows of ``pathways.csv``."""
    for (person, offer), at in stands.items():
        one = arrangements[offer.partition("/")[0]]
        if at.stage in STAGE and one.solution in _SOLUTIONS:
            yield {
                "person": person,
                "pathway": offer,
                "pathway_kind": _SOLUTIONS[one.solution],
                "pathway_country": one.country,
                "pathway_stage": STAGE[at.stage],
                "pathway_since": at.since.isoformat(),
                "effective": at.since,
                "known": at.since,
                "source": "acts",
            }
