/** Sizes as a person reads them. */

/** How a language writes them: bytes first, then 1024 times as much each. */
interface SizeWords {
  readonly units: readonly string[];
  readonly decimalMark: string;
}

const ENGLISH: SizeWords = { units: ["B", "kB", "MB", "GB", "TB"], decimalMark: "." };

/** @returns such as "1.4 GB": powers of 1024, as PostgreSQL's pg_size_pretty has them */
export function sizeText(bytes: number, { units, decimalMark } = ENGLISH): string {
  let size = bytes;
  let unit = 0;
  while (size >= 1024 && unit < units.length - 1) {
    size /= 1024;
    unit++;
  }
  const digits = size < 10 && unit > 0 ? 1 : 0;
  return `${size.toFixed(digits).replace(".", decimalMark)} ${units[unit]}`;
}
