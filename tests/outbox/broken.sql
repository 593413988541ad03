-- Everything that would break I1 in a log whose events came through dispatch; no row: the log is whole.
SELECT 'event without outbox row' AS what, position::text AS which
  FROM events LEFT JOIN outbox USING (position) WHERE outbox.position IS NULL
UNION ALL
SELECT 'outbox row without event', outbox.position::text
  FROM outbox LEFT JOIN events USING (position) WHERE events.position IS NULL
UNION ALL
SELECT 'event without receipt', position::text
  FROM events LEFT JOIN commands ON command_id = (metadata ->> 'command_id')::uuid
 WHERE command_id IS NULL OR position NOT BETWEEN first AND last
UNION ALL
SELECT 'receipt without its events', command_id::text
  FROM commands
 WHERE last - first + 1 <> (SELECT count(*) FROM events
                             WHERE position BETWEEN first AND last AND metadata ->> 'command_id' = command_id::text)
UNION ALL
SELECT 'versions of a stream with a gap', stream_id
  FROM events GROUP BY stream_id HAVING max(version) <> count(*) OR min(version) <> 1;
