export const start = {
  nodeTooOld: (version: string) =>
    `restamp needs Node 22 or newer; this is ${version}. Install a newer Node, or take the single executable, which needs none: npm run executable builds it in a clone of restamp.`,
};
