import { expect, test } from "vitest";
import { runsElsewhere } from "../../src/core/runs-elsewhere.ts";
import { textFor } from "../../src/text/index.ts";

test.each([
  ["docker compose exec -T backend alembic", true],
  ["/usr/bin/docker exec web alembic", true],
  [`"kubectl" exec -i web-0 -- alembic`, true],
  [" ssh app alembic", true],
  ["uv run alembic", false],
  ["/srv/docker/.venv/bin/alembic", false],
  ["", false],
])("%s runs elsewhere: %s", (command, elsewhere) => {
  expect(runsElsewhere(command)).toBe(elsewhere);
});

test.each(["en", "ru"] as const)("in %s it is said then what can be done instead", (language) => {
  const write = textFor(language).problems.shadow_not_followed;
  const next = (command: string) => write({ command, line: "" }).next;
  expect(next("docker compose exec -T web alembic")).toContain("--rehearse none");
  expect(next("alembic")).not.toContain("--rehearse none");
});
