/** `npm test`: sets up what is missing, then runs every check and every test, and counts them. */
import { isPlain, runCheck, runTests } from "./checks.mjs";
import { environmentFor } from "./environment.mjs";
import { SetupError } from "./errors.mjs";
import { ROOT } from "./paths.mjs";
import { say } from "./progress.mjs";
import { reporting } from "./reporting.mjs";
import { closing, noTestRan } from "./sentences.mjs";
import { ensureBuild, setUp, thisMachine } from "./setup.mjs";
import { withChecks } from "./tally.mjs";

const CHECKS = [
  { words: ["biome", "ci", "."], plain: ["--colors=off"] },
  { words: ["tsc", "--noEmit"], plain: [] },
  { words: ["knip"], plain: [] },
];

/** Whether each check passed. A build that succeeds is no check, one that fails is. @type {boolean[]} */
const checks = [];

const found = await reporting(async () => {
  const ready = await setUp(ROOT, thisMachine({ forTests: true }));
  try {
    await ensureBuild(ROOT);
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    // The checks below say more about a source that is wrong.
    say(error.message);
    checks.push(false);
  }
  return ready;
});

const where = { root: ROOT, node: found.node, env: environmentFor(process.env, found) };
const args = process.argv.slice(2);
// With arguments someone is after certain tests, and does not want to wait for the rest.
for (const { words, plain } of args.length > 0 ? [] : CHECKS) {
  const { code, stopped } = await runCheck(words, where, isPlain() ? plain : []);
  if (stopped) process.exit(code || 1);
  checks.push(code === 0);
}

const { code, stopped, tally } = await runTests(args, where);
if (stopped) process.exit(code || 1);
const total = withChecks(tally, checks);
const testRan = tally.passed + tally.failed > 0;
if (!testRan) process.stdout.write(`${noTestRan}\n`);
process.stdout.write(`${closing(total)}\n`);
process.exitCode = total.failed === 0 && testRan ? 0 : 1;
