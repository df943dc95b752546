#!/usr/bin/python3
"""Follows the state of every organisation: follow_organizations.py BROKERS TOPIC GROUP (needs python3-confluent-kafka)."""
import json
import sys

from confluent_kafka import Consumer

brokers, topic, group = sys.argv[1:]
consumer = Consumer({
    "bootstrap.servers": brokers, "group.id": group, "auto.offset.reset": "earliest",
    "enable.auto.commit": False, "isolation.level": "read_committed",
})
consumer.subscribe([topic])
versions = {}


def take(record):
    """A newer version wins; what is older, or the same again, changes nothing. A deletion keeps its version as a marker."""
    key = record.key().decode()
    version = int(dict(record.headers())["aggregate_version"])
    if version > versions.get(key, 0):
        versions[key] = version
        document = json.loads(record.value()) if record.value() else {"deleted": True}
        print(key, version, "gone" if document["deleted"] else document["name"], flush=True)


while True:
    records = [record for record in consumer.consume(500, timeout=1) if not record.error()]
    for record in records:
        try:
            take(record)
        except (KeyError, TypeError, ValueError) as error:  # one that cannot be read does not stop the others
            print(f"{record.partition()}@{record.offset()} is put aside: {error!r}", file=sys.stderr)
    if records:
        consumer.commit(asynchronous=False)  # after the batch took effect, never before
