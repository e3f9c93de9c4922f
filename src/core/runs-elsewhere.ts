/** Programs that run another one in a container or on another machine, where it has a way of its own. */
const PROGRAMS = ["docker", "docker-compose", "podman", "nerdctl", "kubectl", "ssh"];

/** @param command as typed in a shell */
export function runsElsewhere(command: string): boolean {
  const program = /^["']?([^\s"']*)/.exec(command.trim())?.[1] ?? "";
  return PROGRAMS.includes(program.split("/").at(-1) ?? "");
}
