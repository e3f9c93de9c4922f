export const start = {
  nodeTooOld: (version: string) =>
    `restamp needs Node 22 or newer; this is ${version}. Install a newer Node and start it again.`,
};
