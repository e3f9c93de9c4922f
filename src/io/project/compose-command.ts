/** How docker compose is called for a project's compose file. */
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { runPlain } from "../process/plain.ts";

/** In the order in which docker compose takes the first (compose-go, `DefaultOverrideFileNames`, 2.x). */
const OVERRIDES = ["compose", "docker-compose"].flatMap((stem) =>
  ["yml", "yaml"].map((ending) => `${stem}.override.${ending}`),
);

/** @returns the command, with the file that overrides, which docker would take by itself without `-f` */
export function composeCommand(file: string): string[] {
  const override = OVERRIDES.map((name) => join(dirname(file), name)).find(existsSync);
  return ["docker", "compose", "-f", file, ...(override === undefined ? [] : ["-f", override])];
}

/**
 * Whether what docker publishes is published on this machine: DOCKER_HOST and a context may lead to
 * another (docker docs, "Docker contexts"). One that cannot be asked is taken for the usual one.
 */
export async function isDockerHere(
  environment: Readonly<Record<string, string>>,
): Promise<boolean> {
  const host = ["docker", "context", "inspect", "--format", "{{.Endpoints.docker.Host}}"];
  const { code, output } = await runPlain(host, environment);
  return code !== 0 || !/^(?:ssh|tcp|https?):/.test(output.trim());
}
