export const practice = {
  title: "restamp practice",
  intro: "A real PostgreSQL and a real Alembic on this machine; nothing here can hurt anybody.",
  menuKeys: (arrows: string) => `${arrows} move   Enter start   q quit`,
  starting: "Starting an embedded PostgreSQL and breaking a database …",
  scenarios: {
    "wrong-stamp-empty": {
      title: "Wrong stamp on an empty database",
      story:
        "Friday, 18:40. A new server was set up from a script that ran `alembic stamp` instead of `alembic upgrade`. The backend does not start: sqlalchemy.exc.NoSuchTableError: users.",
    },
    "wrong-stamp-populated": {
      title: "Wrong stamp on a populated database",
      story:
        "Monday, 9:05. A database was restored from an old dump and then stamped by hand. Users, calls and participants are there with their rows; call_stats is not. `alembic upgrade head` fails.",
    },
    healthy: {
      title: "A healthy database",
      story: "Wednesday, 14:00. An alarm says that migrations are broken. Are they?",
    },
  },
  playing: (title: string) =>
    `Playing "${title}" without a terminal: each screen, then the recommended answer.`,
  answer: (key: string) => `> ${key}`,
  ended: "The scenario ended verified healthy.",
  notEnded: "The scenario did not end healthy.",
  cleaned: "The sandbox was removed.",
  again:
    "restamp practice --list shows the other scenarios. To use restamp on your own project, start it in the folder of its alembic.ini.",
};
