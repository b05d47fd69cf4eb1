SELECT json_build_object('data', json_build_object('leads', json_build_object('nodes', coalesce(json_agg(node), '[]'))))::text
FROM (
  SELECT json_build_object(
    'id', 'lead_' || l.id, 'firstName', l.first_name, 'lastName', l.last_name, 'email', l.email, 'title', l.title,
    'status', l.status, 'priority', l.priority, 'score', l.score) AS node
  FROM lead l WHERE l.agency_id = $1 AND l.deleted_at IS NULL
  ORDER BY l.created_at DESC, l.id DESC LIMIT 50
) t
