/** Programs that the docs name and that no test can run, each with the reason. */
export const ELSEWHERE: Readonly<Record<string, string>> = {
  ssh: "needs another machine",
  scp: "needs another machine",
  codesign: "is on macOS only",
  docker: "needs its daemon and the images of somebody's project",
  git: "fetches restamp itself",
  cd: "the folder of somebody's project",
  npm: "sets restamp up and tests it: test/setup, and the very tests that run now",
  npx: "starts the package, or fetches another: test/package/tarball.test.ts",
  node: "the same, without npm",
  restamp: "opens the wizard or a lesson, which test/e2e does; here its words are checked",
  "/path/to/restamp/dist/restamp.js": "the same, by its path",
};
