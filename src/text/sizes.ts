/** Sizes as a person reads them. */

const UNITS = ["B", "kB", "MB", "GB", "TB"];

/** @returns such as "1.4 GB": powers of 1024, as PostgreSQL's pg_size_pretty has them */
export function sizeText(bytes: number): string {
  let size = bytes;
  let unit = 0;
  while (size >= 1024 && unit < UNITS.length - 1) {
    size /= 1024;
    unit++;
  }
  const digits = size < 10 && unit > 0 ? 1 : 0;
  return `${size.toFixed(digits)} ${UNITS[unit]}`;
}
