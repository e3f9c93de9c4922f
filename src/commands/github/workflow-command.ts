/**
 * The lines by which a job of GitHub Actions marks a place in a file:
 * https://docs.github.com/actions/reference/workflow-commands-for-github-actions
 */

export interface Annotation {
  readonly level: "error" | "warning" | "notice";
  readonly title: string;
  /** May have several lines. */
  readonly message: string;
  /** Relative to the repository; null where it is about no file. */
  readonly file: string | null;
  readonly line: number | null;
}

export function workflowCommand({ level, title, message, file, line }: Annotation): string {
  const properties = [
    ...(file === null ? [] : [`file=${escapedProperty(file)}`]),
    ...(file === null || line === null ? [] : [`line=${line}`]),
    `title=${escapedProperty(title)}`,
  ];
  return `::${level} ${properties.join(",")}::${escaped(message)}`;
}

/** As the runner reads it: actions/toolkit, packages/core/src/command.ts, `escapeData`. */
function escaped(text: string): string {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

/** `escapeProperty` of the same file. */
function escapedProperty(text: string): string {
  return escaped(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}
