import { existsSync } from "node:fs";
import { join } from "node:path";
import { PassThrough, Transform } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { pipePlain } from "../../src/io/process/pipe-plain.ts";
import { temporaryFolder } from "../support/restamp.ts";

const sh = (script: string) => ["/bin/sh", "-c", script];

const NEVER = new AbortController().signal;

/** More than any pipe holds. */
const MUCH = "yes | head -c 3000000";

const texts = {
  before: "first\n",
  begun: "begun",
  between: async () => {},
  start: "start\n",
  after: "after\n",
  ready: "ready",
  last: "last\n",
};

/** How a second program begins that reads the texts. */
const BEGUN = "read a; echo begun >&2; read s;";

const around = () => ({ ...texts, through: new PassThrough() });

test("the second program has what the first one prints, between the two texts", async () => {
  const check = `${BEGUN} read b; read c; echo ready >&2; read d; [ "$a $s $b $c $d" = "first start middle after last" ]`;
  expect(await pipePlain(sh("echo middle"), sh(check), {}, around(), NEVER)).toMatchObject({
    code: 0,
    wasGivenLast: true,
  });
});

test("the last text is kept back until the second program is there", async () => {
  const script = `${BEGUN} read b; read c; read -t 1 d && exit 9; echo ready >&2; read e; exit 0`;
  const ran = await pipePlain(sh("echo middle"), ["/bin/bash", "-c", script], {}, around(), NEVER);
  expect(ran.code).toBe(0);
});

test("a second program that ends early is heard, and does not leave the first one waiting", async () => {
  const ran = await pipePlain(
    sh(MUCH),
    sh(`${BEGUN} echo 'ERROR: no' >&2; exit 3`),
    {},
    around(),
    NEVER,
  );
  expect(ran).toEqual({ code: 3, errors: "begun\nERROR: no\n", wasGivenLast: false });
});

test("a second program that is not there is an error, and does not leave the first one waiting", async () => {
  await expect(pipePlain(sh(MUCH), ["/nowhere/psql"], {}, around(), NEVER)).rejects.toThrow(
    "ENOENT",
  );
});

test("when the first program fails, the second one never hears the end of it", async () => {
  const all = `${BEGUN} cat > /dev/null; exit 0`;
  const ran = await pipePlain(
    sh("echo half; echo 'lost' >&2; exit 5"),
    sh(all),
    {},
    around(),
    NEVER,
  );
  expect(ran).toEqual({ code: 5, errors: "lost\n", wasGivenLast: false });
});

test("one that is stopped before the last text never gets it", async () => {
  const stop = new AbortController();
  const all = `${BEGUN} while read line; do [ $line = last ] && exit 0; done; exit 9`;
  const running = pipePlain(sh("echo half; sleep 60"), sh(all), {}, around(), stop.signal);
  setTimeout(() => stop.abort(), 100);
  expect((await running).code).toBeGreaterThan(0);
});

test("what the first program prints goes through on its way, and nothing comes before its end", async () => {
  const through = new Transform({
    transform: (chunk: Buffer, _, done) => done(null, chunk.toString().toUpperCase()),
    flush: (done) => void setTimeout(() => done(null, "end\n"), 50),
  });
  const check = `${BEGUN} read b; read c; read d; echo ready >&2; [ "$a $b $c $d" = "first MIDDLE end after" ]`;
  const ran = await pipePlain(sh("echo middle"), sh(check), {}, { ...texts, through }, NEVER);
  expect(ran.code).toBe(0);
});

test("where it is not as it should be, the second program never hears the end of it", async () => {
  const through = new Transform({
    transform: (chunk, _, done) => done(null, chunk),
    flush: (done) => done(new Error("not as it should be")),
  });
  const all = `${BEGUN} while read line; do [ $line = last ] && exit 0; done; exit 9`;
  const running = pipePlain(sh("echo half"), sh(all), {}, { ...texts, through }, NEVER);
  await expect(running).rejects.toThrow("not as it should be");
});

test("the first program does not start before what comes between is done", async () => {
  const order: string[] = [];
  const check = `${BEGUN} read b; read c; echo ready >&2; read d; [ "$a $s $b" = "first start middle" ]`;
  const marker = join(temporaryFolder(), "started");
  const between = async () => {
    await sleep(200);
    order.push(existsSync(marker) ? "too early" : "between");
  };
  const from = sh(`: > '${marker}'; echo middle`);
  const ran = await pipePlain(from, sh(check), {}, { ...around(), between }, NEVER);
  expect(ran.code).toBe(0);
  expect(order).toEqual(["between"]);
});

test("where that fails, nothing more is handed over, and its error is what is told", async () => {
  const heard = join(temporaryFolder(), "heard");
  const all = `${BEGUN} : > '${heard}'; cat > /dev/null`;
  const between = () => Promise.reject(new Error("changed meanwhile"));
  const running = pipePlain(sh("echo middle"), sh(all), {}, { ...around(), between }, NEVER);
  await expect(running).rejects.toThrow("changed meanwhile");
  expect(existsSync(heard)).toBe(false);
});
