/** Loaded into restamp: at its end it writes down what was loaded on the way. */
import { writeFileSync } from "node:fs";

const { instantiate } = WebAssembly;
let layout = false;
// Ink draws by Yoga, which is WebAssembly; nothing else in restamp is.
WebAssembly.instantiate = (...args) => {
  layout = true;
  return instantiate(...args);
};

process.on("exit", () => {
  // Not in the types; Node's own tests use it in the same way (test/parallel/test-bootstrap-modules.js).
  const { moduleLoadList } = /** @type {{ moduleLoadList: string[] }} */ (
    /** @type {unknown} */ (process)
  );
  const modules = moduleLoadList.map((line) => line.replace(/^NativeModule /, ""));
  writeFileSync(process.env.RESTAMP_LOADED ?? "", JSON.stringify({ layout, modules }));
});
