/** The nearest known name, for one that is not known. */
import { Command, CommanderError } from "commander";

/** By the very rule by which commander finds the nearest option. @returns null when none is near */
export function nearestName(name: string, known: readonly string[]): string | null {
  const asker = new Command().exitOverride().configureOutput({ writeErr: () => {} });
  for (const each of known) asker.option(`--${each}`);
  try {
    asker.parse([`--${name}`], { from: "user" });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    return nearestIn(error).replace(/^--/, "") || null;
  }
  return name;
}

/** @returns the first name that commander suggests; an empty text where it suggests none */
export function nearestIn({ message }: CommanderError): string {
  const [, nearest = ""] = /Did you mean (?:one of )?([^?,]*)/.exec(message) ?? [];
  return nearest;
}
