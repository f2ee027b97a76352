"""What one test finds of one person, for every way in which a fact can be known or not."""

import pytest
from spec.screening.test_truth_tables import found

CASES = """
fact           | cell              | test                                                       | finds
location       | NRU               | location = 'NRU'                                           | yes
location       | PNG               | location = 'NRU'                                           | no
location       | unknown           | location = 'NRU'                                           | unknown
location       |                   | location = 'NRU'                                           | unknown
transferred_to | none              | transferred_to = 'NRU'                                     | no
transferred_to | none              | transferred_to <> 'NRU'                                    | no
transferred_to | none              | NOT transferred_to = 'NRU'                                 | yes
transferred_to | none              | transferred_to IN ('NRU', 'PNG')                           | no
transferred_to | none              | transferred_to NOT IN ('NRU', 'PNG')                       | yes
transferred_to | none              | transferred_to = location                                  | no
transferred_to | none              | NONE(transferred_to)                                       | yes
transferred_to | unknown           | NONE(transferred_to)                                       | unknown
transferred_to | NRU               | NONE(transferred_to)                                       | no
transferred_to | NRU               | transferred_to = location                                  | unknown
refugee_status | pending           | refugee_status = 'recognised'                              | unknown
refugee_status | pending           | refugee_status <> 'recognised'                             | unknown
refugee_status | pending           | NONE(refugee_status)                                       | no
refugee_status | none              | refugee_status = 'recognised'                              | no
nationality    | IRN               | HAS(nationality, 'IRN')                                    | yes
nationality    | IRN;AFG           | HAS(nationality, 'STA', 'AFG')                             | yes
nationality    | IRN               | HAS(nationality, 'AFG')                                    | no
nationality    | IRN;unknown       | HAS(nationality, 'IRN')                                    | yes
nationality    | IRN;unknown       | HAS(nationality, 'AFG')                                    | unknown
nationality    | unknown           | HAS(nationality, 'AFG')                                    | unknown
specific_needs | none              | HAS(specific_needs, 'SV')                                  | no
specific_needs | none              | NOT HAS(specific_needs, 'SV')                              | yes
specific_needs | SV-VF             | HAS(specific_needs, 'SV')                                  | yes
specific_needs | SV-VF             | HAS(specific_needs, 'SV-VO')                               | no
specific_needs | SV                | HAS(specific_needs, 'SV-VF')                               | unknown
specific_needs | SV;SV-VF          | HAS(specific_needs, 'SV-VF')                               | yes
specific_needs | SV;WR             | HAS(specific_needs, 'ER')                                  | no
arrived_on     | 2013-07-19        | arrived_on >= DATE '2013-07-19'                            | yes
arrived_on     | 2013-07-18        | arrived_on >= DATE '2013-07-19'                            | no
arrived_on     | 2013-07           | arrived_on >= DATE '2013-07-19'                            | unknown
arrived_on     | 2013-08           | arrived_on >= DATE '2013-07-19'                            | yes
arrived_on     | 2013              | arrived_on < DATE '2014-01-01'                             | yes
arrived_on     | 2013              | arrived_on <= DATE '2013-12-31'                            | yes
arrived_on     | 2013              | arrived_on > DATE '2013-12-31'                             | no
arrived_on     | 2013              | arrived_on = DATE '2013-07-19'                             | unknown
arrived_on     | 2013              | arrived_on = DATE '2014-07-19'                             | no
arrived_on     | 2013              | arrived_on <> DATE '2014-07-19'                            | yes
arrived_on     | 2013-07-19        | arrived_on = DATE '2013-07-19'                             | yes
arrived_on     | 2013-07-19        | arrived_on BETWEEN DATE '2013-07-19' AND DATE '2013-07-19' | yes
arrived_on     | none              | arrived_on <> DATE '2013-07-19'                            | no
arrived_on     | none              | AGE(arrived_on, screening_day) >= 0                        | no
arrived_on     | none              | arrived_on < transferred_on                                | no
arrived_on     | 2016              | arrived_on <= screening_day                                | unknown
date_of_birth  | 1998-11-14        | AGE(date_of_birth, screening_day) >= 18                    | yes
date_of_birth  | 1998-11-15        | AGE(date_of_birth, screening_day) >= 18                    | no
date_of_birth  | 1998              | AGE(date_of_birth, screening_day) >= 18                    | unknown
date_of_birth  | 1998-10           | AGE(date_of_birth, screening_day) = 18                     | yes
date_of_birth  | 1997              | AGE(date_of_birth, screening_day) >= 18                    | yes
date_of_birth  | 1996-02-29        | AGE(date_of_birth, DATE '2014-02-28') >= 18                | no
date_of_birth  | 1996-02-29        | AGE(date_of_birth, DATE '2014-03-01') >= 18                | yes
date_of_birth  | 2016-11-20        | AGE(date_of_birth, screening_day) < 1                      | yes
"""
ROWS = [[cell.strip() for cell in line.split("|")] for line in CASES.strip().splitlines()[1:]]


@pytest.mark.parametrize("fact, cell, text, finds", ROWS)
def test_what_is_found(fact, cell, text, finds):
    assert found(f"person | {fact}\nP-1 | {cell}", text) == finds


SINCE_JULY = "transferred_on >= DATE '2013-07-19' AND AGE(date_of_birth, transferred_on) >= 18"


@pytest.mark.parametrize(
    "transferred_on, not_barred",
    [
        ("2013-09-01", "yes"),  # not yet 18, whatever day of 1996 it was
        ("2015-02-01", "no"),  # 18 by then, whatever day of 1996 it was
        ("2014-06-01", "unknown"),
        ("2013-07-18", "yes"),
        ("2014", "unknown"),
        ("2015", "no"),
        ("none", "yes"),
        ("unknown", "unknown"),
        ("", "unknown"),
    ],
)
def test_a_bar_by_age_for_someone_of_whom_only_the_year_of_birth_is_known(transferred_on, not_barred):
    table = f"person | date_of_birth | transferred_on\nP-1 | 1996 | {transferred_on}"
    assert found(table, SINCE_JULY, kind="bar") == not_barred
