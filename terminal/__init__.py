"""The command line, group by group: thin, it asks the composition root."""
