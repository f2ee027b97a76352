"""Writes a made-up register to a folder, as Parquet and as CSV."""

import sys
from pathlib import Path

from screening.population import population
from screening.register import write

if __name__ == "__main__":
    folder, people, seed = sys.argv[1:]
    write(population(int(people), int(seed)), Path(folder))
