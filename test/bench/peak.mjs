/** Loaded into the process under measurement: at its end it writes how much memory it has had, in MiB. */
import { readFileSync, writeFileSync } from "node:fs";

process.on("exit", () => {
  writeFileSync(process.env.RESTAMP_BENCH_PEAK ?? "", String(kibibytes() / 1024));
});

/** Linux counts into maxRSS what the parent had when it forked; the high-water mark of this program alone is in proc(5). */
function kibibytes() {
  try {
    const [, mark] = /VmHWM:\s+(\d+)/.exec(readFileSync("/proc/self/status", "utf8")) ?? [];
    return Number(mark);
  } catch {
    return process.resourceUsage().maxRSS;
  }
}
