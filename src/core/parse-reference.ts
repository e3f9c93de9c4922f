/** Reads a reference file. */
import { REFERENCE_FORMAT, type RecordedRevision, type Reference } from "./reference.ts";

/** @returns whether the text is a reference of a format that an older restamp wrote */
export function isOlderReference(text: string): boolean {
  const data = asJson(text);
  const format = isRecord(data) ? data["format"] : undefined;
  return typeof format === "number" && format < REFERENCE_FORMAT;
}

/**
 * @param text a reference file
 * @returns the reference, or null when the text is no reference of a format that is known
 */
export function parseReference(text: string): Reference | null {
  const data = asJson(text);
  if (!isRecord(data) || data["format"] !== REFERENCE_FORMAT) return null;
  const { revisions, recordedWith, versionTable, baseline, stopped } = data;
  if (!Array.isArray(revisions)) return null;
  if (!hasTexts(recordedWith, "alembic", "postgresql")) return null;
  if (!hasTexts(versionTable, "schema", "name")) return null;
  if (baseline !== null && !isText(baseline)) return null;
  if (stopped !== null && !isStop(stopped)) return null;
  if (!revisions.every(isRecordedRevision)) return null;
  const ids = new Set((revisions as RecordedRevision[]).map(({ id }) => id));
  return ids.size === revisions.length ? (data as unknown as Reference) : null;
}

function isRecordedRevision(value: unknown): boolean {
  if (!isRecord(value)) return false;
  const { added, changed, removed, statements } = value;
  if (!hasTexts(value, "id", "sha256")) return false;
  if (statements !== null && !(Array.isArray(statements) && statements.every(isText))) return false;
  const isPair = (item: unknown) => Array.isArray(item) && item.length === 2 && item.every(isText);
  return (
    isRecord(added) &&
    isRecord(removed) &&
    isRecord(changed) &&
    [...Object.values(added), ...Object.values(removed)].every(isText) &&
    Object.values(changed).every(isPair)
  );
}

function isStop(value: unknown): boolean {
  if (!isRecord(value)) return false;
  const { revision, line, scripts } = value;
  if (!isText(line) || !(revision === null || isText(revision))) return false;
  return isRecord(scripts) && Object.values(scripts).every(isText);
}

function asJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function hasTexts(value: unknown, ...keys: readonly string[]): boolean {
  return isRecord(value) && keys.every((key) => isText(value[key]));
}

function isText(value: unknown): value is string {
  return typeof value === "string";
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
