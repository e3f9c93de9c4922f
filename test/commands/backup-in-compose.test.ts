/** A pg_dump that is in the database's container only. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { FIRST, HEAD, populatedDatabases, stampOf, WRONG } from "../support/broken-databases.ts";
import { PG_DUMP } from "../support/dump-programs.ts";
import { standIn, writeFiles } from "../support/files.ts";
import { restampOn } from "../support/repairs.ts";
import { projectCopy, temporaryFolder } from "../support/restamp.ts";

const wrong = populatedDatabases(FIRST, WRONG);

/** The machine's own are taken first. */
const INSTALLED = "/usr/lib/postgresql";
const hasOwn =
  existsSync(INSTALLED) && readdirSync(INSTALLED).some((version) => Number(version) >= 18);

test.skipIf(PG_DUMP === null || hasOwn)(
  "the service of a compose file that has a pg_dump makes the backup, through its own socket",
  async () => {
    const [database, project] = [await wrong(), projectCopy()];
    const [bin, folder] = [temporaryFolder(), join(temporaryFolder(), "backups")];
    writeFiles(project, { "compose.yaml": "services: {db: {image: postgres}}\n" });
    // Beside the server nobody is asked for a password, and its address is the container's own.
    const { host, port, password } = database;
    standIn(
      bin,
      "docker",
      [
        `env | grep -c -e '${password}' >> '${bin}/secrets'`,
        "shift 3",
        '[ "$1" = ps ] && { echo web; echo db; exit; }',
        '[ "$3" = db ] || exit 126',
        "program=$4; shift 4",
        `export PGHOST='${host}' PGPORT='${port}' PGPASSWORD='${password}'`,
        `exec '${dirname(PG_DUMP ?? "")}'/"$program" "$@"`,
      ].join("\n"),
    );
    const args = ["repair", "--yes", "--json", "--backup", folder];
    const environment = { PATH: `${bin}:/usr/bin:/bin` };
    const { code, stdout, stderr } = await restampOn(database, args, { project, environment });
    expect({ code, stderr }).toMatchObject({ code: 0 });
    const { backup } = JSON.parse(stdout);
    expect(backup.proof).toMatchObject({ level: "listed", tables: 4, gap: "in_container" });
    expect(backup.restore).toContain("docker compose");
    expect(stderr).toContain("Not restored, because its programs run in a container");
    expect(await stampOf(database)).toEqual([HEAD]);
    const secrets = readFileSync(join(bin, "secrets"), "utf8").trim().split("\n");
    expect(new Set(secrets)).toEqual(new Set(["0"]));
  },
);
