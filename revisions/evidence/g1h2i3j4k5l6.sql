-- Is every friendship two rows here? A link whose reverse is missing shows that the revision has
-- not run. Where all have theirs it has run, or would change nothing. Links of a user to himself
-- and links to an account that does not exist have no reverse to look for.
SELECT CASE
  WHEN count(*) FILTER (WHERE NOT is_mutual) > 0 THEN false
  WHEN count(*) > 0
    AND NOT EXISTS (SELECT FROM friend_links WHERE user_id = friend_id) THEN true
END
FROM (
  SELECT EXISTS (
    SELECT FROM friend_links AS reverse
    WHERE reverse.user_id = link.friend_id AND reverse.friend_id = link.user_id
  ) AS is_mutual
  FROM friend_links AS link
  JOIN users ON users.id = link.friend_id
  WHERE link.user_id <> link.friend_id
) AS links
