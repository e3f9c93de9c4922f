import { Readable } from "node:stream";
import { text } from "node:stream/consumers";
import { expect, test } from "vitest";
import { asPart } from "../../src/io/backup/restore-script.ts";

const START = `BEGIN;

SET lock_timeout = 0;
SET transaction_timeout = 0;
SELECT pg_catalog.set_config('search_path', '', false);
`;

const END = "\nCOMMIT;\n\n--\n-- PostgreSQL database dump complete\n--\n\n\\unrestrict key\n\n";

/** What becomes of a script that comes in pieces. */
const passed = (script: string, size: number) => {
  const bytes = Buffer.from(script);
  const pieces = Array.from({ length: Math.ceil(bytes.length / size) }, (_, at) =>
    bytes.subarray(at * size, (at + 1) * size),
  );
  return text(Readable.from(pieces).compose(asPart()));
};

const ROWS =
  "COPY public.t (a) FROM stdin;\nSET transaction_timeout = 0;\nCOMMIT;\nBEGIN;\nы\n\\.\n";

test.each([1, 7, 4096, 1_000_000])(
  "in pieces of %i: one COMMIT goes, a setting is made if there is one, all else stays",
  async (size) => {
    for (const rows of [ROWS, ROWS + "x".repeat(20_000) + ROWS]) {
      const script = await passed(START + rows + END, size);
      expect(script).toBe(
        START.replace(
          "SET transaction_timeout = 0;",
          "SELECT pg_catalog.set_config('transaction_timeout', '0', false)\n  WHERE pg_catalog.current_setting('transaction_timeout', true) IS NOT NULL;",
        ) +
          rows +
          END.replace("COMMIT;\n", ""),
      );
    }
  },
);

test("a row that says the same as a setting is left alone", async () => {
  const start = START.replace("SET transaction_timeout = 0;\n", "");
  expect(await passed(start + ROWS + END, 100)).toBe(start + ROWS + END.replace("COMMIT;\n", ""));
});

test("a script without a COMMIT at its end is an error", async () => {
  await expect(passed(START + ROWS + "x".repeat(5000), 100)).rejects.toThrow("COMMIT");
});
