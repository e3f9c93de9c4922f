/**
 * Reads variables of a `.env` file as python-dotenv does, which is what env.py will see: a
 * number sign begins a comment only after a blank. The npm packages cut an unquoted value at any
 * number sign, and with it a password.
 */

/** @returns the value of the last assignment, undefined when there is none */
export function readVariable(text: string, name: string): string | undefined {
  const assignment = new RegExp(
    `^[ \\t]*(?:export[ \\t]+)?${name}[ \\t]*=[ \\t]*(?:"((?:[^"\\\\]|\\\\.)*)"|'((?:[^'\\\\]|\\\\.)*)'|([^\\n]*))`,
    "gm",
  );
  const found = [
    ...text
      .replace(/^\ufeff/, "")
      .replace(/\r\n?/g, "\n")
      .matchAll(assignment),
  ].at(-1);
  if (!found) return undefined;
  const [, double, single, plain = ""] = found;
  if (double !== undefined) return double.replace(/\\(["\\$])/g, "$1");
  if (single !== undefined) return single.replace(/\\(['\\])/g, "$1");
  return plain.replace(/(?:^|[ \t]+)#.*$/, "").trim();
}

/** @returns every variable that the text assigns */
export function readVariables(text: string): Record<string, string> {
  const names = text.matchAll(/^[ \t]*(?:export[ \t]+)?([A-Za-z_]\w*)[ \t]*=/gm);
  return Object.fromEntries(
    [...names].map(([, name = ""]) => [name, readVariable(text, name) ?? ""]),
  );
}
