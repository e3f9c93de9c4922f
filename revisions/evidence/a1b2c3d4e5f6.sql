-- Has the cleanup of invalid friend links run here?
-- A link of a user to himself would have been deleted. A link to an account that does not exist
-- proves nothing: the account may have been deleted since. No invalid link at all proves nothing
-- either: there may never have been one.
SELECT CASE
  WHEN EXISTS (SELECT FROM friend_links WHERE user_id = friend_id) THEN false
END
