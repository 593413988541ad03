-- A lease ends with the session that took it: what a killed worker held is due at once, not when its time is over.

ALTER TABLE storage_sync ADD COLUMN leased_by integer;
COMMENT ON COLUMN storage_sync.leased_by IS 'The server process of the session that took the lease; a process id used again only lets it run its time.';
