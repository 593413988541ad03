"""The eventsourcing library as it comes: its stock Postgres recorder behind an application of ours."""

from eventsourcing.application import Application
from psycopg.conninfo import conninfo_to_dict

from ..outbox.mapper import JsonMapper


class StockApplication(Application[str]):
    """Our events and our mapper, so that only what stores them differs; no outbox, no receipts."""

    def construct_mapper(self) -> JsonMapper:
        return JsonMapper()


def stock_settings(url: str, schema: str) -> dict[str, str]:
    """The library's settings for this server: its own schema, one pooled connection, everything else as it comes."""
    place = conninfo_to_dict(url)
    return {
        "PERSISTENCE_MODULE": "eventsourcing.postgres",
        "POSTGRES_DBNAME": str(place["dbname"]),
        "POSTGRES_HOST": str(place["host"]),
        "POSTGRES_PORT": str(place["port"]),
        "POSTGRES_USER": str(place["user"]),
        "POSTGRES_PASSWORD": str(place.get("password", "")),
        "POSTGRES_SCHEMA": schema,
        "POSTGRES_POOL_SIZE": "1",
        # Streams here are named, not numbered.
        "ORIGINATOR_ID_TYPE": "text",
    }


def make_stock_tables(settings: dict[str, str]) -> None:
    """Once and before others use them: processes that make them side by side fail."""
    StockApplication(settings).close()
