/** alembic.ini as it stands in a sandbox's copy: it names the copy's folders, and the sandbox. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { withConfiguredUrl } from "../alembic/shadow-config.ts";
import type { SandboxProject } from "./sandbox-project.ts";

const LOCATION = /^([ \t]*script_location[ \t]*[=:][ \t]*)([A-Za-z_][\w.]*:.*|\/.*)$/gim;

/**
 * An absolute path, and a folder inside an installed package, would lead back to the original: what
 * a trainee lets alembic write would be written there.
 * @param path of the copied file
 * @param place the folder that stands for the original's root
 * @returns what has to stand in it
 */
export function copiedSettings(
  path: string,
  { root, parts, scripts }: Pick<SandboxProject, "root" | "parts" | "scripts">,
  place: string,
  url: string,
): string {
  const led = withConfiguredUrl(path, url) ?? readFileSync(path, "utf8");
  if (scripts === null) return led;
  const inIni = (path: string) => path.replaceAll("%", "%%");
  const located = led.replace(LOCATION, (_, key: string) => key + inIni(join(place, scripts)));
  return parts
    .filter((part) => part !== "")
    .reduce(
      (settings, part) =>
        settings.replaceAll(inIni(join(root, part)), () => inIni(join(place, part))),
      located,
    );
}
