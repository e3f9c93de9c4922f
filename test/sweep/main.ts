/** `npm run sweep -- PATH/TO/alembic.ini`: see docs/maintainers/sweep.md. */
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { startCluster } from "../../src/io/shadow/cluster.ts";
import { sweep } from "./sweep.ts";
import { openTally, table } from "./tally.ts";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    every: { type: "string", default: "1" },
    stamps: { type: "string", default: "some" },
    limit: { type: "string", default: "10" },
    repairs: { type: "string", default: "5" },
    seed: { type: "string", default: "1" },
    scheme: { type: "string", default: "postgresql" },
    verbose: { type: "boolean", default: false },
  },
});

const tell = (line: string) => process.stdout.write(`${line}\n`);

const [config] = positionals;
if (config === undefined) {
  tell("usage: npm run sweep -- PATH/TO/alembic.ini [--every N] [--stamps all|some] [--limit MIN]");
  tell("       [--repairs N] [--seed N] [--scheme postgresql+asyncpg] [--verbose]");
  process.exit(2);
}

const cluster = await startCluster();
const tally = openTally(({ kind, outcome, how, said }) => {
  if (outcome === "wrong" || (values.verbose && outcome !== "right")) {
    tell(`${outcome.toUpperCase()} ${kind}: ${how}\n      ${said}`);
  }
});
try {
  await sweep(
    {
      config: resolve(config),
      every: Number(values.every),
      stamps: values.stamps === "all" ? "all" : "some",
      limit: Number(values.limit),
      repairs: Number(values.repairs),
      seed: Number(values.seed),
    },
    (database) => cluster.url(database, values.scheme),
    tally,
    tell,
  );
} finally {
  await cluster.stop();
}
for (const [what, times] of tally.skipped) tell(`left out, ${what}: ${times}`);
for (const line of table(tally)) tell(line);
process.exit(tally.cases.some(({ outcome }) => outcome === "wrong") ? 1 : 0);
