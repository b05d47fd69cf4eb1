-- What P9 reads beside the leads: for each agency a tenth as many jobs as leads, and as many events.
CREATE OR REPLACE FUNCTION pg_temp.id(kind text, a bigint, n bigint) RETURNS uuid LANGUAGE sql IMMUTABLE AS $$
  SELECT (lpad(to_hex(1700000000000 + n * 1000), 12, '0') || '7' || substr(h, 1, 3) || '8' || substr(h, 4, 15))::uuid
  FROM (SELECT md5(kind || a || '/' || n) AS h) AS t
$$;
SET session_replication_role = replica;
INSERT INTO job (id, agency_id, workspace_id, kind, status, progress, created_at, updated_at)
  SELECT pg_temp.id('job', a, n), pg_temp.id('agency', a, 0), pg_temp.id('workspace', a, 0), 'SYNC', 'COMPLETED', 100,
    to_timestamp(1700000000 + n), to_timestamp(1700000000 + n)
  FROM generate_series(1, {agencies}) a, generate_series(1, {leads} / 10) n;
INSERT INTO event (agency_id, seq, kind, subject_type, subject_id, actor_type, workspace_id, data, at)
  SELECT pg_temp.id('agency', a, 0), n, 'LEAD_UPDATED', 'LEAD', pg_temp.id('lead', a, n), 'SYSTEM', pg_temp.id('workspace', a, 0),
    jsonb_build_object('fact', jsonb_build_object('lead', pg_temp.id('lead', a, n))), to_timestamp(1700000000 + n)
  FROM generate_series(1, {agencies}) a, generate_series(1, {leads}) n;
INSERT INTO event_head (agency_id, last_seq, floor_seq)
  SELECT pg_temp.id('agency', a, 0), {leads}, 0 FROM generate_series(1, {agencies}) a
  ON CONFLICT (agency_id) DO UPDATE SET last_seq = excluded.last_seq;
-- Somebody whom a search finds alone, however many there are.
UPDATE lead SET first_name = 'Zbigniew', last_name = 'Brzeczyszczykiewicz', full_name = 'Zbigniew Brzeczyszczykiewicz',
    sort_name = 'brzeczyszczykiewicz zbigniew', search_text = 'zbigniew brzeczyszczykiewicz vp operations'
  WHERE id IN (SELECT pg_temp.id('lead', a, {leads} / 2) FROM generate_series(1, {agencies}) a);
SET session_replication_role = origin;
ANALYZE;
