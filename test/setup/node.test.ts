import { join } from "node:path";
import { describe, expect, test } from "vitest";
import {
  chooseNode,
  packagedNodeKnown,
  refuseAncientNode,
  tryPackagedNode,
} from "../../src/setup/node.mjs";
import { standIn, temporaryDirectory } from "./support.ts";

const own = (version: string) => ({ path: "/own/node", version });
const NEXT = "Install a newer Node from https://nodejs.org, then run the same command again.";

/** A clone whose packaged Node is this script. */
async function packaged(script?: string) {
  const root = temporaryDirectory();
  const bin = join(root, "node_modules", "node", "bin");
  if (script) standIn(bin, "node", script);
  return { root, bin, found: await tryPackagedNode(root, {}) };
}

describe("the choice of a Node", () => {
  test("takes the packaged one, whatever the own one is", async () => {
    const { bin, found } = await packaged("echo v24.1.0");
    for (const version of ["v18.19.0", "v20.20.2", "v26.0.0"]) {
      expect(chooseNode(found, own(version))).toBe(join(bin, "node"));
    }
  });

  test.each([
    ["is missing", undefined],
    ["does not run", "exit 1"],
    ["says something else", "echo hello"],
    ["is too old", "echo v20.1.0"],
  ])("takes the own one when the packaged one %s", async (_, script) => {
    const { found } = await packaged(script);
    expect(chooseNode(found, own("v22.0.0"))).toBe("/own/node");
  });

  test.each([
    [undefined, "is missing (npm may be set not to run install scripts)"],
    ["exit 1", "does not run on this machine"],
    ["echo v20.1.0", "is v20.1.0"],
  ])("says what is wrong when neither will do: %s", async (script, why) => {
    const { found } = await packaged(script);
    expect(() => chooseNode(found, own("v20.20.2"))).toThrow(
      `restamp needs Node 22 or newer; this is v20.20.2. The newer one that it brings along as a package ${why}. ${NEXT}`,
    );
  });

  test("does not begin with a Node that cannot run the set-up", () => {
    expect(() => refuseAncientNode("v16.20.2")).toThrow(
      `restamp needs Node 22 or newer; this is v16.20.2. ${NEXT}`,
    );
    expect(() => refuseAncientNode("v18.0.0")).not.toThrow();
  });

  test("notices when the packaged one was replaced, came or went", async () => {
    const none = await packaged();
    expect(packagedNodeKnown(none.root, none.found)).toBe(true);
    standIn(none.bin, "node", "echo v24.1.0");
    expect(packagedNodeKnown(none.root, none.found)).toBe(false);

    const one = await packaged("echo v24.1.0");
    expect(packagedNodeKnown(one.root, one.found)).toBe(true);
    standIn(one.bin, "node", "echo v24.10.0");
    expect(packagedNodeKnown(one.root, one.found)).toBe(false);
  });
});
