/** How docker compose is called for a project's compose file. */
import { runPlain } from "../process/plain.ts";

/** @returns the command, wherever it is called */
export function composeCommand(files: readonly string[]): string[] {
  return ["docker", "compose", ...files.flatMap((file) => ["-f", file])];
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
