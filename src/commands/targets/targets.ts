/** Which databases and schemas one call is about. */

import type { DatabaseUrl } from "../../core/database-url.ts";
import { Problem } from "../../core/problem.ts";
import { knownAddressOf } from "../../io/postgres/address.ts";
import { findUrl } from "../../io/project/find-url.ts";
import { readTargets, tellsPassword } from "../../io/project/targets-file.ts";
import { placesOf } from "../open-ports.ts";
import type { TargetOptions } from "../port-settings.ts";
import type { GivenTarget, SeveralOptions } from "./options.ts";

export interface Target {
  readonly name: string;
  /** Null where only the way there can tell: --compose. */
  readonly place: Place | null;
  readonly schema: string | null;
  /** What it is opened with. */
  readonly options: TargetOptions;
}

export interface Place {
  readonly host: string;
  readonly port: number;
  readonly database: string;
}

/**
 * @param from the folder in which the operator stands
 * @param warn is told of a file that holds a password and that others may read
 * @returns one for each database and schema, in the order in which they were named
 * @throws Problem targets_file, config_*, url_malformed
 */
export function targetsOf(
  given: SeveralOptions & GivenTarget,
  from: string,
  environment: NodeJS.ProcessEnv,
  warn: (path: string) => void,
): readonly Target[] {
  const { schema: schemas = [], targets: path, ...options } = given;
  if (path === undefined) {
    const place = usualPlace(options, from, environment);
    return schemas.map((schema) => ({
      name: schema,
      place,
      schema,
      options: { ...options, schema },
    }));
  }
  const listed = readTargets(path, environment);
  if (tellsPassword(path, listed)) warn(path);
  return listed.flatMap(({ name, url }): Target[] => {
    const own = { ...options, url: url.text };
    const place = placeOf(url);
    if (schemas.length === 0) return [{ name, place, schema: null, options: own }];
    return schemas.map((schema) => ({
      name: schemas.length === 1 ? name : `${name} ${schema}`,
      place,
      schema,
      options: { ...own, schema },
    }));
  });
}

/** A URL that is not there may still be found, in the compose file. */
function usualPlace(
  options: Omit<TargetOptions, "schema">,
  from: string,
  environment: NodeJS.ProcessEnv,
): Place | null {
  const places = placesOf(options, from, environment);
  try {
    return placeOf(findUrl(places, options, from, environment).url);
  } catch (error) {
    if (error instanceof Problem && error.code === "url_missing") return null;
    throw error;
  }
}

function placeOf(url: DatabaseUrl): Place {
  return { ...knownAddressOf(url), database: url.database ?? "" };
}
