import fc from "fast-check";
import { expect, test } from "vitest";
import { fewAtATime } from "../../src/commands/targets/at-a-time.ts";

/** Turns of the event loop that a piece of work takes. */
const turns = async (count: number) => {
  for (let at = 0; at < count; at += 1) await Promise.resolve();
};

const items = fc.array(fc.record({ lane: fc.constantFrom("a", "b", "c"), long: fc.nat(9) }));

test("each is done once, never more at a time than allowed, and one at a time in a lane", async () => {
  await fc.assert(
    fc.asyncProperty(items, fc.integer({ min: 1, max: 5 }), async (all, parallel) => {
      const busy: string[] = [];
      let most = 0;
      const pace = {
        parallel,
        laneOf: ({ lane }: { lane: string }) => lane,
        isHalted: () => false,
      };
      const done = await fewAtATime(all, pace, async (item) => {
        expect(busy).not.toContain(item.lane);
        busy.push(item.lane);
        most = Math.max(most, busy.length);
        await turns(item.long);
        busy.splice(busy.indexOf(item.lane), 1);
        return item;
      });
      expect(done).toEqual(all);
      const lanes = new Set(all.map(({ lane }) => lane)).size;
      expect(most).toBe(Math.min(parallel, lanes));
    }),
  );
});

test("once it is halted nothing more is begun, and what was begun is waited for", async () => {
  let begun = 0;
  const pace = { parallel: 2, laneOf: String, isHalted: () => begun >= 3 };
  const done = await fewAtATime([1, 2, 3, 4, 5], pace, async (item) => {
    begun += 1;
    await turns(5);
    return item;
  });
  expect(done.slice(0, 3)).toEqual([1, 2, 3]);
  expect(done.slice(-1)).toEqual([null]);
  expect(done).toHaveLength(5);
});
