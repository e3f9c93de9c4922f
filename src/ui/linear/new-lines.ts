/**
 * What of a frame has to be read, after the one before it. A frame with another title is a new
 * screen and is read as a whole; otherwise the lines that are not in the longest common part.
 */
export function newLines(before: readonly string[], now: readonly string[]): readonly string[] {
  if (before[0] !== now[0]) return now;
  const common = lengths(before, now);
  const added: string[] = [];
  let at = 0;
  for (let line = 0; line < now.length; ) {
    if (at < before.length && before[at] === now[line]) {
      at += 1;
      line += 1;
    } else if (
      at < before.length &&
      lengthAt(common, at + 1, line) >= lengthAt(common, at, line + 1)
    ) {
      at += 1;
    } else {
      added.push(now[line] ?? "");
      line += 1;
    }
  }
  return added;
}

type Lengths = readonly (readonly number[])[];

const lengthAt = (common: Lengths, at: number, line: number) => common[at]?.[line] ?? 0;

/** Of the longest common part of what follows each pair of lines. */
function lengths(before: readonly string[], now: readonly string[]): Lengths {
  const common = Array.from({ length: before.length + 1 }, () =>
    new Array<number>(now.length + 1).fill(0),
  );
  for (let at = before.length - 1; at >= 0; at -= 1) {
    const row = common[at] ?? [];
    for (let line = now.length - 1; line >= 0; line -= 1) {
      row[line] =
        before[at] === now[line]
          ? 1 + lengthAt(common, at + 1, line + 1)
          : Math.max(lengthAt(common, at + 1, line), lengthAt(common, at, line + 1));
    }
  }
  return common;
}
