SELECT json_build_object('data', json_build_object('leads', json_build_object('nodes', coalesce(json_agg(node), '[]'))))::text
FROM (
  SELECT json_build_object(
    'id', 'lead_' || l.id, 'firstName', l.first_name, 'lastName', l.last_name, 'email', l.email, 'status', l.status,
    'score', l.score,
    'campaign', (
      SELECT json_build_object('id', 'camp_' || c.id, 'name', c.name, 'status', c.status)
      FROM campaign c WHERE c.agency_id = $1 AND c.id = l.campaign_id),
    'card', (
      SELECT json_build_object('stage', json_build_object('name', s.name))
      FROM pipeline_card k JOIN pipeline_stage s ON s.agency_id = k.agency_id AND s.id = k.stage_id
      WHERE k.agency_id = $1 AND k.lead_id = l.id ORDER BY k.created_at DESC LIMIT 1),
    'activities', json_build_object('nodes', (
      SELECT coalesce(json_agg(json_build_object('kind', a.kind, 'summary', a.summary, 'at', a.at)), '[]')
      FROM (
        SELECT kind, summary, at FROM activity WHERE agency_id = $1 AND lead_id = l.id ORDER BY at DESC, id DESC LIMIT 3
      ) a))) AS node
  FROM lead l WHERE l.agency_id = $1 AND l.deleted_at IS NULL
  ORDER BY l.created_at DESC, l.id DESC LIMIT 20
) t
