/** The oldest Node that can run restamp. */
export const OLDEST_NODE = 22;

/** What `apt-get` is asked to install when no virtual environment can be made. */
export const APT_PACKAGES = ["alembic", "python3-psycopg2", "python3-sqlalchemy"];
