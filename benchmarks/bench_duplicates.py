"""
Finding people who may be recorded twice: how many of the true pairs, how many of those reported, how long, beside peers.

All people are synthetic: names drawn by a seeded generator from the lists below, one in ten called like *Mohammed Ali*,
a third with only a year of birth or 1 January. Known true pairs are distorted as records are: another spelling or
script, order swapped, a name left out or cut to its initial, a slip of the finger, day and month swapped, a date cut to
its year, made 1 January, one off or lost, names and dates together. Numbers are not used: they would make it easy.

Claims, on one core: of the true pairs with a day of birth in both records at least 95 % are found, within 20 s and 2 GB,
for 20,000 new among 300,000 recorded people. Recall of all is printed beside it, *in all* and *among the strongest
five*: where a year is all that is known, a few hundred people called alike share it, and nothing tells which of them is
meant. Precision is printed and not claimed, for the same reason: it says what a person has to look through. Names from
a few dozen are denser than any register's, so both are harder here. Peers in the same run: the same name and date, exactly; and
rapidfuzz, everybody with everybody, on a part. Prints tables and exits 1 if a claim does not hold.
"""

import argparse
import os
import sys
import time
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from resource import RUSAGE_SELF, getrusage
from typing import Any

os.environ["POLARS_MAX_THREADS"] = "1"

import numpy as np
import polars as pl
from rapidfuzz import fuzz, process

from resettle.engine.registry.duplicates import candidates

NEW, RECORDED, TRUE, SEED = 20_000, 300_000, 5_000, 11
RECALL, SECONDS, MEGABYTES = 0.95, 20.0, 2000.0
PART = 2_000
PEER_NEW, PEER_RECORDED, PEER_SCORE = 1_000, 15_000, 85

GIVEN_M = """
Mohammed/Muhammad/Mohamad/Mohamed/محمد/Мухаммад Ali/Aly/علي/علی/Али Ahmed/Ahmad/Ahmet/أحمد/احمد/Ахмед
Hussein/Hossain/Husain/Hussain/حسين/حسین/Хусейн Hassan/Hasan/حسن/Хасан Ibrahim/Ebrahim/Ibraheem/ابراهيم/إبراهيم
Yusuf/Youssef/Yousuf/Yousef/يوسف Omar/Umar/Omer/عمر/Умар Khaled/Khalid/خالد/Халид Mustafa/Mostafa/Moustafa/مصطفى
Abdulrahman/Abd_al-Rahman/Abdirahman/Abdurrahman/عبدالرحمن/عبد_الرحمن Abdullah/Abdallah/Abdulla/عبدالله
Rahimullah/Rahim_Ullah/Rahimollah/رحیم_الله Nasrullah/Nasrollah/Nasr_Ullah/نصرالله Karim/Kareem/کریم Jamal/Jamaal/جمال
Reza/Raza/رضا Mahdi/Mehdi/مهدی Gholam/Ghulam/غلام Nuruddin/Nooruddin/Nur_ud-Din/نورالدین Ismail/Ismael/Esmail/اسماعیل
Tesfay/Tesfai/ተስፋይ Abraham/Abrahem/አብርሃም Gebremedhin/Gebremedhn/ገብረመድህን Yonas/Jonas/ዮናስ Dawit/Dawitt/ዳዊት
Kannan/கண்ணன் Murugan/Murukan/முருகன் Sivakumar/Shivakumar/சிவகுமார் Sergey/Sergei/Сергей Dmitri/Dmitry/Дмитрий
Aung/Oung Kyaw/Kyow Thura/Thurah Jean Emmanuel/Emanuel José/Jose Andrés/Andres Nguyễn/Nguyen Şükrü/Sukru
""".split()
GIVEN_F = """
Fatima/Fatma/Fatemeh/Fatimah/فاطمة/فاطمه/Фатима Zeinab/Zaynab/Zainab/Zeynab/زينب/Зейнаб Maryam/Mariam/Mariyam/مريم
Aisha/Ayesha/Aysha/عائشة Khadija/Khadijah/Hadija/خديجة Leila/Layla/Laila/ليلى Zahra/Zehra/زهرا/زهراء Amina/Aminah/Ameena/امينة
Nour/Noor/Nur/نور Hawa/Hava/Hawwa/حواء Halima/Haleema/Halimah/حليمة Sumaya/Sumayya/سمية Rahel/Rachel/ራሄል Selam/Salam/ሰላም
Hiwet/Hiwot/ሂወት Selvi/Celvi/செல்வி Oksana/Oxana/Оксана Khin/Khinn María/Maria Chantal Soraya/Suraya/ثریا Parwin/Parvin/پروین
""".split()
FAMILY = """
Karimi/Kareemi/کریمی Hosseini/Husseini/Hussaini/حسینی Rezai/Rezaei/Rezayi/رضایی Ahmadi/Ahmedi/احمدی Haidari/Heydari/حیدری
Nazari/نظری Sultani/Soltani/سلطانی Jafari/Jaafari/جعفری Al-Hassan/El_Hassan/Alhassan/الحسن Al-Khatib/Khatib/El-Khatib/الخطيب
Al-Masri/Masri/El_Masri/المصري Hamdan/حمدان Najjar/Najjar/النجار Haddad/حداد Warsame/Warsama Farah/فرح Jama/Jamac
Hersi/Xirsi Osman/Othman/Usman/عثمان Abdi/Cabdi Tekle/Teklay/ተክለ Haile/Hayle/ኃይለ Berhane/Birhane/ብርሃነ Mengistu/መንግስቱ
Rajan/ராஜன் Pillai/Pillay/பிள்ளை Selvam/செல்வம் Bondarenko/Бондаренко Shevchenko/Szewczenko/Шевченко Koval/Коваль
Mugisha/Mugesha Nkunda Bahati/Bahaty Uwimana/Uwymana Niyonzima Tran/Trần Pérez/Perez García/Garcia Çelik/Celik Yılmaz/Yilmaz
""".split()
DAYS = "(a day in both records)"
DISTORTIONS = (
    "nothing", "spelling", "order", "name left out", "initial", "slip in a name", "day and month", "year only",
    "1 January", "date off by one", "date lost", "spelling and year", "order and date lost", "slip and year only",
)  # fmt: skip


def spelt(name: str, rng: np.random.Generator | None = None) -> str:
    """One spelling of a name in the lists; the first without a generator."""
    ways = name.split("/")
    return ways[int(rng.integers(len(ways))) if rng else 0].replace("_", " ")


def a_person(rng: np.random.Generator) -> dict[str, Any]:
    female = rng.random() < 0.48
    father, grandfather = (GIVEN_M[int(rng.integers(len(GIVEN_M)))] for _ in range(2))
    given = [(GIVEN_F if female else GIVEN_M)[int(rng.integers(len(GIVEN_F if female else GIVEN_M)))]]
    family = [FAMILY[int(rng.integers(len(FAMILY)))]]
    if rng.random() < 0.1:
        female, given, family = False, [GIVEN_M[0]], [GIVEN_M[1 + int(rng.integers(4))]]
    elif rng.random() < 0.35:  # a chain of the father's and the grandfather's names
        given, family = [given[0], father], [grandfather]
    elif rng.random() < 0.25:
        given = [given[0], father]
    elif rng.random() < 0.04:
        family = []
    year, month, day = (
        2016 - min(90, int(rng.gamma(2.2, 12))),
        1 + int(rng.integers(12)),
        1 + int(rng.integers(28)),
    )
    known = rng.random()
    date = f"{year}" if known < 0.12 else f"{year}-01-01" if known < 0.32 else f"{year}-{month:02d}-{day:02d}"
    return {
        "given": given,
        "family": family,
        "date": "unknown" if known > 0.96 else date,
        "sex": "F" if female else "M",
    }


def slipped(name: str, rng: np.random.Generator) -> str:
    """A letter wrong, missing, doubled, or changed with its neighbour."""
    at, way = 1 + int(rng.integers(max(1, len(name) - 2))), int(rng.integers(4))
    letter = chr(ord("a") + int(rng.integers(26)))
    changed = [
        letter + name[at + 1 :],
        name[at + 1 :],
        name[at : at + 1] + name[at:],
        name[at + 1 : at + 2] + name[at : at + 1] + name[at + 2 :],
    ]
    return name[:at] + changed[way]


def distorted(person: dict[str, Any], how: str, rng: np.random.Generator) -> dict[str, str]:
    """The row of a second record of a person."""
    spelling = rng if "spelling" in how else None
    given, family = ([spelt(name, spelling) for name in person[part]] for part in ("given", "family"))
    date = person["date"]
    if "order" in how:
        given, family = (family, given) if family else (given[::-1], [])
    if how == "name left out" and len(given) + len(family) > 2:
        given = given[:1]
    if how == "initial" and family:
        given = [f"{given[0][0]}.", *given[1:]]
    if "slip" in how:
        given = [slipped(given[0], rng), *given[1:]]
    parts = date.split("-")
    if how == "day and month" and len(parts) == 3:
        date = f"{parts[0]}-{parts[2]}-{parts[1]}" if int(parts[2]) <= 12 else date
    if "year" in how and date != "unknown":
        date = parts[0]
    if how == "1 January" and date != "unknown":
        date = f"{parts[0]}-01-01"
    if how == "date off by one" and len(parts) == 3:
        date = f"{parts[0]}-{parts[1]}-{int(parts[2]) % 28 + 1:02d}"
    if "date lost" in how:
        date = "unknown"
    return row(given, family, date, person["sex"])


def row(given: list[str], family: list[str], date: str, sex: str) -> dict[str, str]:
    return {
        "given_names": " ".join(given),
        "family_name": " ".join(family),
        "date_of_birth": date,
        "sex": sex,
    }


def made_up(
    new: int, recorded: int, true: int, seed: int
) -> tuple[pl.DataFrame, pl.DataFrame, dict[str, tuple[str, str]]]:
    """New people, recorded people, and of the true pairs: new id → recorded id, what was distorted."""
    rng = np.random.default_rng(seed)
    people = [a_person(rng) for _ in range(recorded)]
    old = [
        {"person": f"R-{at}", **distorted(person, "spelling" if rng.random() < 0.5 else "nothing", rng)}
        for at, person in enumerate(people)
    ]
    chosen = rng.choice(recorded, true, replace=False)
    rows, truth = [], {}
    for at, which in enumerate(chosen):
        how = DISTORTIONS[at % len(DISTORTIONS)]
        rows.append({"person": f"N-{at}", **distorted(people[which], how, rng)})
        truth[f"N-{at}"] = (f"R-{which}", how)
    rows += [{"person": f"N-{at}", **distorted(a_person(rng), "spelling", rng)} for at in range(true, new)]
    return pl.DataFrame(rows), pl.DataFrame(old), truth


def with_resettle(new: pl.DataFrame, old: pl.DataFrame) -> tuple[set[tuple[str, str]], dict[str, int]]:
    found = candidates(new, old)
    return {(one.person, one.other) for one in found.candidates if one.other.startswith("R")}, dict(
        found.totals
    )


def without_bound(new: pl.DataFrame, old: pl.DataFrame) -> tuple[set[tuple[str, str]], dict[str, int]]:
    found = candidates(new, old, most=len(old))
    return {(one.person, one.other) for one in found.candidates if one.other.startswith("R")}, dict(
        found.totals
    )


def exactly(new: pl.DataFrame, old: pl.DataFrame) -> tuple[set[tuple[str, str]], dict[str, int]]:
    met = new.join(old, on=["given_names", "family_name", "date_of_birth"], suffix="_other")
    return set(met.select("person", "person_other").iter_rows()), {}


def everybody(new: pl.DataFrame, old: pl.DataFrame) -> tuple[set[tuple[str, str]], dict[str, int]]:
    """Names alike by ``token_sort_ratio``, dates the same or one unknown, everybody with everybody."""
    names = [(frame["given_names"] + " " + frame["family_name"]).to_list() for frame in (new, old)]
    score = process.cdist(
        *names, scorer=fuzz.token_sort_ratio, score_cutoff=PEER_SCORE, dtype=np.uint8, workers=1
    )
    born = [frame["date_of_birth"].to_numpy() for frame in (new, old)]
    ids = [frame["person"].to_list() for frame in (new, old)]
    alike = zip(*np.nonzero(score), strict=True)
    return {
        (ids[0][a], ids[1][b])
        for a, b in alike
        if born[0][a] == born[1][b] or "unknown" in (born[0][a], born[1][b])
    }, {}


WAYS = {
    "Resettle, five of each": with_resettle,
    "Resettle, in all": without_bound,
    "same name and date": exactly,
    "rapidfuzz, everybody": everybody,
}


def measured(way: str, new: int, recorded: int, true: int, seed: int) -> dict[str, Any]:
    """In a process of its own and on one thread: seconds of its CPU, megabytes, recall by distortion, precision."""
    frames = made_up(new, recorded, true, seed)
    before = time.process_time()
    pairs, totals = WAYS[way](frames[0], frames[1])
    seconds = time.process_time() - before
    found, all_of = Counter[str](), Counter[str]()
    born = dict(pl.concat(frames[:2]).select("person", "date_of_birth").iter_rows())
    for one, (other, how) in frames[2].items():
        days = all(len(born[who]) == 10 and not born[who].endswith("-01-01") for who in (one, other))
        for group in (how, DAYS) if days else (how,):
            all_of[group] += 1
            found[group] += (one, other) in pairs
    hits = sum(found[how] for how in DISTORTIONS)
    return {
        "seconds": seconds, "megabytes": getrusage(RUSAGE_SELF).ru_maxrss / 1024, "recall": hits / true, "pairs": len(pairs),
        "precision": hits / max(1, len(pairs)), "by": {how: found[how] / all_of[how] for how in all_of},
        "in_all": sum(totals.values()),
    }  # fmt: skip


def shown(way: str, *size: int) -> dict[str, Any]:
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        result = pool.submit(measured, way, *size).result()
    people = f"{size[0]:,} × {size[1]:,}"
    print(
        f"{way:<24} {people:>18} {result['seconds']:>8.1f} {result['megabytes']:>8,.0f} {result['recall']:>7.1%} "
        f"{result['precision']:>9.1%} {result['pairs']:>10,}",
        flush=True,
    )
    return result


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    options.add_argument("--seed", type=int, default=SEED)
    options.add_argument("--without-peers", action="store_true", help="Resettle alone")
    chosen = options.parse_args()
    print("Synthetic people. Pairs: those reported, of each person the strongest five for Resettle.\n")
    print(
        f"{'':<24} {'new × recorded':>18} {'CPU s':>8} {'peak MB':>8} {'recall':>7} {'precision':>9} {'pairs':>10}"
    )
    ours = shown("Resettle, five of each", NEW, RECORDED, TRUE, chosen.seed)
    every = shown("Resettle, in all", PART, RECORDED, PART, chosen.seed)
    if not chosen.without_peers:
        shown("same name and date", NEW, RECORDED, TRUE, chosen.seed)
        for way in WAYS:
            shown(way, PEER_NEW, PEER_RECORDED, PEER_NEW // 4, chosen.seed)
    print(f"\n{ours['in_all']:,} candidates of {NEW:,} new people in all. Recall by what was distorted:")
    print(f"{'':<28} {'in all':>8} {'five':>8}")
    for how, recall in every["by"].items():
        print(f"{how:<28} {recall:>8.1%} {ours['by'][how]:>8.1%}")
    print()
    claims = {
        f"recall {RECALL:.0%}, a day in both": every["by"][DAYS] >= RECALL,
        f"{SECONDS:.0f} s": ours["seconds"] <= SECONDS,
        f"{MEGABYTES:,.0f} MB": ours["megabytes"] <= MEGABYTES,
    }
    for claim, holds in claims.items():
        print(f"{claim:<28} {'yes' if holds else 'NO'}")
    return 0 if all(claims.values()) else 1


if __name__ == "__main__":
    sys.exit(main())
