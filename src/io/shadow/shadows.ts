/** Where shadow databases come from. */
import { type DatabaseUrl, isUrlFault, parseDatabaseUrl } from "../../core/database-url.ts";
import { Problem } from "../../core/problem.ts";
import type { Reference } from "../../core/reference.ts";
import { type EmbeddedSettings, openEmbeddedShadows } from "./embedded.ts";
import { openNamedShadow } from "./named.ts";
import type { Shadow } from "./replay.ts";
import { openSameServerShadows } from "./same-server.ts";

/** Shadow databases, one at a time. */
export interface Shadows {
  /** @returns an empty database; the one before it is not used any more */
  open(): Promise<Shadow>;
  /**
   * Takes away whatever was made.
   * @param recorded what was recorded in the last one that was opened; null if nothing was
   */
  close(recorded: Reference | null): Promise<void>;
}

/** A server of restamp's own, the project's server, or an empty database that somebody names. */
export type ShadowPlace = "embedded" | "same-server" | DatabaseUrl;

/** @throws Problem url_malformed */
export function parseShadowPlace(given: string | undefined): ShadowPlace {
  if (given === undefined || given === "embedded") return "embedded";
  if (given === "same-server") return given;
  const url = parseDatabaseUrl(given);
  if (isUrlFault(url)) throw new Problem("url_malformed", { fault: url, path: "--shadow" });
  return url;
}

/** What a place needs to know: see there. */
export interface ShadowSettings extends EmbeddedSettings {
  /** The project's own database, which is never a shadow. */
  readonly own: DatabaseUrl;
  /** Is told the names of what an earlier recording has left behind, once it is gone. */
  readonly onRemoved: (names: readonly string[]) => void;
}

export function openShadows(place: ShadowPlace, settings: ShadowSettings): Shadows {
  const { own, onRemoved } = settings;
  if (place === "embedded") return openEmbeddedShadows(settings);
  if (place === "same-server") return openSameServerShadows(own, onRemoved);
  return openNamedShadow(place, own);
}
