"""Which two people are held to be one person, perhaps, recorded twice. All of them are made up."""

import polars as pl
import pytest

from resettle.engine.registry.duplicates import SHOWN_OF_EACH, ReasonCode, candidates

COLUMNS = "person given_names family_name aliases individual_no registration_no date_of_birth sex nationality".split()
DAY, OTHER_DAY = "1990-05-23", "1984-11-30"


def people(*rows):
    return pl.DataFrame(
        [{"person": f"{at}", **row} for at, row in enumerate(rows)], schema=dict.fromkeys(COLUMNS, pl.String)
    )


def pair(one, other):
    """The candidate that two people are, if they are one."""
    found = candidates(people({"person": "N-1", **one}), people({"person": "R-1", **other})).candidates
    assert len(found) <= 1
    return found[0] if found else None


def codes(candidate):
    return {reason.code for reason in candidate.reasons}


def named(name, born=DAY, **more):
    given, _, family = name.rpartition(" / ")
    return {"given_names": given or None, "family_name": family or None, "date_of_birth": born, **more}


ONE_PERSON = [
    # names, as two offices write them; the same day of birth
    ("Mohammed / Karimi", "Muhamad / Karimi"),
    ("Mohammed / Karimi", "محمد / کریمی"),
    ("Mohammed / Karimi", "Мухаммад / Карими"),
    ("Mohammed / Tesfay", "መሐመድ / ተስፋይ"),
    ("Mohammed / Kannan", "முகமது / கண்ணன்"),
    ("Md. / Karimi", "Mohammad / Karimi"),
    ("Maxamed Cali / Faarax", "Maxamed Cali / Farax"),
    ("Abd al-Rahman / Yusuf", "Abdulrahman / Youssef"),
    ("Abdirahman / Yusuf", "عبد الرحمن / يوسف"),
    ("Hussein / Ali", "Hossain / Aly"),
    ("Hussein / Ali", "حسین / علی"),
    ("Zeinab / Haidari", "Zaynab / Heydari"),
    ("Nur ud-Din / Jafari", "Nooruddin / Jafari"),
    ("Nuruddin / Jafari", "نورالدین / جعفری"),
    ("Ahmad / al-Khatib", "Ahmed / Khatib"),
    ("Ahmad / El-Khatib", "Ahmed / الخطيب"),
    ("Ahmad bin Khalid / Hamdan", "Ahmad Khalid / Hamdan"),
    ("Khadija bint Omar / Saleh", "Khadijah Umar / Salih"),
    ("Şükrü / Çelik", "Sukru / Celik"),
    ("Văn Đặng / Nguyễn", "Van Dang / Nguyen"),
    ("မောင်အောင် / ခင်မာ", "မောင်အောင် / ခင်မာ"),
    ("Gebremedhin / Haile", "Haile / Gebremedhin"),  # order swapped
    ("Mohammed Karimi / ", " / Mohammed Karimi"),  # all in one column
    ("Mohamed Ali Hassan / Farah", "Mohamed / Hassan"),  # a chain cut short
    ("M. / Karimi", "Mohammed / Karimi"),  # an initial
    ("Reza / Rahmani", "رضا / رحمانی"),
    ("Karim / Nazari", "Karin / Nazari"),  # a slip
    ("Amina / ", "Amina / Sultani"),  # no family name in one
]


@pytest.mark.parametrize("one, other", ONE_PERSON)
def test_spellings_of_one_name_with_one_day_of_birth_are_a_candidate(one, other):
    found = pair(named(one), named(other))
    assert found and codes(found) == {ReasonCode.NAMES_ALIKE, ReasonCode.SAME_BIRTH_DATE}


@pytest.mark.parametrize(
    "one, other",
    [
        ("Mohammed / Karimi", "Mohammed / Sultani"),  # another family
        ("Ahmad / Karimi", "Amina / Karimi"),  # twins
        ("Karim / Nazari", "Rahim / Nazari"),
        ("Selvi / Kannan", "Murugan / Pillai"),
        ("Leila / Haddad", "Ali / Haddad"),
        ("Abdullah / Farah", "Abdi / Farah"),
        ("Abdulrahman / Noor", "Abdulkarim / Noor"),
        ("??? / ...", "??? / ..."),  # nothing in it is a letter
        ("unknown / none", "unknown / none"),
        ("فاطمة / حداد", "خديجة / حداد"),
        ("Сергей / Коваль", "Дмитрий / Коваль"),
    ],
)
def test_other_names_with_one_day_of_birth_are_no_candidate(one, other):
    assert pair(named(one), named(other)) is None


@pytest.mark.parametrize(
    "name, other", [("Rahimullah", "Rahim Ullah"), ("Rahimullah", "رحیم‌الله"), ("Rahimullah", "Rahimollah")]
)
@pytest.mark.parametrize("born", [DAY, "1990", None])
def test_single_names_meet_whatever_is_known_of_the_date(name, other, born):
    assert pair({"given_names": name, "date_of_birth": born}, {"family_name": other, "date_of_birth": born})


@pytest.mark.parametrize(
    "born, other, code",
    [
        (DAY, DAY, ReasonCode.SAME_BIRTH_DATE),
        ("1990-05-03", "1990-03-05", ReasonCode.BIRTH_DATE_SWAPPED),
        (DAY, "1990-05", ReasonCode.BIRTH_DATE_AGREES),
        (DAY, "1990", ReasonCode.BIRTH_DATE_AGREES),
        (DAY, "1990-01-01", ReasonCode.BIRTH_DATE_AGREES),  # 1 January stands for the year
        ("1990-01-01", "1990-01-01", ReasonCode.BIRTH_DATE_AGREES),
        (DAY, "1990-05-24", ReasonCode.BIRTH_DATE_CLOSE),
        (DAY, "1991-05-23", ReasonCode.BIRTH_DATE_CLOSE),
        ("1990", "1992-01-01", ReasonCode.BIRTH_DATE_CLOSE),
        (DAY, None, None),
        (DAY, "unknown", None),
        (DAY, "about 1990", None),  # not a date: unknown
        (None, "none", None),
    ],
)
def test_what_dates_of_birth_say(born, other, code):
    found = pair(named("Mohammed / Karimi", born), named("Mohamed / Karimi", other))
    assert found and codes(found) == {ReasonCode.NAMES_ALIKE, *([code] if code else [])}


def test_an_initial_meets_the_name_in_the_same_year():
    for one, other in ((DAY, "1990"), ("1990", DAY)):
        found = pair(named("M. / Karimi", one), named("محمد / Karimi", other))
        assert found and codes(found) == {ReasonCode.NAMES_ALIKE, ReasonCode.BIRTH_DATE_AGREES}
        assert pair(named("R. / Karimi", one), named("Mohammed / Karimi", other)) is None


@pytest.mark.parametrize("other", [OTHER_DAY, "1990-06-24", "1993-05-23", "1990-08", "1993", "1987-01-01"])
def test_with_dates_that_do_not_agree_names_alone_are_no_candidate(other):
    assert pair(named("Mohammed / Karimi"), named("Mohammed / Karimi", other)) is None


def test_records_may_be_wrong_where_names_and_numbers_agree():
    for number in ("individual_no", "registration_no"):
        one = named("Mohammed / Karimi", DAY, sex="M", **{number: "HCR-0012"})
        found = pair(one, named("Mohammed / Karimi", OTHER_DAY, sex="F", **{number: "hcr 0012"}))
        assert found and {ReasonCode.OTHER_BIRTH_DATE, ReasonCode.OTHER_SEX} <= codes(found)
        assert found.strength < pair(one, {**one, "person": "R-1"}).strength


def test_a_household_shares_its_number_and_is_not_one_person():
    of_one_house = {"registration_no": "G-7", "family_name": "Karimi"}
    members = [
        {"given_names": "Ahmad Hassan", "date_of_birth": "1980-03-02", "sex": "M"},
        {"given_names": "Zahra", "date_of_birth": "1984-07-09", "sex": "F"},
        {"given_names": "Ali Ahmad", "date_of_birth": "2008-04-11", "sex": "M"},
        {"given_names": "Leila", "date_of_birth": "2008-04-11", "sex": "F"},
        {"given_names": "Omar", "date_of_birth": None, "sex": None},
    ]
    house = people(*({**of_one_house, **member} for member in members))
    assert not candidates(house, house.clear()).candidates


@pytest.mark.parametrize("number", ["0", "000", "N/A", "none", "unknown", "-", ""])
def test_what_is_no_number_is_not_the_same_number(number):
    assert pair({"individual_no": number}, {"individual_no": number}) is None


def test_a_number_alone_is_enough_and_neither_name_nor_number_never_is():
    assert codes(pair({"individual_no": "A-12"}, {"individual_no": "a12"})) == {
        ReasonCode.SAME_INDIVIDUAL_NUMBER
    }
    assert pair({"date_of_birth": DAY, "sex": "M"}, {"date_of_birth": DAY, "sex": "M"}) is None


def test_another_sex_needs_more():
    assert pair(named("Nour / Haddad", "1990", sex="F"), named("Nour / Haddad", "1990", sex="M")) is None
    found = pair(named("Nour / Haddad", sex="F"), named("Nour / Haddad", sex="M"))
    assert ReasonCode.OTHER_SEX in codes(found)
    assert pair(named("Nour / Haddad", sex="unknown"), named("Nour / Haddad", sex="M"))


def test_an_alias_is_a_name():
    assert pair(named("Abu Omar / ", aliases="Mohammed Karimi; Abu Ahmad"), named("محمد / کریمی"))


def test_the_strongest_are_given_and_the_others_are_counted():
    recorded = people(*(named("Mohammed / Ali", DAY if at == 6 else "1990") for at in range(9)))
    found = candidates(people(named("Mohammed / Ali", person="N-1")), recorded)
    assert [one.other for one in found.candidates] == ["6", "0", "1", "2", "3"]
    assert len(found.candidates) == SHOWN_OF_EACH and found.totals == {"N-1": 9}


def test_new_people_are_compared_with_one_another_and_recorded_people_are_not():
    twice = people(named("Mohammed / Karimi"), named("Muhammad / Karimi"))
    assert [(one.person, one.other) for one in candidates(twice, twice.clear()).candidates] == [("0", "1")]
    assert not candidates(twice.clear(), twice).candidates


def test_columns_may_be_missing():
    only = pl.DataFrame({"person": ["N-1"], "given_names": ["Mohammed Karimi"]})
    assert candidates(only, only.with_columns(person=pl.lit("R-1"))).totals == {"N-1": 1}
    assert not candidates(pl.DataFrame(), pl.DataFrame({"person": ["R-1"]})).candidates
