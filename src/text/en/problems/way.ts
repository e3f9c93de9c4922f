/** What is wrong with the way there: --via and --compose. */
import type { Write } from "../../problem-writing.ts";

export const way = {
  via_failed: (d) => (d["file"] ? unstartable(d) : endedEarly(d)),
  via_banner: (d) => ({
    what: "The command of --via says something that is not PostgreSQL.",
    why: `${d["command"]} ${d["line"] ? `began with: ${d["line"]}` : "began with bytes that are no text, and no reply of PostgreSQL."}`,
    next: "Its output has to be the server's alone: silence banners and login messages, and check that it leads to PostgreSQL.",
  }),
  via_silent: (d) => ({
    what: "The command of --via lets nothing through.",
    why: `${d["command"]} is running, and no server answers behind it.`,
    next: "Check the address in it, and whether PostgreSQL is up there.",
  }),
  compose_missing: (d) => ({
    what: "There is no compose file beside the project.",
    why: `Looked in ${d["looked"]} for ${d["names"]}.`,
    next: "Run restamp in the folder that has it, or leave --compose out and name the database with --url.",
  }),
  docker_missing: (d) => ({
    what: "docker is not installed here.",
    why: `--compose has docker compose read ${d["path"]}, and no docker is in PATH.`,
    next: "Run restamp where docker is, or leave --compose out and name the database with --url.",
  }),
  compose_unreadable: (d) =>
    d["reason"] === "silent"
      ? {
          what: "docker does not answer.",
          why: `${d["command"]} has not ended in 20 seconds. DOCKER_HOST, or docker's context, may lead to a machine that is not reached.`,
          next: "Run it by hand, and try again when it answers; or leave --compose out and name the database with --url.",
        }
      : {
          what: `docker compose cannot read ${d["path"]}.`,
          why: d["line"] || "What docker compose config prints is no JSON.",
          next: "Run docker compose config beside it, and try again.",
        },
  compose_service: (d) => ({
    what: d["service"]
      ? `There is no service ${d["service"]} in the compose file.`
      : "It is not clear which service is the database.",
    why: d["known"] ? `Services: ${d["known"]}.` : "No service looks like PostgreSQL.",
    next: "Name it: --compose SERVICE.",
  }),
} satisfies Record<string, Write>;

/** By what the system says of the program. */
const unstartable: Write = (d) => ({
  what: "The command of --via cannot be started.",
  why:
    d["reason"] === "ENOENT"
      ? `There is no command ${d["file"]} here.`
      : `Of ${d["file"]} the system says ${d["reason"]}.`,
  next: "Check its name and PATH, or give its whole path.",
});

const endedEarly: Write = (d) => ({
  what: "The command of --via ended before the server had answered.",
  why: `${d["command"]} ended with ${d["code"]}.${d["line"] ? ` It said: ${d["line"]}` : ""}`,
  next: "Run it by hand: it has to stay open and say nothing. It cannot ask for a password: use keys.",
});
