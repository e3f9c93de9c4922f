/** Takes secrets out of text that comes from other programs. */

/** The password part of any URL: user, colon, password, at sign. */
const PASSWORD_IN_URL = /(\b[a-z][\w+.-]*:\/\/[^\s:/@]*:)[^\s@]+(?=@)/gi;

/** What a container or another machine is told on a command line. */
const PASSWORD_VARIABLE = /(\bPGPASSWORD=)(?:"[^"]*"|'[^']*'|[^\s"']+)/g;

export type Redact = (text: string) => string;

/** @param secrets every spelling of every secret; short ones too, for a password may be short */
export function redactor(secrets: readonly string[]): Redact {
  const longestFirst = [...secrets].sort((a, b) => b.length - a.length);
  return (text) =>
    longestFirst.reduce(
      (cleaned, secret) => cleaned.split(secret).join("***"),
      text.replace(PASSWORD_IN_URL, "$1***").replace(PASSWORD_VARIABLE, "$1***"),
    );
}
