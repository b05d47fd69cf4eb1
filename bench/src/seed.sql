-- What P1 and P2 read: {agencies} agencies, each with {leads} leads in 25 campaigns, one card and three activities per lead.
-- Ids are made of a moment and a digest, as UUIDv7 would be: neighbours in time are neighbours in the index.
CREATE OR REPLACE FUNCTION pg_temp.id(kind text, a bigint, n bigint) RETURNS uuid LANGUAGE sql IMMUTABLE AS $$
  SELECT (lpad(to_hex(1700000000000 + n * 1000), 12, '0') || '7' || substr(h, 1, 3) || '8' || substr(h, 4, 15))::uuid
  FROM (SELECT md5(kind || a || '/' || n) AS h) AS t
$$;
CREATE OR REPLACE FUNCTION pg_temp.time(n bigint) RETURNS timestamptz LANGUAGE sql IMMUTABLE AS $$ SELECT to_timestamp(1700000000 + n) $$;

-- Rows are good by construction; checking every reference of a million of them would take minutes.
SET session_replication_role = replica;

INSERT INTO agency (id, name, slug, created_at, updated_at)
  SELECT pg_temp.id('agency', a, 0), 'Agency ' || a, 'agency-' || a, now(), now() FROM generate_series(1, {agencies}) a;
INSERT INTO workspace (id, agency_id, name, name_folded, time_zone, created_at, updated_at)
  SELECT pg_temp.id('workspace', a, 0), pg_temp.id('agency', a, 0), 'Desk', 'desk', 'UTC', now(), now()
  FROM generate_series(1, {agencies}) a;
INSERT INTO "user" (id, email, name, created_at, updated_at)
  SELECT pg_temp.id('user', a, 0), 'admin' || a || '@bench.example', 'Admin', now(), now() FROM generate_series(1, {agencies}) a;
INSERT INTO membership (id, agency_id, user_id, role, created_at, updated_at)
  SELECT pg_temp.id('membership', a, 0), pg_temp.id('agency', a, 0), pg_temp.id('user', a, 0), 'AGENCY_ADMIN', now(), now()
  FROM generate_series(1, {agencies}) a;
INSERT INTO session (id, user_id, token_hash, generation, last_used_at, expires_at, created_at, updated_at)
  SELECT pg_temp.id('session', a, 0), pg_temp.id('user', a, 0), md5('token' || a), 1, now(), now() + interval '1 day', now(), now()
  FROM generate_series(1, {agencies}) a;

INSERT INTO campaign (id, agency_id, workspace_id, name, name_folded, status, created_at, updated_at)
  SELECT pg_temp.id('campaign', a, c), pg_temp.id('agency', a, 0), pg_temp.id('workspace', a, 0), 'Campaign ' || c,
    'campaign ' || c, 'ACTIVE', pg_temp.time(c), pg_temp.time(c)
  FROM generate_series(1, {agencies}) a, generate_series(1, 25) c;
INSERT INTO pipeline (id, agency_id, workspace_id, name, name_folded, template, created_at, updated_at)
  SELECT pg_temp.id('pipeline', a, 0), pg_temp.id('agency', a, 0), pg_temp.id('workspace', a, 0), 'Outreach', 'outreach',
    'OUTREACH', now(), now()
  FROM generate_series(1, {agencies}) a;
INSERT INTO pipeline_stage (id, agency_id, pipeline_id, name, key, position, created_at, updated_at)
  SELECT pg_temp.id('stage', a, s), pg_temp.id('agency', a, 0), pg_temp.id('pipeline', a, 0), 'Stage ' || s, 'stage_' || s,
    'a' || s, now(), now()
  FROM generate_series(1, {agencies}) a, generate_series(0, 3) s;

INSERT INTO lead (id, agency_id, workspace_id, campaign_id, first_name, last_name, full_name, sort_name, title, email,
    email_key, status, priority, score, search_text, created_at, updated_at)
  SELECT pg_temp.id('lead', a, n), pg_temp.id('agency', a, 0), pg_temp.id('workspace', a, 0),
    pg_temp.id('campaign', a, 1 + n % 25), 'First' || n, 'Last' || n, 'First' || n || ' Last' || n,
    'last' || n || ' first' || n, 'VP Operations', 'person' || n || '@example' || a || '.com',
    'person' || n || '@example' || a || '.com', (ARRAY['NEW', 'CONTACTED', 'REPLIED', 'QUALIFIED'])[1 + n % 4],
    (ARRAY['LOW', 'MEDIUM', 'HIGH'])[1 + n % 3], n % 101, 'first' || n || ' last' || n || ' vp operations',
    pg_temp.time(n), pg_temp.time(n)
  FROM generate_series(1, {agencies}) a, generate_series(1, {leads}) n;
INSERT INTO campaign_lead (id, agency_id, campaign_id, lead_id, created_at)
  SELECT pg_temp.id('in', a, n), pg_temp.id('agency', a, 0), pg_temp.id('campaign', a, 1 + n % 25), pg_temp.id('lead', a, n),
    pg_temp.time(n)
  FROM generate_series(1, {agencies}) a, generate_series(1, {leads}) n;
INSERT INTO pipeline_card (id, agency_id, pipeline_id, stage_id, lead_id, position, entered_stage_at, created_at, updated_at)
  SELECT pg_temp.id('card', a, n), pg_temp.id('agency', a, 0), pg_temp.id('pipeline', a, 0), pg_temp.id('stage', a, n % 4),
    pg_temp.id('lead', a, n), 'a' || lpad(n::text, 6, '0'), pg_temp.time(n), pg_temp.time(n), pg_temp.time(n)
  FROM generate_series(1, {agencies}) a, generate_series(1, {leads}) n;
UPDATE pipeline_stage SET card_count = (SELECT count(*) FROM pipeline_card k
  WHERE k.agency_id = pipeline_stage.agency_id AND k.stage_id = pipeline_stage.id);
INSERT INTO activity (id, agency_id, lead_id, kind, summary, actor_type, at)
  SELECT pg_temp.id('activity' || k, a, n), pg_temp.id('agency', a, 0), pg_temp.id('lead', a, n),
    (ARRAY['CREATED', 'CONTACTED', 'REPLIED'])[k], 'Something happened, number ' || k, 'SYSTEM', pg_temp.time(n + k)
  FROM generate_series(1, {agencies}) a, generate_series(1, {leads}) n, generate_series(1, 3) k;

SET session_replication_role = origin;
ANALYZE;
