/**
 * Every sentence that the set-up says, in the language of whoever reads it. They stand here and not
 * in src/text/ because they are needed before anything has been built.
 */
import { chosenLanguage } from "./language.mjs";
import * as en from "./sentences/en.mjs";
import * as ru from "./sentences/ru.mjs";

export const {
  names,
  starting,
  finished,
  failed,
  waiting,
  stopping,
  interrupted,
  nodeTooOld,
  noUsableNode,
  packagedNode,
  npmMissing,
  npmFailed,
  ending,
  lastLines,
  alembic,
  buildFailed,
  buildToolMissing,
  built,
  manualFailed,
  builtExecutable,
  nodeToPackMissing,
  otherNodeVersion,
  executableFailed,
  stopped,
  cannotStart,
  checkHeading,
  checkEnding,
  noTestRan,
} = { en, ru }[chosenLanguage(process.argv.slice(2), process.env)];

/**
 * Scripts read it as well, so it is the same in every language.
 * @param {import("./tally.mjs").Tally} tally
 * @returns {string} the last line of `npm test`
 */
export const closing = ({ passed, failed, skipped }) =>
  `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`;
