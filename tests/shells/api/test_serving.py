"""The server, as an office starts it; and the how-to, whose commands do what it shows."""

import re
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from os import environ
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
PAGES = ROOT / "docs" / "how-to"
BLOCK = re.compile(r"^```\n(\$ .*?)^```$", re.DOTALL | re.MULTILINE)
PROGRAMS = Path(sys.executable).parent
ENVIRONMENT = {name: value for name, value in environ.items() if not name.startswith(("RESETTLE", "DJANGO"))}
ENVIRONMENT["PATH"] = f"{PROGRAMS}:{environ['PATH']}"


def a_free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def resettle(*arguments, **given):
    command = [PROGRAMS / "resettle", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False, env=ENVIRONMENT, **given)


def commands(page):
    """Each command, and the lines shown below it."""
    for block in BLOCK.findall((PAGES / f"{page}.md").read_text()):
        parts = re.split(r"^\$ (.+)\n", block, flags=re.MULTILINE)
        yield from zip(parts[1::2], (shown.strip().splitlines() for shown in parts[2::2]), strict=True)


@pytest.mark.parametrize("page", ["ask-over-http", "decide-and-appeal", "answer-a-letter"])
def test_every_command_of_the_how_to_does_what_is_shown(tmp_path, page):
    (tmp_path / "examples").symlink_to(ROOT / "examples")
    port = a_free_port()
    script = [
        "set -eu",
        "shopt -s expand_aliases",
        "SERVER=",
        "trap 'test -z \"$SERVER\" || kill $SERVER' EXIT",
    ]
    found = list(commands(page))
    for number, (command, _) in enumerate(found):
        command = command.replace("8000", str(port))
        script += [f"echo '== {number}'", command, "echo"]
        if command.endswith("&"):
            script[-1] = "SERVER=$!"
            script += [
                f"for _ in $(seq 100); do curl --silent http://127.0.0.1:{port}/api/v1/openapi.json >/dev/null && break; sleep 0.2; done"
            ]
    done = subprocess.run(
        ["bash", "-c", "\n".join(script)],
        cwd=tmp_path,
        env=ENVIRONMENT,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    printed = re.split(r"^== \d+\n", done.stdout, flags=re.MULTILINE)[1:]
    for (command, shown), said in zip(found, printed, strict=True):
        for line in shown:
            for part in line.split("…"):
                assert part.strip() in said, f"{command}\n{said}"
    assert page != "ask-over-http" or (tmp_path / "register.age").read_bytes().startswith(
        b"age-encryption.org"
    )


def test_a_server_that_is_not_told_what_to_sign_with_does_not_start(tmp_path):
    database = tmp_path / "office.sqlite"
    assert resettle("init", database, "--name", "Ours", "--by", "eva").returncode == 0
    short = tmp_path / "secret"
    short.write_text("short")
    for given in ((), ("--secret-file", short), ("--secret-file", tmp_path / "none")):
        done = resettle("serve", database, *given)
        assert done.returncode == 4  # server_not_told
        assert "RESETTLE_SECRET_KEY_FILE" in done.stderr
    missing = resettle("serve", tmp_path / "other.sqlite", cwd=tmp_path)
    assert missing.returncode == 4
    short.write_text("x" * 32)
    gone = resettle("serve", tmp_path / "other.sqlite", "--secret-file", short)
    assert gone.returncode == 3
    assert "Traceback" not in done.stderr + missing.stderr + gone.stderr


def test_a_token_is_given_listed_and_closed(run, tmp_path):
    database = tmp_path / "office.sqlite"
    assert run("init", database, "--name", "Ours", "--by", "eva")[0] == 0
    assert run("account", database, "ion", "--by", "eva")[0] == 0
    code, out, _ = run("token", database, "--by", "eva", "--for", "ion", "--until", "2099-12-31")
    assert code == 0
    id, _, secret = out.split()[-1].partition(".")
    assert len(secret) > 40
    listed = run("tokens", database)[1]
    assert id in listed and secret not in listed
    assert run("token", database, "--by", "eva", "--close", id)[0] == 0
    assert '"is_open": false' in run("tokens", database, "--json")[1]
    assert run("token", database, "--by", "eva", "--close", id)[0] == 4
    assert run("token", database, "--by", "eva")[0] == 2
    assert run("token", database, "--by", "ion", "--for", "ion")[0] == 4


@pytest.fixture
def live(tmp_path):
    """The address of a server that runs, and a process that is stopped."""
    database, secret, port = tmp_path / "office.sqlite", tmp_path / "secret", a_free_port()
    secret.write_text("x" * 32)
    resettle("init", database, "--name", "Ours", "--by", "eva")
    serve = [PROGRAMS / "resettle", "serve", str(database), "--port", str(port), "--secret-file", str(secret)]
    process = subprocess.Popen(serve, env=ENVIRONMENT, stderr=subprocess.PIPE, text=True)
    yield f"http://127.0.0.1:{port}", process
    process.terminate()
    process.wait()


def test_the_server_logs_nothing_of_what_is_asked(live):
    where, process = live
    for _ in range(100):
        try:
            urllib.request.urlopen(f"{where}/api/v1/cases/Hussein")
        except urllib.error.HTTPError as error:
            assert error.code == 401
            break
        except OSError:
            time.sleep(0.1)
    process.terminate()
    assert "Hussein" not in process.communicate()[1]
