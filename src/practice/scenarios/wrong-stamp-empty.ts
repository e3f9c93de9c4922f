import type { Scenario } from "../scenario.ts";

/** The written case, step 3a: a stamp without a single table behind it. */
export const wrongStampEmpty: Scenario = {
  name: "wrong-stamp-empty",
  migrateTo: null,
  breakWith: [
    "CREATE TABLE alembic_version (version_num varchar(32) NOT NULL CONSTRAINT alembic_version_pkc PRIMARY KEY)",
    "INSERT INTO alembic_version VALUES ('c7a3d9e12f8b')",
  ],
};
