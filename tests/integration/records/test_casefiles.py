"""What is asked about one case is answered from its own entries as it would be from the whole register."""

from datetime import timedelta
from pathlib import Path

import pytest
from builders import a_register_folder
from spec.screening.voiced_register import voiced

from resettle.engine.errors import RequestRefused
from resettle.engine.registry.situation import Situation
from resettle.engine.screening.told import Voice
from resettle.render import alerts, as_of, voices
from resettle.service import Asked, alerted, casefiles, heard, registers
from resettle.service import as_of as asked_as_of

EXAMPLE = Path(__file__).parents[3] / "examples" / "nauru-manus-2016"
EACH = 211
"""Of the worked example's many cases every so-many-th is asked about."""


def differ(address, every=1):
    """Cases of which one answer differs."""
    whole = registers.opened(address).register
    for case, members in list(Situation(whole, whole.on).persons_of.items())[::every]:
        for on in (whole.on, whole.on - timedelta(200)):
            asked = Asked(on)
            for name, voice in ((case, Voice.OFFICER), (members[0], Voice.PERSON)):
                try:
                    expected = voices.heard_data(
                        heard(whole, asked, name, voice, steps=voice is Voice.OFFICER)
                    )
                except RequestRefused as error:
                    with pytest.raises(RequestRefused, match=str(error)):
                        heard(casefiles.of_case(address, name), asked, name, voice)
                    continue
                one = casefiles.of_case(address, name, on)
                if (
                    voices.heard_data(heard(one, asked, name, voice, steps=voice is Voice.OFFICER))
                    != expected
                ):
                    yield name, voice, on
                if as_of.data(asked_as_of(one, asked, name), ()) != as_of.data(
                    asked_as_of(whole, asked, name), ()
                ):
                    yield name, "as of", on
        asked = Asked(whole.on)
        theirs = [one for one in alerted(whole, asked).alerts if one.case == case]
        if alerts.data(casefiles.alerted(address, asked, case), ())["alerts"] != [
            alerts.results.plain(one) for one in theirs
        ]:
            yield case, "alerts", whole.on


def test_a_case_among_those_tied_to_it_is_told_as_in_the_whole_register(address, tmp_path):
    folder = a_register_folder(tmp_path / "register", voiced())
    registers.founded(address, "eva", tmp_path / "key", folder=folder)
    assert not list(differ(address))


def test_a_case_of_the_worked_example_is_told_as_in_the_whole_register(tmp_path):
    address = str(tmp_path / "register.sqlite")
    registers.founded(address, "eva", tmp_path / "key", folder=EXAMPLE)
    assert not list(differ(address, EACH))
