/**
 * Draws the pictures of the docs from a real run: `npm run pictures`. Screens that show paths of
 * the machine are left out.
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { test } from "vitest";
import { startRestamp } from "../support/restamp.ts";

const FOLDER = fileURLToPath(new URL("../../docs/pictures", import.meta.url));

test("the wizard, from the chain to the report", async () => {
  mkdirSync(FOLDER, { recursive: true });
  const wizard = startRestamp(["practice", "wrong-stamp-populated"]);
  const draw = (name: string) =>
    writeFileSync(join(FOLDER, `${name}.svg`), wizard.picture(`restamp, the screen: ${name}`));
  await wizard.waitFor("restamp and alembic reach the same database");
  wizard.press("Enter");
  for (const [shows, name] of [
    ["That is a claim, not a proof", "stamp"],
    ["is missing that the stamp promises", "tables"],
    ["Stamp ahead of the schema", "chain"],
    ["recommended", "path"],
  ] as const) {
    await wizard.waitFor(shows);
    draw(name);
    wizard.press("Enter");
  }
  await wizard.waitFor("y runs the plan."); // not "when this is done"
  draw("review");
  wizard.press("y");
  await wizard.waitFor("All steps are done");
  draw("run");
  wizard.press("Enter");
  await wizard.waitFor("Verified on a new connection");
  draw("verify");
  wizard.press("Enter");
  await wizard.waitFor("Saved as");
  wizard.press("Enter");
  await wizard.exit();
});
