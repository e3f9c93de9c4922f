/**
 * A process that inherits what others leave behind, as process 1 of a container does (Linux,
 * prctl(2), PR_SET_CHILD_SUBREAPER).
 */
import { join } from "node:path";
import { writeFiles } from "./files.ts";
import { PYTHON } from "./python.ts";
import { temporaryFolder } from "./restamp.ts";

export const canInherit = process.platform === "linux";

/** The first argument is where the ends of those are told that it had to wait for, the rest is run. */
const SCRIPT = `
import ctypes, json, os, subprocess, sys

assert ctypes.CDLL(None).prctl(36, 1, 0, 0, 0) == 0
child = subprocess.Popen(sys.argv[2:])
inherited = []
own = None
while True:
    try:
        pid, status = os.wait()
    except ChildProcessError:
        break
    code = os.waitstatus_to_exitcode(status)
    if pid == child.pid:
        own = code
    else:
        inherited.append(code)
with open(sys.argv[1], "w") as file:
    json.dump(inherited, file)
os._exit(own if own >= 0 else 128 - own)
`;

/** @returns what to run it with, and the file that tells how strangers ended: negative by a signal */
export function asProcessOne(argv: readonly string[]) {
  const folder = temporaryFolder();
  writeFiles(folder, { "one.py": SCRIPT });
  const inherited = join(folder, "inherited.json");
  return { argv: [PYTHON, join(folder, "one.py"), inherited, ...argv], inherited };
}
