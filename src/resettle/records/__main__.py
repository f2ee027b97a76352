"""Looks through the second half of a chain for ``halves``: asked on its input, it answers only if nothing is wrong."""

import json
import sys

from resettle.records import chain
from resettle.records.database import connect


def main() -> int:
    asked = json.load(sys.stdin)
    database = connect(asked["address"])
    with database.reading():
        row = database.one("SELECT hash FROM records_link WHERE position = %s", [asked["after"]])
        if row is None:
            return 1
        after = chain.Head(asked["after"], bytes(row[0]))
        found = chain.walked(database, frozenset(asked["erased"]), after)
    if found.faults:
        return 1
    print(json.dumps([found.head.position, found.head.hash.hex(), found.there, found.gone]))
    return 0


if __name__ == "__main__":
    sys.exit(main())
