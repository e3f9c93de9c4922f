/** Whether what a file holds is a secret at all. */
import { statSync } from "node:fs";

/** @returns whether the file's group, or anybody on this machine, may read it */
export function isReadableByOthers(path: string): boolean {
  return (statSync(path).mode & 0o044) !== 0;
}
