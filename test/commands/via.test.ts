/** --via: a server that only a command leads to. */
import { readdirSync } from "node:fs";
import { expect, test } from "vitest";
import { emptyStamped, HEAD, stampOf } from "../support/broken-databases.ts";
import { carryTo, insideOf } from "../support/carry.ts";
import { freshDatabase } from "../support/database.ts";
import { sqlScript, standIn } from "../support/files.ts";
import { projectCopy, runRestamp, startRestamp, temporaryFolder } from "../support/restamp.ts";
import { smallProject } from "../support/small-project.ts";
import { untouched } from "../support/untouched.ts";
import { arrive } from "../support/walk.ts";

const BARE = ["--backup", "none", "--rehearse", "none"];

test("a repair goes all the way through it: restamp, alembic, and the proof that both are there", async () => {
  const database = await emptyStamped();
  const [home, project] = [temporaryFolder(), projectCopy()];
  const environment = { DATABASE_URL: insideOf(database), TMPDIR: temporaryFolder() };
  const via = ["-c", project, "--via", carryTo(database)];
  const looked = await runRestamp([...via, "diagnose", "--json"], { home, environment });
  expect(looked).toMatchObject({ code: 1 });
  // What it is called stays what it was: journals and reports are found again by it.
  expect(JSON.parse(looked.stdout)).toMatchObject({
    verdict: "empty_stamped",
    database: { host: "db.invalid" },
  });
  const { code, stderr } = await runRestamp([...via, "repair", "--yes", ...BARE], {
    home,
    environment,
  });
  expect({ code, stderr }).toMatchObject({ code: 0 });
  expect(await stampOf(database)).toEqual([HEAD]);
  expect(readdirSync(environment.TMPDIR).filter((name) => name.includes("via"))).toEqual([]);
  const undone = await runRestamp([...via, "undo", "--yes"], { home, environment });
  expect({ code: undone.code, stderr: undone.stderr }).toMatchObject({ code: 0 });
});

test("{} stands for a command of restamp's own, which runs inside the server's container", async () => {
  const database = await emptyStamped();
  const bin = temporaryFolder();
  const at = `${database.host}/${database.port}`;
  const inside = `shift 4; script=$(printf %s "$3" | sed 's#127.0.0.1/5432#${at}#'); exec "$1" "$2" "$script"`;
  standIn(bin, "kubectl", `[ "$1 $4" = "exec --" ] || exit 9; ${inside}`);
  const args = ["-c", projectCopy(), "--via", "kubectl exec -i db-0 -- {}", "diagnose", "--json"];
  const { stdout, stderr } = await runRestamp(args, {
    environment: { DATABASE_URL: insideOf(database), PATH: `${bin}:${process.env["PATH"]}` },
  });
  expect(stderr).toBe("");
  expect(JSON.parse(stdout)).toMatchObject({ verdict: "empty_stamped" });
});

test("the wizard proves that alembic takes the same way", async () => {
  const database = await emptyStamped();
  const terminal = startRestamp(["-c", projectCopy(), "--via", carryTo(database)], {
    environment: { DATABASE_URL: insideOf(database) },
  });
  await arrive(terminal, "connection");
  await terminal.waitFor(/✓ Same database +alembic sees a mark/);
  terminal.press("Ctrl+C");
  expect((await terminal.exit()).code).toBe(130);
});

const FAILS = {
  "dies and says why": {
    via: `sh -c 'echo "kaputt: $PGPASSWORD no route" >&2; exit 7'`,
    says: ["ended before the server had answered", "ended with 7. It said: kaputt:  no route"],
  },
  "prints a banner": {
    via: "echo Welcome to the jump host",
    says: ["not PostgreSQL", "began with: Welcome to the jump host"],
  },
  "prints what looks like a reply at first": {
    via: "echo Error: no such container",
    says: ["not PostgreSQL", "began with: Error: no such container"],
  },
  "is not there": {
    via: "nosuchcommand x",
    says: ["cannot be started", "There is no command nosuchcommand here."],
  },
  "cannot be started": { via: "/etc/passwd x", says: ["Of /etc/passwd the system says EACCES"] },
  "gives back what it is sent": { via: "cat", says: ["cat began with bytes that are no text"] },
  "ends at once": { via: "true", says: ["ended with 0"] },
};

test.each(Object.entries(FAILS))("a command that %s is one clear message", async (_, fails) => {
  const database = await emptyStamped();
  const expectUntouched = await untouched(database);
  const args = ["-c", projectCopy(), "--via", fails.via, "diagnose", "--json"];
  const environment = { DATABASE_URL: insideOf(database), PGPASSWORD: "hunter22" };
  const { code, stdout, stderr } = await runRestamp(args, { environment });
  expect(code).toBe(3);
  for (const words of fails.says) expect(stderr).toContain(words);
  expect(stderr).not.toMatch(/\\x|\ufffd/);
  expect(stdout + stderr).not.toContain("hunter22");
  await expectUntouched();
});

test("a command that lets nothing through is given up after ten seconds", async () => {
  const database = await emptyStamped();
  const args = ["-c", projectCopy(), "--via", "sleep 60", "diagnose"];
  const { code, stderr } = await runRestamp(args, {
    environment: { DATABASE_URL: insideOf(database) },
  });
  expect(code).toBe(3);
  expect(stderr).toContain("lets nothing through");
});

test("a wrong password behind it is said to be that", async () => {
  const database = await emptyStamped();
  const url = insideOf(database).replace(/:[^:@]*@/, ":not-the-one@");
  const args = ["-c", projectCopy(), "--via", carryTo(database), "diagnose", "--json"];
  const { stdout } = await runRestamp(args, { environment: { DATABASE_URL: url } });
  expect(JSON.parse(stdout).error.code).toBe("password_wrong");
});

test("alembic.ini with a URL of its own is led through it as well", async () => {
  const database = await freshDatabase();
  const project = smallProject({
    scripts: { "1.py": sqlScript("r1", null, "CREATE TABLE a (id int)") },
    ini: `sqlalchemy.url = ${insideOf(database)}`,
    url: 'config.get_main_option("sqlalchemy.url")',
  });
  const args = ["-c", project, "--via", carryTo(database), "repair", "--yes", ...BARE];
  const { code, stderr } = await runRestamp(args);
  expect({ code, stderr }).toMatchObject({ code: 0 });
  expect(await stampOf(database)).toEqual(["r1"]);
});
