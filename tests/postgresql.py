"""A PostgreSQL server of the tests' own: started when first asked for, on a socket in a folder that is thrown away."""

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

import psycopg

USER = "postgres"


def programs() -> Path | None:
    """Where PostgreSQL's programs are; Debian keeps them off the path. None if it is not installed."""
    if found := shutil.which("initdb"):
        return Path(found).parent
    return max(
        Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name), default=None
    )


class Server:
    """One cluster; root may not run it, so it is then run as the system's own user for it."""

    def __init__(self):
        self.folder = Path(tempfile.mkdtemp(prefix="resettle-pg-"))
        self.bin = programs()
        self.as_user = ["runuser", "-u", USER, "--"] if os.geteuid() == 0 else []
        if self.as_user:
            shutil.chown(self.folder, USER)
        data = self.folder / "data"
        self._do(
            "initdb", "-D", data, "-U", USER, "-A", "trust", "--encoding=UTF8", "--locale=C", "--no-sync"
        )
        options = f"-c listen_addresses='' -c unix_socket_directories='{self.folder}' -c max_connections=200"
        self._do("pg_ctl", "-D", data, "-l", self.folder / "log", "-w", "-o", options, "start")

    def _do(self, program, *arguments):
        command = [*self.as_user, str(self.bin / program), *map(str, arguments)]
        done = subprocess.run(command, check=False, capture_output=True, text=True, cwd=self.folder)
        log = self.folder / "log"
        assert done.returncode == 0, done.stdout + done.stderr + (log.read_text() if log.exists() else "")

    def address(self, name, user=USER):
        return f"postgresql://{user}@/{name}?host={self.folder}"

    def run(self, sql, name="postgres"):
        """As the owner of everything, outside any transaction."""

        with psycopg.connect(self.address(name), autocommit=True) as connection:
            cursor = connection.execute(sql)
            return cursor.fetchall() if cursor.description else None

    def killed_and_started(self):
        """As after a power cut: every process of it ends at once, and what was committed is found in its log."""
        self._do(
            "pg_ctl",
            "-D",
            self.folder / "data",
            "-l",
            self.folder / "log",
            "-m",
            "immediate",
            "-w",
            "restart",
        )

    def stop(self):
        self._do("pg_ctl", "-D", self.folder / "data", "-m", "immediate", "stop")
        shutil.rmtree(self.folder)
