"""The examinations: the list that the doctor goes through; docs/doctor.md explains each."""

from bot.doctor.configuration import (
    accounts,
    addresses,
    approvals,
    console,
    operators_file,
    secret_places,
    wiring,
)
from bot.doctor.destinations import clock, code_host, discord, github, index_tokens, slack
from bot.doctor.examination import Examination, Installation, Machine
from bot.doctor.machine import interpreters, leftovers, limits, programs, sandbox, user
from bot.doctor.storage import data_folder, database, disk, engine

CONFIGURATION = "configuration"

MACHINE: tuple[Examination[Machine], ...] = (
    Examination(name="user", look=user.look),
    Examination(name="programs", look=programs.look),
    Examination(name="interpreters", look=interpreters.look),
    Examination(name="sandbox", look=sandbox.look, seconds=20.0),
    Examination(name="limits", look=limits.look),
    Examination(name="leftovers", look=leftovers.look),
    Examination(name="engine", look=engine.look, seconds=20.0),
)
CONFIGURED: tuple[Examination[Installation], ...] = (
    Examination(name=CONFIGURATION, look=operators_file.look),
    Examination(name="wiring", look=wiring.look, seconds=30.0),
    Examination(name="approvals", look=approvals.look),
    Examination(name="accounts", look=accounts.look),
    Examination(name="secrets", look=secret_places.look),
    Examination(name="addresses", look=addresses.look),
    Examination(name="console", look=console.look),
    Examination(name="data_folder", look=data_folder.look),
    Examination(name="database", look=database.look),
    Examination(name="disk", look=disk.look),
    Examination(name="clock", look=clock.look, seconds=15.0),
    Examination(name="code_host", look=code_host.look, seconds=30.0),
    Examination(name="github", look=github.look, seconds=60.0),
    Examination(name="index_tokens", look=index_tokens.look),
    Examination(name="slack", look=slack.look, seconds=30.0),
    Examination(name="discord", look=discord.look, seconds=30.0),
)
NAMES = (*(each.name for each in MACHINE), *(each.name for each in CONFIGURED))
