"""Ten invented cases for forms, with names in several scripts: five are complete, and five each lack something else."""

import csv
import io
from datetime import date

from builders import SMALL

ON = date(2026, 3, 2)
KNOWN = "2026-02-20,2026-02-21,office"
HEAD = SMALL["register.toml"].replace('name = "Small"', 'name = "Ten invented cases"')
HEAD = HEAD.replace(
    "Four cases, nine people, two arrangements.", "Invented people, for forms. Nobody is like them."
)

# case: country of asylum, language of interview, primary, secondary, priority
CASES = {
    "F-1": ("JOR", "ara", "SVT", "LPPN", "normal"),
    "F-2": ("IRN", "prs", "WGR", "LPPN", "urgent"),
    "F-3": ("IND", "tam", "MED", "LPPN", "urgent"),
    "F-4": ("THA", "mya", "LPPN", "LFADS", "normal"),
    "F-5": ("KEN", "som", "CAR", "LFADS", "normal"),
    "F-6": ("LBN", "ara", "MED", "LPPN", "normal"),
    "F-7": ("PAK", "prs", "CAR", "LFADS", "normal"),
    "F-8": ("MYS", "mya", "LPPN", "LFADS", "normal"),
    "F-9": ("EGY", "ara", "LPPN", "SVT", "normal"),
    "F-10": ("IDN", "tam", "LPPN", "", ""),
}

# person: case, role, sex, born, nationality, marital status, family and given names, the same in Latin letters, father, mother
PEOPLE = {
    "P-11": ("F-1", "PA", "M", "1984-04-12", "SYR", "married", "الخطيب", "سامر محمود", "Al-Khatib", "Samer Mahmoud", "محمود الخطيب", "فاطمة العلي"),
    "P-12": ("F-1", "spouse", "F", "1988-09-30", "SYR", "married", "الحسن", "رنا يوسف", "Al-Hassan", "Rana Youssef", "يوسف الحسن", "هدى درويش"),
    "P-13": ("F-1", "child", "F", "2013-01-05", "SYR", "single", "الخطيب", "ليان", "Al-Khatib", "Layan", "سامر الخطيب", "رنا الحسن"),
    "P-14": ("F-1", "child", "M", "2016", "SYR", "single", "الخطيب", "آدم", "Al-Khatib", "Adam", "سامر الخطيب", "رنا الحسن"),
    "P-21": ("F-2", "PA", "F", "1991-06-21", "AFG", "widowed", "احمدزی", "پروانه گل", "Ahmadzai", "Parwana Gul", "گل محمد", "ذکیه"),
    "P-22": ("F-2", "child", "F", "2011-11-02", "AFG", "single", "احمدزی", "ژیلا", "Ahmadzai", "Zhila", "unknown", "پروانه گل"),
    "P-31": ("F-3", "PA", "M", "1975-02-18", "LKA", "married", "சிவகுமார்", "நடராஜா", "Sivakumar", "Nadarajah", "கந்தசாமி", "இராசம்மா"),
    "P-32": ("F-3", "spouse", "F", "1979-08-08", "LKA", "married", "சிவகுமார்", "லோகேஸ்வரி", "Sivakumar", "Logeswary", "தம்பிராசா", "பாக்கியம்"),
    "P-41": ("F-4", "PA", "M", "1999-12-01", "STA", "single", "none", "မောင်အောင်လှ", "none", "Maung Aung Hla", "ဦးလှမောင်", "ဒေါ်ခင်မြ"),
    "P-51": ("F-5", "PA", "F", "2010-05-17", "SOM", "single", "Warsame Jama", "Hodan", "", "", "Warsame Jama", "unknown"),
    "P-61": ("F-6", "PA", "M", "1960-03-03", "SYR", "widowed", "العبد الله", "نبيل", "Al-Abdallah", "Nabil", "خليل العبد الله", "سعاد"),
    "P-71": ("F-7", "PA", "M", "2011-07-07", "AFG", "single", "رحیمی", "نوید", "Rahimi", "Navid", "unknown", "unknown"),
    "P-81": ("F-8", "PA", "F", "1993-10-10", "MMR", "single", "none", "မသီတာ", "none", "Ma Thida", "ဦးစိုး", "ဒေါ်မြ"),
    "P-82": ("F-8", "sibling", "M", "1996-01-15", "MMR", "single", "none", "ကိုသူရ", "none", "Ko Thura", "ဦးစိုး", "ဒေါ်မြ"),
    "P-91": ("F-9", "PA", "F", "1990-01-01", "SDN", "divorced", "عثمان", "آمنة", "Osman", "Amna", "عثمان إدريس", "زينب"),
    "P-92": ("F-9", "child", "M", "2025-12-20", "SDN", "single", "عثمان", "إدريس", "Osman", "Idris", "unknown", "آمنة عثمان"),
    "P-101": ("F-10", "PA", "M", "2008", "LKA", "", "குமரன்", "அருண்", "", "Arun", "", ""),
    "P-102": ("F-10", "sibling", "F", "2008", "LKA", "single", "குமரன்", "மலர்", "Kumaran", "Malar", "unknown", "unknown"),
}  # fmt: skip
NEEDS = {"P-12": "SV-VO", "P-21": "WR", "P-31": "SM-CC", "P-51": "SC-UC", "P-61": "SM-CI", "P-71": "SC-UC"}
LAST = {"P-92": "2026-02-25"}
"""Who came into the case later than the others, and when."""

CLAIM = "{name} fled after armed men came to the house twice in one month and asked for {them} by name. The second time they said they would be back. {They} left the same night, and cannot return: those men are still in control of the town, and nobody there is able to stop them."
NEED = "In the country of asylum the family moves from flat to flat. Work is not permitted, and the landlord has twice threatened to hand them over. Without papers they cannot complain to the police."
ENVIRONMENT = "Refugees are registered and are on the whole not sent back. They may not work, and those who are stopped without a valid card are held until the office is told."
SOLUTIONS = "Return is not safe for the reasons stated in section 4. Local integration is not foreseeable: residence cannot be had. No other pathway is open to them."
HIDDEN = "She was attacked on the way, and has told nobody but the interviewer. She asks that her husband does not learn of it. Counselling has begun."

STATED = {
    "F-1": (NEED, ENVIRONMENT, SOLUTIONS), "F-2": (NEED, ENVIRONMENT, SOLUTIONS), "F-3": (NEED, ENVIRONMENT, SOLUTIONS),
    "F-4": (NEED, ENVIRONMENT, SOLUTIONS), "F-5": (NEED, ENVIRONMENT, SOLUTIONS), "F-6": (NEED, ENVIRONMENT, SOLUTIONS),
    "F-7": (NEED, ENVIRONMENT, SOLUTIONS), "F-8": (), "F-9": (NEED, ENVIRONMENT, SOLUTIONS), "F-10": (NEED, ENVIRONMENT, ""),
}  # fmt: skip
NO_CLAIM = {"P-81", "P-82"}
NOT_SEEN = {"P-71", "P-92"}
CHILDREN = {"P-13", "P-14", "P-22", "P-92"}
"""Those for whom others speak: a child alone has a claim, and signs."""
UNDECLARED = {"P-82", "P-102"}

DOCUMENTS = [
    "P-11,D-1,identity_document,SYN-000-11,SYR,2009-03,unknown",
    "P-12,D-1,marriage_document,SYN-000-12,SYR,2011-06-01,none",
    "P-31,D-1,medical_assessment,SYN-MAF-31,IND,2026-01-15,2026-07-15",
    "P-51,D-1,best_interests_determination,SYN-BID-51,KEN,2025-11-03,none",
    "P-61,D-1,medical_assessment,SYN-MAF-61,LBN,2025-06-01,2025-12-01",
]
RELATIVES = [
    "P-11,R-1,sibling,DEU,refugee,2017,نزار الخطيب",
    "P-12,R-2,parent,SYR,citizen,,هدى درويش",
    "P-31,R-3,child,CAN,permanent_resident,2019-05,சிவகுமார் அனுஷன்",
]


def ten_cases():
    """The files of a register of ten invented cases: path → text."""
    return {
        **{path: text for path, text in SMALL.items() if path.endswith(".toml")},
        "register.toml": HEAD,
        "people.csv": _table("person,sex,date_of_birth,nationality,marital_status,family_name,given_names,family_name_latin,"
                             "given_names_latin,father_name,mother_name,birth_place,birth_country,individual_no,refugee_status,"
                             "status_basis,status_date,location,asylum_since,registered_on,relatives_listed,specific_needs,languages,"
                             "education", map(_person, PEOPLE)),
        "cases.csv": _table("case,category_primary,category_secondary,priority,waiting_since,other_solutions,selection_modality",
                            map(_case, CASES)),
        "members.csv": _table("case,person,relationship_to_pa", ((one[0], person, one[1]) for person, one in PEOPLE.items()), 1),
        "registration_groups.csv": _table("group,person", ((f"G-{one[0][2:]}", person) for person, one in PEOPLE.items())),
        "relatives.csv": _table("person,relative,relationship,country,status_there,status_since,relative_name", (row.split(",") for row in RELATIVES)),
        "documents.csv": _table("person,document,document_kind,number,issued_by,issued_on,valid_until", (row.split(",") for row in DOCUMENTS)),
        "statements.csv": _table("subject,statement,on,text,confidential_from", _stated()),
        "interviews.csv": _table("person,interview,held_on,interviewer,interpreter,language", (
            (person, "I-1", "2026-02-10", "cw-4", "int-2", CASES[one[0]][1])
            for person, one in PEOPLE.items() if person not in NOT_SEEN)),
        "consents.csv": _table("person,consent,consent_for,given,signed_on,caseworker,interpreter", _consents()),
        "links.csv": _table("case,other_case,link", [("F-1", "F-6", "same_country"), ("F-1", "F-9", "keep_apart")]),
    }  # fmt: skip


def _person(person):
    case, _, sex, born, nationality, marital, family, given, latin, given_latin, father, mother = PEOPLE[
        person
    ]
    asylum, language, *_ = CASES[case]
    country = {"STA": "MMR"}.get(nationality, nationality)
    blank = person == "P-101"
    return (person, sex, born, nationality, marital, family, given, latin, given_latin, father, mother,
            "" if blank else "Invented-town", "" if blank else country, f"SYN-{person[2:]}", "recognised", "mandate_1951",
            "2021-03-15", asylum, "2020-12-01" if born < "2020" else born, "2020-11-01" if blank else "2021-01-10" if born < "2020" else "2026-01-05",
            "all", NEEDS.get(person, "none"), language, "secondary" if born < "2005" else "primary")  # fmt: skip


def _case(case):
    _, _, primary, secondary, priority = CASES[case]
    return (case, primary, secondary, priority, "2021-01-10", "none", "dossier")


def _stated():
    for case, texts in STATED.items():
        for on, text in zip(("need", "protection_environment", "other_solutions"), texts, strict=False):
            if text:
                yield case, f"T-{on}", on, text, ""
    for person, one in PEOPLE.items():
        if person not in CHILDREN | NO_CLAIM:
            them = {"F": ("her", "She"), "M": ("him", "He")}[one[2]]
            yield (
                person,
                "T-1",
                "refugee_claim",
                CLAIM.format(name=one[9] or one[7], them=them[0], They=them[1]),
                "",
            )
    yield "P-12", "T-2", "specific_needs", HIDDEN, "P-11"
    yield (
        "P-31",
        "T-2",
        "specific_needs",
        "He needs dialysis three times a week, and reaches a hospital once.",
        "",
    )


def _consents():
    for person in PEOPLE:
        if person in CHILDREN | UNDECLARED:
            continue
        signed, interpreter = ("none", "") if person == "P-81" else ("2026-02-21", "int-2")
        for purpose in ("resettlement", "share_with_state"):
            yield person, f"K-{purpose}", purpose, "yes", signed, "cw-4", interpreter


def _table(columns, rows, key=0):
    written = io.StringIO(newline="")
    out = csv.writer(written, lineterminator="\n")
    out.writerow([*columns.split(","), "effective", "known", "source"])
    for row in rows:
        day = LAST.get(row[key] if key < len(row) else "", "2026-02-20")
        out.writerow([*row, day, day, "office"])
    return written.getvalue()


def write(folder):
    """The register in a folder."""
    for path, text in ten_cases().items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
    return folder
