"""
The tables. What is recorded is only ever added (``guards`` refuses the rest); projections can be thrown away.

Recorded: ``Recording``, ``Entry``, ``Payload``, ``Erasure``; sealed by ``Link`` and ``Checkpoint``.
Projections: ``About``, ``Change``, ``Count``, ``Standing``, ``Snapshot``; ``Unsealed`` is the sealer's queue.
"""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from resettle.records.fields import EntryKey, NumberKey


class Recording(models.Model):
    """One transaction of one person: who, when by the database's clock, and what kind of work it was."""

    at = models.DateTimeField(db_default=Now())
    by = models.TextField()
    kind = models.TextField()
    key = models.TextField(null=True, unique=True)
    """Chosen by the asker, after whose id it stands: the same request sent again under it is not done again."""
    request = models.BinaryField(max_length=32)
    """SHA-256 of what was asked, so that a key used for something else is refused."""

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(by="") & ~Q(kind=""), name="recording_by_someone"),
        ]


class Entry(models.Model):
    """
    One thing written: what it is about (``table``, ``key``), from when it holds, when it was known, who says so.

    ``digest`` is the SHA-256 of its payload's salt and content, so that the payload can be erased and the entry stay.
    """

    recording = models.ForeignKey(Recording, models.PROTECT)
    table = models.TextField()
    key = models.TextField()
    effective = models.DateField()
    known = models.DateField(db_index=True)
    source = models.TextField()
    digest = models.BinaryField(max_length=32)

    class Meta:
        indexes = [
            models.Index(fields=["table", "key"], name="entry_of"),
            models.Index(fields=["table", "id"], name="entry_in_order"),
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(table="") & ~Q(key=""), name="entry_about_something"),
            models.UniqueConstraint(fields=["key"], condition=Q(table="acts"), name="act_once"),
        ]


class Payload(models.Model):
    """What an entry says, as canonical JSON. Deleted only by an erasure that names the entry."""

    entry = EntryKey(Entry, models.PROTECT, primary_key=True)
    salt = models.BinaryField(max_length=16)
    content = models.TextField()


class Erasure(models.Model):
    """An entry whose payload was erased, and the entry of the erasure, which is signed and names it."""

    entry = EntryKey(Entry, models.PROTECT, primary_key=True, related_name="erasure")
    erased_by = models.ForeignKey(Entry, models.PROTECT, related_name="+")


class Link(models.Model):
    """The place of an entry in the chain: SHA-256 of the link before it and of the entry."""

    position = NumberKey(primary_key=True)
    entry = models.OneToOneField(Entry, models.PROTECT)
    hash = models.BinaryField(max_length=32)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(position__gte=1), name="link_from_one")]


class Checkpoint(models.Model):
    """The chain's head at a moment, signed; a copy is kept elsewhere."""

    position = models.BigIntegerField()
    text = models.TextField()


class Unsealed(models.Model):
    """Entries that no link holds yet. ``entry`` is no foreign key: the sealer takes rows away while others come."""

    entry = NumberKey(primary_key=True)


class About(models.Model):
    """Which entries speak of a person or a case."""

    pk = models.CompositePrimaryKey("kind", "name", "entry")
    kind = models.TextField()
    name = models.TextField()
    entry = models.BigIntegerField()
    table = models.TextField()


class Change(models.Model):
    """What became known on a day changes the counts of a limit by so much from a day on (``courses.Change``)."""

    entry = models.BigIntegerField()
    limit = models.TextField()
    day = models.DateField()
    known = models.DateField()
    proposed = models.IntegerField()
    held = models.IntegerField()
    used = models.IntegerField()
    accepted = models.IntegerField()

    class Meta:
        indexes = [models.Index(fields=["limit", "known", "day"], name="change_of")]


class Count(models.Model):
    """The changes of a limit on a day, summed over all that is known: what a new act is admitted by."""

    pk = models.CompositePrimaryKey("limit", "day")
    limit = models.TextField()
    day = models.DateField()
    proposed = models.IntegerField()
    held = models.IntegerField()
    used = models.IntegerField()
    accepted = models.IntegerField()


class Standing(models.Model):
    """Where a case stands, until the day on which it turns (``standings.Stood``)."""

    name = models.TextField(primary_key=True)
    stage = models.TextField(null=True)
    since = models.DateField(null=True)
    ways = models.TextField()
    arrangements = models.TextField()
    turns = models.DateField(null=True)


class Snapshot(models.Model):
    """The register's frames up to an entry, ready to load."""

    upto = NumberKey(primary_key=True)
    content = models.BinaryField()
