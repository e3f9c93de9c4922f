/**
 * quote_ident quotes what the server's own version reserves. These words were reserved after
 * PostgreSQL 13 (pg_get_keywords() of 13 to 18 compared), so one name is `json` here and
 * `"json"` there.
 */
const RESERVED_SINCE_13: ReadonlySet<string> = new Set([
  "json",
  "json_array",
  "json_arrayagg",
  "json_exists",
  "json_object",
  "json_objectagg",
  "json_query",
  "json_scalar",
  "json_serialize",
  "json_table",
  "json_value",
  "merge_action",
  "system_user",
]);

const MAY_HOLD_ONE = /json|merge_action|system_user/;

const PART = /"(?:[^"]|"")*"|[^."(]+/y;

/**
 * @param identity parts quoted by a server, `public.json`; a function's arguments may follow
 * @returns the same as the newest server quotes it, which every version reads: `public."json"`
 */
export function normaliseIdentity(identity: string): string {
  if (!MAY_HOLD_ONE.test(identity)) return identity;
  let normal = "";
  let at = 0;
  for (;;) {
    PART.lastIndex = at;
    const part = PART.exec(identity)?.[0];
    if (part === undefined) break;
    normal += RESERVED_SINCE_13.has(part) ? `"${part}"` : part;
    at += part.length;
    if (identity[at] !== ".") break;
    normal += ".";
    at += 1;
  }
  return normal + identity.slice(at);
}

/** @returns one token of an expression, such a name without its quotes */
export function normaliseName(token: string): string {
  const name = token.slice(1, -1);
  return token.startsWith('"') && RESERVED_SINCE_13.has(name) ? name : token;
}
