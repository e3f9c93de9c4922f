/** The settings file that counts for a command line, before that is carried out. */
import { homedir } from "node:os";
import { Command, CommanderError } from "commander";
import { Problem } from "../core/problem.ts";
import { findSettings, type SettingsFile } from "../io/project/settings-file.ts";
import { en } from "../text/en/index.ts";
import { type GlobalOptions, withGlobalOptions } from "./global-options.ts";

/**
 * @param argv the command line, without the program; what is wrong with it is told by whoever obeys it
 * @returns null without a file; what is wrong with it, for whoever needs it
 */
export function settingsHere(argv: readonly string[]): SettingsFile | Problem | null {
  const reader = withGlobalOptions(new Command(), en).exitOverride();
  try {
    reader.configureOutput({ writeErr: () => {} }).parseOptions([...argv]);
  } catch (error) {
    if (!(error instanceof Problem || error instanceof CommanderError)) throw error;
  }
  const { config, ignoreSettings } = reader.opts<GlobalOptions>();
  if (ignoreSettings) return null;
  try {
    return findSettings({ from: process.cwd(), home: homedir(), config });
  } catch (error) {
    if (error instanceof Problem) return error;
    throw error;
  }
}
