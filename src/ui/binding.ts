/** One key and what it means; and those that scroll, which are the same everywhere. */
import type { LessonMessage } from "../practice/coach/lesson.ts";
import type { Intent } from "../session/screens/messages.ts";
import type { Text } from "../text/index.ts";
import type { KeyName } from "./key-press.ts";

export interface Binding {
  readonly keys: readonly KeyName[];
  /** How the key is named in the footer; null when it is not shown there. */
  readonly shown: string | null;
  readonly label: keyof Text["keys"]["labels"];
  /** What it means to the session, or to the view alone. */
  readonly intent:
    | Intent
    | { readonly type: "scroll"; readonly by: number | "top" | "end" }
    /** Back to the shell, until it brings restamp to the foreground again. */
    | { readonly type: "suspend" }
    /** To the coach. */
    | { readonly type: "lesson"; readonly message: LessonMessage };
}

/** Keys that only move what is seen. On screens with a list the arrows belong to the list. */
export function scrolling(withArrows: boolean): Binding[] {
  const by = (lines: number | "top" | "end") => ({ type: "scroll", by: lines }) as const;
  const arrows: Binding[] = [
    { keys: ["up", "k"], shown: null, label: "scroll", intent: by(-1) },
    { keys: ["down", "j"], shown: null, label: "scroll", intent: by(1) },
  ];
  return [
    ...(withArrows ? arrows : []),
    { keys: ["pageDown", " "], shown: null, label: "scroll", intent: by(10) },
    { keys: ["pageUp"], shown: null, label: "scroll", intent: by(-10) },
    { keys: ["home"], shown: null, label: "scroll", intent: by("top") },
    { keys: ["end"], shown: null, label: "scroll", intent: by("end") },
  ];
}
