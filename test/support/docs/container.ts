/** The project in a container, where there is no docker. */
import { dirname, join } from "node:path";
import type { AlembicCommand } from "../../../src/io/alembic/find-alembic.ts";
import type { Sandbox } from "../../../src/io/ports/sandbox.ts";
import { standIn } from "../files.ts";

/**
 * A stand-in for docker, which takes `compose exec -T SERVICE …`: nothing of the environment outside
 * gets in, and the project's own alembic is there. Unlike a container it is on this network.
 */
export function standInForDocker(
  bin: string,
  home: string,
  { argv }: AlembicCommand,
  sandbox: Sandbox,
) {
  const [program = ""] = argv;
  const inside = join(home, "container");
  const python = argv.at(-2) === "-m" ? program : join(dirname(program), "python");
  standIn(inside, "python", `exec '${python}' "$@"`);
  standIn(inside, "alembic", `exec ${argv.map((word) => `'${word}'`).join(" ")} "$@"`);
  const environment = { ...sandbox.environment, PATH: `${inside}:/usr/bin:/bin` };
  const set = Object.entries(environment).map(([name, value]) => `'${name}=${value}'`);
  standIn(
    bin,
    "docker",
    [
      '[ "$1 $2 $3" = "compose exec -T" ] || exit 1',
      "shift 4",
      `cd '${sandbox.project}'`,
      `exec env -i ${set.join(" ")} "$@"`,
    ].join("\n"),
  );
}
