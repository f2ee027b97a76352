"""Words for imports into a register in a database: what may not come, and what is to be settled first."""

from collections.abc import Mapping
from datetime import date

from resettle.engine.errors import Where
from resettle.render.words.template import Words

IMPORTS: Mapping[str, Words] = {
    "import_folder_alone": Words(
        "A folder, or the archive of one, is to be imported together with other files, or with a table or source named for it.",
        "{folder:long} is a whole folder: it says itself what its tables are and who says so.",
        "Import it alone, without --table and --source.",
        Where(),
        {"folder": "registers/2026"},
    ),
    "import_table_unknown": Words(
        "It cannot be told which table a spreadsheet holds.",
        "there is no table {value:q}.",
        "Name the table with --table. The tables are: {allowed:long}.",
        Where("arrivals.csv"),
        {"value": "arrivals", "allowed": ["people", "cases", "members"]},
    ),
    "import_ending": Words(
        "A file that is no spreadsheet is to be imported.",
        "a spreadsheet's name ends in {allowed:or}.",
        "Save it as one of these.",
        Where("people.ods"),
        {"allowed": [".csv", ".xlsx", ".parquet"]},
    ),
    "import_known": Words(
        "A register that is under way learns something today; a row or term says that it was known on another day.",
        "it says known on {known}, and it is recorded on {today}.",
        "Leave the column known out, or write the day of recording. From when it holds is for effective to say.",
        Where("people.csv", 12, "known"),
        {"known": date(2026, 3, 2), "today": date(2026, 4, 12)},
    ),
    "import_erased": Words(
        "A row is about somebody who was erased from the record: it would be on record again.",
        "what was recorded of {person} was erased under a rule of retention.",
        "Take the row out. Whoever is to be on record anew gets a new id.",
        Where("people.csv", 12, "person"),
        {"person": "P-0169"},
    ),
    "import_known_ahead": Words(
        "A row that comes into an empty register says that it was known on a day to come.",
        "it says known on {known}, and today is {today}.",
        "Write the day on which it was learned.",
        Where("people.csv", 12, "known"),
        {"known": date(2062, 3, 2), "today": date(2026, 4, 12)},
    ),
    "import_acts": Words(
        "An act comes with an import into a register that is under way.",
        "the act is not recorded yet, and is to be admitted by itself.",
        "Record it with resettle act, and import the rest. Acts come with an import only into an empty register.",
        Where("acts.csv", 7, "act_id"),
        {},
    ),
    "import_letters": Words(
        "An answer to somebody's own request, its translation or its proof of service comes with an import into a register that is under "
        "way; or something else of a request that is on record.",
        "it is to be recorded by whoever does it, in their own name.",
        "Record it with resettle answer, translate, served or request, and import the rest.",
        Where("answers.csv", 3, "request"),
        {},
    ),
    "import_act_otherwise": Words(
        "An act comes under the id of one that is recorded and says something else.",
        "an act with this id is recorded, and says something else.",
        "Acts are never changed. If this is another act, give it an id of its own; if the recorded one was wrong, "
        "record what mends it.",
        Where("acts.csv", 7, "act_id"),
        {},
    ),
    "import_source_otherwise": Words(
        "A source comes under the id of one that is recorded with another title.",
        "{source:q} is recorded with another title.",
        "Give the new source an id of its own.",
        Where("register.toml", 0, "sources.unhcr"),
        {"source": "unhcr"},
    ),
    "import_head_otherwise": Words(
        "A folder comes whose register.toml says another thing of its people or of where its cases begin than the register does.",
        "{key} is {here} in the register, and {comes} in what comes.",
        "If the register is new, found it as the folder says (init --synthetic, init --cases-begin); else see whether these cases "
        "belong here, and write the key as the register has it.",
        Where("register.toml", 0, "cases_begin"),
        {"key": "cases_begin", "here": "left out", "comes": "ready"},
    ),
    "import_term_recorded": Words(
        "Something dated that is recorded of an arrangement, quota, bar or list is missing or changed in what comes.",
        "what is recorded here, effective {effective} and known {known}, is {how} in what comes.",
        "Leave it as it was, and add what is new beside it: a further entry, or an amendment, known on the day of recording.",
        Where("arrangements/nz-150.toml", 0, "status"),
        {"effective": date(2016, 11, 13), "known": date(2016, 11, 14), "how": "changed"},
    ),
    "duplicates_to_settle": Words(
        "Among the people who come, some may be recorded already, or come twice.",
        "{pairs:pair|pairs} of people may be one person each; nothing was recorded.",
        "If they are one, use the id that is recorded in what comes. If they are two, say so: --not-duplicate P-1=P-2, or "
        "--accept-duplicates FILE with a pair a line, as --out FILE writes them.",
        Where(),
        {"pairs": 3},
    ),
    "pairs_unreadable": Words(
        "The file of pairs that are settled cannot be read.",
        "the pairs in {file:long} cannot be read[: {why}].",
        "Name the file that --out wrote.",
        Where(),
        {"file": "pairs.csv", "why": "No such file or directory"},
    ),
    "pair_unclear": Words(
        "A pair of people who are settled to be two is not one.",
        "a pair is two different ids of people.",
        "Write P-1=P-2 on the command line, and P-1,P-2 on a line of a file.",
        Where("pairs.csv", 3),
        {},
    ),
    "passphrase_blank": Words(
        "An archive is to be opened or made with no passphrase, or one of blanks.",
        "the passphrase is blank.",
        "Choose one that nobody guesses, such as five words drawn by lot, and send it by another way than the archive.",
        Where(),
        {},
    ),
    "passphrase_wrong": Words(
        "An archive was encrypted with another passphrase.",
        "the passphrase does not open {file:long}; nothing was recorded, and nothing written.",
        "Check it with whoever sent the archive.",
        Where(),
        {"file": "office.age"},
    ),
    "passphrase_unreadable": Words(
        "The file that is to hold a passphrase cannot be read.",
        "no passphrase can be read from {file:long}[: {why}].",
        "Name a text file with the passphrase on its first line, and nothing else.",
        Where(),
        {"file": "phrase.txt", "why": "No such file or directory"},
    ),
    "archive_unreadable": Words(
        "A file ends in .age and is no encrypted archive of a register's folder.",
        "{file:long} cannot be opened as an archive[: {why}].",
        "Ask for it again; resettle export writes such archives.",
        Where(),
        {"file": "office.age", "why": "it is damaged, or was not encrypted with a passphrase"},
    ),
}
