export const practice = {
  title: "restamp practice",
  intro: "A real PostgreSQL and a real Alembic on this machine; nothing here can hurt anybody.",
  page: (first: number, last: number, all: number) => `${first} to ${last} of ${all}`,
  menuKeys: (arrows: string) => `${arrows} move   Enter start   ? help   q quit`,
  menuHelp:
    "Each of these databases is really broken, on a server of its own. Enter starts its lesson: the coach asks, and the wizard shows the repair. PgUp and PgDn turn the list by a page. restamp practice --list says which ones you have played. Esc closes this help.",
  starting: "Starting an embedded PostgreSQL and breaking a database …",
  playing: (title: string) =>
    `Playing "${title}" without a terminal: each screen, then the recommended answer.`,
  senior: (words: string) => `A senior would have done this: ${words}`,
  ended: "The scenario ended verified healthy.",
  notEnded: "The scenario did not end healthy.",
  cleaned: "The sandbox was removed.",
  again: (command: string) =>
    `${command} --list shows the other scenarios. To use restamp on your own project, start it in the folder of its alembic.ini.`,
};
