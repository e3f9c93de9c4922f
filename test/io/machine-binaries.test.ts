import { chmodSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { findBinaries, serverUser } from "../../src/io/shadow/binaries.ts";
import { newestOfMachine } from "../../src/io/shadow/machine-binaries.ts";
import { writeFiles } from "../support/files.ts";
import { temporaryFolder } from "../support/restamp.ts";

/** @returns a folder with programs that say this of their version */
function programs(said: string, names: readonly string[] = ["initdb", "postgres"]): string {
  const folder = temporaryFolder();
  const script = `#!/bin/sh\necho '${said}'\n`;
  writeFiles(folder, Object.fromEntries(names.map((name) => [name, script])));
  for (const name of names) chmodSync(join(folder, name), 0o755);
  return folder;
}

const version = (number: string) => `postgres (PostgreSQL) ${number} (Debian)`;

test("the newest server programs of the machine are taken", async () => {
  const folders = ["15.9", "18beta1", "15.14", "9.6"].map((number) => programs(version(number)));
  const found = await newestOfMachine(null, folders);
  expect(found?.postgres).toBe(join(folders[1] ?? "", "postgres"));
  expect(found?.identity).toMatch(/^18beta1-\d+$/);
  const minor = await newestOfMachine(null, [folders[0] ?? "", folders[2] ?? ""]);
  expect(minor?.initdb).toBe(join(folders[2] ?? "", "initdb"));
});

test("none are taken that are too old, half there, silent, or closed to the server's user", async () => {
  const closed = programs(version("17.0"));
  chmodSync(closed, 0o700);
  const unusable = [
    programs(version("12.22")),
    programs(version("18.0"), ["postgres"]),
    programs("who knows"),
    join(closed, "nowhere"),
  ];
  expect(await newestOfMachine(null, unusable)).toBeNull();
  expect(await newestOfMachine({ uid: 65534, gid: 65534 }, [closed])).toBeNull();
});

test("real programs are told by their own version", async () => {
  const as = serverUser();
  const { postgres } = await findBinaries(as);
  const found = await newestOfMachine(as, [dirname(postgres)]);
  expect(found?.postgres).toBe(postgres);
  expect(found?.identity).toMatch(/^\d+\.\d+-\d{6,}$/);
});
