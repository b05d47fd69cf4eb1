-- Two years of numbers for every agency, without a quarter of an hour in which nothing happened: more than any agency has.
INSERT INTO metric_flow (id, agency_id, place_id, metric, key, grain, bucket, value)
  SELECT gen_random_uuid(), a.id, p.id, m.metric, m.key, g.grain, b, g.value
  FROM agency a
  JOIN LATERAL (SELECT a.id UNION ALL SELECT w.id FROM workspace w WHERE w.agency_id = a.id) p ON true
  CROSS JOIN (VALUES ('LEADS', ''), ('LEAD_QUALIFICATION', 'QUALIFIED'), ('LEAD_QUALIFICATION', 'PENDING'),
    ('LEADS_CONTACTED', ''), ('LEADS_RESPONDED', ''), ('JOBS', ''), ('JOBS_COMPLETED', ''), ('RECORDS_SCRAPED', '')) m (metric, key)
  CROSS JOIN (VALUES ('QUARTER', 900, 1), ('DAY', 86400, 96)) g (grain, seconds, value)
  CROSS JOIN LATERAL generate_series(
    (extract(epoch FROM now() - interval '731 days') / g.seconds)::bigint, (extract(epoch FROM now()) / g.seconds)::bigint) b
  ON CONFLICT DO NOTHING;
ANALYZE metric_flow;
