"""docrunch: what is known about a code repository, as an event log in Postgres."""
