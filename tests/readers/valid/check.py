"""Reads what is published with other programs' libraries: check.py PUBLIC
EVENTS.json WARNINGS. icalendar and vobject must see every event that has a day
on its days; feedparser must take every feed without complaint; and, where
FEEDVALIDATOR names the src folder of w3c/feedvalidator, that finds no error and
no warning that is not listed."""

import datetime
import glob
import json
import os
import sys

import feedparser
import icalendar
import vobject

BASE = "https://ip.example/e/"
public, events, listed = sys.argv[1:]
failed = 0


def fail(words):
    global failed
    failed += 1
    print(words)


def days(event):
    first = datetime.date.fromisoformat(event["start"])
    last = first
    if event["end"] is not None and len(event["end"]) == 10:
        last = datetime.date.fromisoformat(event["end"])
    return first, last + datetime.timedelta(1)


def day_of(moment):
    return moment.date() if isinstance(moment, datetime.datetime) else moment


def check_calendar():
    wanted = {
        e["id"]: days(e)
        for e in json.load(open(events))
        if e["start"] is not None and len(e["start"]) == 10
    }
    text = open(public + "/events.ics", newline="").read()
    seen = {}
    for event in icalendar.Calendar.from_ical(text).walk("VEVENT"):
        start, end = event["DTSTART"].dt, event["DTEND"].dt
        seen[str(event["UID"]).split("@")[0]] = (day_of(start), day_of(end))
    if not wanted or seen != wanted:
        fail("icalendar: %s, not %s" % (seen, wanted))
    seen = {}
    for event in vobject.readOne(text).vevent_list:
        seen[event.uid.value.split("@")[0]] = (
            day_of(event.dtstart.value),
            day_of(event.dtend.value),
        )
    if seen != wanted:
        fail("vobject: %s, not %s" % (seen, wanted))


def check_feed(path):
    feed = feedparser.parse(open(path, "rb").read())
    ids = [entry.id for entry in feed.entries]
    if feed.bozo or len(ids) != len(set(ids)):
        fail("%s: %s" % (path, feed.get("bozo_exception", "an id twice")))
    for entry in feed.entries:
        if not entry.get("title") or not entry.get("published_parsed"):
            fail("%s: %s has no title or date" % (path, entry.id))


def validate(path, allowed):
    import feedvalidator
    from feedvalidator import compatibility, logging

    try:
        found = feedvalidator.validateString(
            open(path, "rb").read(),
            firstOccurrenceOnly=1,
            base=BASE + os.path.basename(path),
        )["loggedEvents"]
    except logging.ValidationFailure as failure:
        found = [failure.event]
    for event in compatibility.AA(found):
        name = event.__class__.__name__
        if isinstance(event, logging.Error) or (
            isinstance(event, logging.Warning) and name not in allowed
        ):
            fail("%s: %s %s" % (path, name, event.params))


check_calendar()
feeds = glob.glob(public + "/*.atom") + glob.glob(public + "/*.rss")
for path in feeds:
    check_feed(path)
validator = os.environ.get("FEEDVALIDATOR")
if validator:
    sys.path.insert(0, validator)
    allowed = [line.split("\t")[0] for line in open(listed)]
    for path in feeds:
        validate(path, allowed)
print("%d feeds%s" % (len(feeds), ", validated" if validator else ""))
sys.exit(1 if failed or not feeds else 0)
