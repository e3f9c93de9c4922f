/**
 * `host=… dbname='a b'`: libpq's "Keyword/Value Connection Strings".
 * @returns the values by their keywords; null where the text is something else
 */
export function readKeywords(text: string): Record<string, string> | null {
  const values: Record<string, string> = {};
  const pair = /\s*(\w+)\s*=\s*(?:'((?:[^'\\]|\\.)*)'|((?:[^\s'\\]|\\.)(?:[^\s\\]|\\.)*)?)/gsy;
  let end = 0;
  for (let match = pair.exec(text); match; match = pair.exec(text)) {
    values[match[1] ?? ""] = (match[2] ?? match[3] ?? "").replace(/\\(.)/gs, "$1");
    end = pair.lastIndex;
  }
  return text.slice(end).trim() === "" ? values : null;
}
