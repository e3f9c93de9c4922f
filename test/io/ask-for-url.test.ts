/** What comes of asking env.py where it goes, when it does not come to connect. */
import { join } from "node:path";
import { expect, test } from "vitest";
import { askForUrl } from "../../src/io/alembic/ask-for-url.ts";
import { findAlembic } from "../../src/io/alembic/find-alembic.ts";
import { canSeeProcesses, processesNaming } from "../support/processes.ts";
import { smallProject } from "../support/small-project.ts";

test.runIf(canSeeProcesses)(
  "an env.py that tries for ever is given up, and nothing stays",
  async () => {
    const folder = smallProject({
      scripts: {},
      url: `(lambda here: exec("""
while True:
    try:
        create_engine("postgresql+psycopg://app@127.0.0.1:1/app").connect()
    except:
        pass
"""))("app")`,
    });
    const asked = await askForUrl(
      {
        findCommand: () => findAlembic(folder, process.env["RESTAMP_ALEMBIC"]),
        configPath: join(folder, "alembic.ini"),
        section: undefined,
        extra: [`here=${folder}`],
      },
      {},
      2,
    );
    expect(asked).toEqual({ asked: "slow", seconds: "2" });
    expect(processesNaming(folder)).toEqual([]);
  },
);
