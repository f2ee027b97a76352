"""The engine imports where there is no web framework, no database and no terminal."""

import subprocess
import sys

ABSENT = ("django", "ninja", "requests", "httpx", "sqlite3", "psycopg", "typer", "rich", "jinja2")

PRELUDE = f"""
import importlib, pkgutil, sys

class Absent:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in {ABSENT}:
            raise ModuleNotFoundError(f"{{name}} is absent on purpose", name=name)

assert not set({ABSENT}) & set(sys.modules)
sys.meta_path.insert(0, Absent())
"""

EVERY_MODULE = """
import resettle.engine
count = 0
for module in pkgutil.walk_packages(resettle.engine.__path__, "resettle.engine."):
    importlib.import_module(module.name)
    count += 1
print(count)
"""


def python(source):
    return subprocess.run(
        [sys.executable, "-I", "-c", PRELUDE + source], check=False, capture_output=True, text=True
    )


def test_every_module_of_the_engine_imports_without_web_database_or_terminal():
    result = python(EVERY_MODULE)
    assert result.returncode == 0, result.stderr
    assert int(result.stdout) >= 40


def test_what_is_made_absent_is_absent():
    for name in ABSENT:
        result = python(f"import {name}")
        assert result.returncode != 0
        assert f"{name} is absent on purpose" in result.stderr
