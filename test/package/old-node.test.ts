/** An older Node is told apart before anything else is loaded, and what to do instead is said. */
import { spawnSync } from "node:child_process";
import { expect, test } from "vitest";
import { pathsIn, ROOT } from "../../src/setup/paths.mjs";

/** Makes this Node call itself an older one. */
const OLD = `data:text/javascript,${encodeURIComponent(
  `Object.defineProperty(process, "versions", { value: { ...process.versions, node: "20.20.2" } });
   Object.defineProperty(process, "version", { value: "v20.20.2" });`,
)}`;

test.each([
  ["en", /^restamp needs Node 22 or newer; this is v20\.20\.2\. .*executable, which needs none/],
  ["ru", /^Для restamp нужен Node 22 или новее, а здесь v20\.20\.2\. .*Node не нужен/],
])("with Node 20 it says in %s what runs without a newer one", (language, said) => {
  const argv = ["--import", OLD, pathsIn(ROOT).entry, "diagnose", "--lang", language];
  const ran = spawnSync(process.execPath, argv, { encoding: "utf8" });
  expect(ran).toMatchObject({ status: 3, stdout: "" });
  expect(ran.stderr).toMatch(said);
  expect(ran.stderr).toContain("npm run executable");
});
