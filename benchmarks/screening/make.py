"""Writes a made-up population to a folder, as Parquet and as CSV."""

import sys
from pathlib import Path

from screening.population import population
from screening.recorded import to_files

if __name__ == "__main__":
    folder, people, seed = sys.argv[1:]
    to_files(population(int(people), int(seed)), Path(folder))
