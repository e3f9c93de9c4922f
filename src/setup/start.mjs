/** `npm start`: sets up what is missing, then starts the practice in the terminal. */
import { environmentFor } from "./environment.mjs";
import { runInForeground } from "./foreground.mjs";
import { pathsIn, ROOT } from "./paths.mjs";
import { reporting } from "./reporting.mjs";
import { ensureBuild, setUp, thisMachine } from "./setup.mjs";

const found = await reporting(async () => {
  const ready = await setUp(ROOT, thisMachine({ forTests: false }));
  await ensureBuild(ROOT);
  return ready;
});
// After "--" Node takes no option for its own: it has an --env-file, too.
const argv = [found.node, "--", pathsIn(ROOT).entry, "practice", ...process.argv.slice(2)];
const { code } = await runInForeground(argv, {
  cwd: ROOT,
  // Nobody who starts it so has a command called restamp.
  env: { ...environmentFor(process.env, found), RESTAMP_PRACTICE: "npm start --" },
});
process.exit(code);
