/**
 * What a role's default privileges give to every object that it makes. They are not in force while a
 * backup is brought back: it says itself who may do what, and what it does not say was not so.
 */

const OBJECTS = `(VALUES ('r', 'TABLES'), ('S', 'SEQUENCES'), ('f', 'FUNCTIONS'), ('T', 'TYPES'),
  ('n', 'SCHEMAS'), ('L', 'LARGE OBJECTS')) kinds (kind, objects)`;

/** Those of one schema are added to the role's own; without these, the server's are in force. */
const USUAL = `CASE d.defaclnamespace WHEN 0
  THEN acldefault(CASE d.defaclobjtype WHEN 'S' THEN 's' ELSE d.defaclobjtype END, d.defaclrole) END`;

const rights = (acl: string) =>
  `SELECT privilege_type, grantee, is_grantable FROM aclexplode(${acl})`;

export interface DefaultPrivilege {
  readonly suspend: string;
  /** Does nothing where the schema for which it holds has gone meanwhile. */
  readonly resume: string;
}

/** The schema may be one that the backup does not have. */
const WHERE_IT_IS = (statement: string) => `CASE WHEN schema IS NULL THEN ${statement} ELSE
  format('DO %L', format('BEGIN IF to_regnamespace(%L) IS NOT NULL THEN %s; END IF; END', schema, ${statement})) END`;

/** Statements for the role that is connected, what is given before what is taken of it. */
export const DEFAULT_PRIVILEGES_SQL = `
WITH changes AS (
  SELECT d.defaclnamespace, d.defaclobjtype, a.*
  FROM pg_default_acl d, LATERAL (
    SELECT true AS is_given, given.* FROM (${rights("d.defaclacl")} EXCEPT ${rights(USUAL)}) given
    UNION ALL
    SELECT false, taken.* FROM (${rights(USUAL)} EXCEPT ${rights("d.defaclacl")}) taken) a
  WHERE d.defaclrole = (SELECT oid FROM pg_roles WHERE rolname = current_user)),
statements AS (
  SELECT is_given, quote_ident(n.nspname) AS schema,
    'ALTER DEFAULT PRIVILEGES' || coalesce(' IN SCHEMA ' || quote_ident(n.nspname), '') AS start,
    privilege_type || ' ON ' || objects AS what,
    CASE grantee WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(grantee)) END AS whom,
    CASE WHEN is_grantable THEN ' WITH GRANT OPTION' ELSE '' END AS further
  FROM changes JOIN ${OBJECTS} ON kind = defaclobjtype::text
  LEFT JOIN pg_namespace n ON n.oid = defaclnamespace)
SELECT CASE WHEN is_given THEN revokes ELSE grants END AS suspend,
  ${WHERE_IT_IS("CASE WHEN is_given THEN grants ELSE revokes END")} AS resume
FROM statements, LATERAL (SELECT
  start || ' GRANT ' || what || ' TO ' || whom || further AS grants,
  start || ' REVOKE ' || what || ' FROM ' || whom AS revokes) both_ways
ORDER BY is_given DESC`;
