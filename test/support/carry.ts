/** Commands whose stdin and stdout are a connection, as ssh or docker would give one. */
import type { DatabaseUrl } from "../../src/core/database-url.ts";

const CARRY = `const s = require("node:net").connect(Number(process.argv[1]), process.argv[2]);
process.stdin.pipe(s); s.pipe(process.stdout); s.on("error", (e) => { console.error(e.message); process.exit(1); });`;

/** @returns a command line for --via that leads to the server of that URL */
export function carryTo({ host, port }: DatabaseUrl): string {
  const words = [process.execPath, "-e", CARRY.replaceAll("\n", " "), String(port), host ?? ""];
  return words.map((word) => `'${word}'`).join(" ");
}

/** @returns the URL as the server's own network knows it: from here it leads nowhere */
export function insideOf(database: DatabaseUrl): string {
  return database.text.replace(/@[^/]*\//, "@db.invalid:5432/");
}
