/** What is wrong with the command line or its terminal. */
import type { Write } from "../../problem-writing.ts";

export const commandLine = {
  usage: (d) => ({
    what: d["message"] ?? "The command line is not right.",
    why: "",
    next: "See restamp --help.",
  }),
  unknown_revision_asked: (d) => ({
    what: `Revision ${d["revision"]} is not in this chain.`,
    why: `The scripts have: ${d["known"]}.`,
    next: "Check the id given to --stamp.",
  }),
  needs_terminal: () => ({
    what: "The wizard needs a terminal, and there is none.",
    why: "Its input or its output is a pipe or a file.",
    next: "Use restamp diagnose, restamp plan or restamp repair --yes. Over SSH: ssh -t.",
  }),
} satisfies Record<string, Write>;
