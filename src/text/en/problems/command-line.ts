/** What is wrong with the command line, its terminal or the settings file. */
import type { Write } from "../../problem-writing.ts";

const SETTING_IS: Record<string, string> = {
  text: "It has to be one text in quotes.",
  switch: "It has to be true or false.",
  version: "It has to be 1.",
};

export const commandLine = {
  usage: (d) => ({
    what: d["message"] ?? "The command line is not right.",
    why: "",
    next: `See restamp ${d["command"] ? `${d["command"]} ` : ""}--help.`,
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
  settings_unknown: (d) => ({
    what: `${d["key"]} cannot stand in ${d["path"]}.`,
    why: d["owners"]
      ? `--${d["key"]} is given with the command itself (${d["owners"]}), anew each time.`
      : d["nearest"]
        ? `restamp has no such key. The nearest is ${d["nearest"]}.`
        : `restamp has no such key. It has: ${d["known"]}.`,
    next: d["nearest"] && !d["owners"] ? "Correct the key, or remove it." : "Remove it.",
  }),
  settings_invalid: (d) => ({
    what: `${d["key"]} in ${d["path"]} is not right.`,
    why: SETTING_IS[d["expected"] ?? ""] ?? d["message"] ?? "",
    next: "Correct it: what the values mean is in restamp --help.",
  }),
  settings_newer: (d) => ({
    what: `${d["path"]} is written for a newer restamp.`,
    why: `It says version = ${d["version"]}; this restamp reads version ${d["known"]}.`,
    next: "Take a newer restamp. Nothing was changed.",
  }),
} satisfies Record<string, Write>;
