# ruff: noqa: F811 (a fixture is named again by each test that asks for it)
"""Ways round a guard that were tried: each is refused, or told to whoever watches."""

from datetime import timedelta

import pytest
from integration.records.offices import TODAY
from integration.records.test_casework import TO_READY, A, R, allowed, do, done, place, refused  # noqa: F401 (place is a fixture)

from resettle.engine.errors import RequestRefused
from resettle.engine.registry.stages import CaseStage
from resettle.service import accounts, casework, imports, lists, tokens, versions
from resettle.service.accounts import NewRights, Rights

DENIED = [*TO_READY, ("cor", A.SUBMIT)]


def bring(place, folder, name, *rows):
    folder.mkdir(exist_ok=True)
    path = folder / name
    path.write_text("\n".join([*rows, ""]))
    imports.imported(place, imports.Wanted((path,), source="office"), "cas")


def ago(days):
    return TODAY - timedelta(days)


def in_days(place, first=40):
    """The way to ready, each act on a day of its own."""
    for at, (by, kind) in enumerate(TO_READY):
        do(place, by, kind, effective=ago(first - 3 * at))


def codes(work):
    with pytest.raises(RequestRefused) as error:
        work()
    return {fault.code for fault in error.value.faults}


def flags(recorded):
    return {one.code for one in recorded.flagged}


def kept(place, recorded):
    """What is flagged of an act to those who watch over the office."""
    return flags(lists.act(place, recorded.act.id, "aud"))


@pytest.mark.parametrize(("relationship", "joins"), [("spouse", False), ("child", True)])
def test_an_adult_joins_a_submission_once_they_were_reviewed_and_a_child_at_once(
    place, tmp_path, relationship, joins
):
    done(place, DENIED)
    born = TODAY.replace(year=TODAY.year - 1, day=1) if joins else "1980-01-01"
    bring(
        place, tmp_path / "more", "people.csv", "person,effective,sex,date_of_birth", f"P-9,{ago(1)},M,{born}"
    )
    bring(
        place,
        tmp_path / "more",
        "members.csv",
        "case,person,effective,relationship_to_pa",
        f"C-1,P-9,{ago(1)},{relationship}",
    )
    if joins:
        assert not flags(do(place, "cas", A.JOIN, persons=("P-9",)))
    else:
        assert "members_not_reviewed" in codes(lambda: do(place, "cas", A.JOIN, persons=("P-9",)))
        fault = codes(lambda: do(place, "ron", A.REVIEW, reason="a new spouse"))
        assert "rrf_not_interviewed" in fault, "and a review takes in nobody whose form is not complete"


def test_nobody_who_said_no_joins_a_submission(place, tmp_path):
    done(place, TO_READY, "C-2")
    do(place, "cor", A.SUBMIT, "C-2", persons=("P-2",))
    bring(
        place,
        tmp_path / "no",
        "willingness.csv",
        "person,arrangement,effective,willing",
        f"P-3,nor,{ago(1)},no",
    )
    assert codes(lambda: do(place, "cas", A.JOIN, "C-2", persons=("P-3",))) == {"will_not_stated"}


def test_who_was_denied_or_withdrawn_does_not_join_again(place):
    done(place, DENIED, "C-2")
    do(place, "nor", A.DENY, "C-2", persons=("P-2",), reason="x")
    refused_by_turn = do(place, "cas", A.JOIN, "C-2", persons=("P-2",))
    assert flags(refused_by_turn) == {"act_not_listed"}
    assert {str(one) for one in lists.case(place, "C-2", "cor").on_the_way["nor/year"]} == {"P-3"}


def test_nothing_is_recorded_before_it_happens(place):
    done(place, DENIED)
    far = TODAY + timedelta(365)
    for kind in (A.DENY, A.ACCEPT, A.DEFER):
        assert "act_known_before_done" in codes(
            lambda kind=kind: do(place, "nor", kind, effective=far, reason="x")
        )
    do(place, "nor", A.DENY, reason="x")
    do(place, "ron", A.REVIEW, reason="x")


def test_whoever_submitted_does_not_review_and_whoever_reviewed_does_not_submit_on_an_earlier_day(place):
    in_days(place)
    do(place, "cor", A.SUBMIT, effective=ago(14))
    do(place, "nor", A.DENY, effective=ago(12), reason="x")
    accounts.changed(place, "cor", "eva", NewRights(roles=[R.REVIEWING_OFFICER]))
    refused(lambda: do(place, "cor", A.REVIEW, reason="x"), "act_by_same_person")
    do(place, "ron", A.REVIEW, effective=ago(5), reason="x")
    accounts.changed(place, "ron", "eva", NewRights(roles=[R.COORDINATOR]))
    for day in (TODAY, ago(10)):
        assert "act_by_same_person" in codes(lambda day=day: do(place, "ron", A.SUBMIT, effective=day))


def test_a_denial_that_was_only_taken_up_again_is_still_to_be_reviewed(place):
    done(place, DENIED)
    do(place, "nor", A.DENY, reason="x")
    do(place, "cor", A.REQUEST_REVIEW, reason="x")
    assert flags(do(place, "cor", A.RECONSIDER, reason="x")) == {"act_by_same_person"}
    do(place, "cor", A.WITHDRAW, ground="asked")
    assert lists.case(place, "C-1", "cor").stage is CaseStage.DENIED
    assert "case_not_ready" in codes(lambda: do(place, "cor", A.SUBMIT))


def test_an_appeal_is_not_answered_by_whoever_lodged_it(place):
    done(place, TO_READY)
    do(place, "ron", A.CLOSE, ground="unwilling")
    accounts.opened(place, "rx", "Rx", "eva", Rights([R.REVIEWING_OFFICER]))
    do(place, "rx", A.APPEAL, reason="x")
    refused(lambda: do(place, "rx", A.UPHOLD, reason="x"), "act_by_same_person")


def test_what_is_told_of_a_case_that_nobody_approved_is_flagged(place):
    assert "case_never_ready" in flags(do(place, "cor", A.ACCEPT))
    refused(lambda: do(place, "cor", A.PROPOSE, "C-2"), "case_not_ready")


def test_a_pause_is_not_passed_by(place):
    done(place, DENIED)
    do(place, "nor", A.DEFER)
    do(place, "cas", A.PAUSE, reason="an allegation", review_on=TODAY + timedelta(9))
    refused(lambda: do(place, "cas", A.RESUME), "case_paused")
    do(place, "nor", A.ACCEPT)
    assert "case_paused" in kept(place, do(place, "mov", A.PREPARE))


def test_a_closing_that_is_overtaken_by_what_was_learned_late_is_flagged(place):
    in_days(place)
    do(place, "cor", A.SUBMIT, effective=ago(14))
    do(place, "nor", A.DENY, effective=ago(12), reason="x")
    do(place, "cor", A.REQUEST_REVIEW, effective=ago(11), reason="x")
    do(place, "ron", A.CLOSE, effective=ago(8), ground="unwilling")
    again = do(place, "nor", A.RECONSIDER, effective=ago(9), reason="x")
    assert not flags(again), "of the office's own work another house is told nothing"
    assert "case_act_overtaken" in kept(place, again)


def test_somebody_who_left_a_case_is_not_submitted_in_it(place, tmp_path):
    done(place, TO_READY, "C-2")
    bring(place, tmp_path / "left", "members.csv", "case,person,effective,state", f"C-2,P-3,{ago(1)},ended")
    assert "act_person_not_member" in codes(lambda: do(place, "cor", A.SUBMIT, "C-2", persons=("P-2", "P-3")))
    do(place, "cor", A.SUBMIT, "C-2", persons=("P-2",))


def test_after_a_return_people_are_tried_again(place):
    done(place, TO_READY[:4])
    for way in ("phone", "visit"):
        do(place, "cas", A.ATTEMPT, ground=way)
    do(place, "cas", A.NO_SHOW)
    do(place, "ron", A.RETURN, reason="try their neighbour")
    refused(lambda: do(place, "cas", A.NO_SHOW), "attempts_too_few")


def test_a_token_ends_with_its_account_whoever_has_that_id_next(place):
    secret = tokens.issued(place, "cas", "eva").secret
    assert tokens.holder(place, secret).account == "cas"
    accounts.closed(place, "cas", "eva")
    accounts.opened(place, "cas", "Another", "eva", Rights([R.CASEWORKER]))
    refused(lambda: tokens.holder(place, secret), "token_unknown")
    assert tokens.holder(place, tokens.issued(place, "cas", "eva").secret).account == "cas"


def test_ids_that_look_alike_are_not_opened(place):
    refused(lambda: accounts.opened(place, "Cas", "Another", "eva", Rights([R.CASEWORKER])), "account_alike")
    cyrillic = "c\N{CYRILLIC SMALL LETTER A}s"
    refused(
        lambda: accounts.opened(place, cyrillic, "Another", "eva", Rights([R.CASEWORKER])), "account_id_wrong"
    )


def test_what_may_come_next_tells_no_wishes_to_who_sees_no_cases(place, tmp_path):
    done(place, TO_READY[:5])
    allowed(place, tmp_path / "consents.csv", "withdrawn", ago(1))
    told = {
        who: {fault.code for one in casework.next_acts(place, "C-1", who).acts for fault in one.unmet}
        for who in ("cas", "rob")
    }
    assert "rrf_declaration_missing" in told["cas"]
    assert told["rob"] == {"act_not_of_role"}


def test_a_version_that_was_seen_holds_for_the_rights_one_had(place):
    done(place, TO_READY[:1])
    seen = versions.seen(place, "C-1", "cas")
    accounts.changed(place, "cas", "eva", NewRights(roles=[R.REVIEWING_OFFICER]))
    assert str(versions.seen(place, "C-1", "cas")) != str(seen)
