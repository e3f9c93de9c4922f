/** What the recorder writes into the server's log where `restamp.tell` is on. */
export const STARTED_MARK = "restamp has a version table";
export const CLOSED_MARK = "restamp closed ";

export const TELLS = "coalesce(current_setting('restamp.tell', true), '') = 'on'";
