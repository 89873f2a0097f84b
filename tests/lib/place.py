"""What the scenarios about databases share: a fresh database at STATERA_TEST_DB, and the registrar that drives it."""
import os
import shutil
import subprocess
import tempfile

import statera

DB = os.environ.get("STATERA_TEST_DB", "")
REGISTRAR = os.path.join(os.path.dirname(os.path.abspath(statera.PROGRAM)), "tests", "scenario", "registrar")


def on_postgres():
    return DB.startswith("postgres")


def sqlite_only(test):
    """For what is a matter of files: PostgreSQL's are its own server's."""
    return None if on_postgres() else test


def sql(text):
    """What psql answers, on PostgreSQL."""
    return subprocess.run(["psql", "-qXAt", "-v", "ON_ERROR_STOP=1", "-c", text, DB], check=True, text=True,
                          stdout=subprocess.PIPE).stdout.strip()


def fresh(*options):
    """Makes the database anew and returns an empty directory for everything else of the test."""
    if on_postgres():
        sql("SET client_min_messages = warning; DROP SCHEMA public CASCADE; CREATE SCHEMA public; "
            "DROP SCHEMA IF EXISTS keys CASCADE")
    else:
        shutil.rmtree(os.path.dirname(DB), ignore_errors=True)
        os.makedirs(os.path.dirname(DB), mode=0o700)
    statera.run("init", "--db", DB, "--authority", "IT-LMP", *options)
    return tempfile.mkdtemp()


def registrar(*words, given="", status=0, database=DB):
    done = subprocess.run([REGISTRAR, database, *words], input=given, text=True, stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE, timeout=300)
    assert done.returncode == status, f"registrar {' '.join(words)}: {done.returncode}: {done.stdout}{done.stderr}"
    return done.stdout.strip()


def doctor():
    """The findings by subject; asserts that nothing is ill."""
    said = statera.ask("doctor", "--db", DB)
    assert said["well"] is True, said
    return {finding["subject"]: finding for finding in said["findings"]}
