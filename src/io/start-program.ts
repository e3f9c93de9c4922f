/** Starts the program that the build has put beside the entry. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { Script } from "node:vm";
import { keptCode } from "./compiled-code.ts";

/** Milliseconds after which a program has begun, whatever it does from then on. */
const HAS_BEGUN = 2_000;

/** What a module has and a script has not (src/setup/bundle.mjs puts it into one function). */
type Program = (require: NodeJS.Require, meta: ImportMeta) => Promise<void>;

/**
 * Runs it to its end, compiled as it was kept. Otherwise it is kept now: once it has begun, because
 * V8 forgets in time what is not called any more; sooner at the end of a run that had an answer.
 * @param meta of the entry
 * @param args of the command line
 */
export async function startProgram(meta: ImportMeta, args: readonly string[]): Promise<void> {
  const path = fileURLToPath(new URL("program.js", meta.url));
  const source = readFileSync(path);
  const kept = keptCode(source, partFor(args));
  const script = new Script(source.toString("latin1"), {
    filename: path,
    ...(kept?.code ? { cachedData: kept.code } : {}),
  });
  const program: Program = script.runInThisContext();
  const started = program(createRequire(path), meta);
  if (!kept || script.cachedDataRejected === false) return started;
  let isKept = false;
  const keep = () => {
    if (!isKept) kept.keep(script.createCachedData());
    isKept = true;
  };
  setTimeout(keep, HAS_BEGUN).unref();
  await started;
  if (Number(process.exitCode ?? 0) <= 1) keep();
}

/** A run that asks for help sees little of the command that it names. */
const HELP: ReadonlySet<string> = new Set(["--help", "-h", "--version", "-V"]);

/** @returns a name for what will be called, which can stand in that of a file */
function partFor(args: readonly string[]): string {
  if (args.some((arg) => HELP.has(arg))) return "help";
  const [first = ""] = args;
  return /^[a-z]+$/.test(first) ? first : "wizard";
}
