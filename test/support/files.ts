/** Files that tests need: projects in every shape, and stand-ins for commands. */
import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** Writes files, and the folders above them. @param files text by path */
export function writeFiles(folder: string, files: Readonly<Record<string, string>>): void {
  for (const [name, text] of Object.entries(files)) {
    const path = join(folder, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
}

/** A stand-in for a command. @param script shell, without the first line @returns its path */
export function standIn(folder: string, name: string, script: string): string {
  writeFiles(folder, { [name]: `#!/bin/sh\n${script}\n` });
  const path = join(folder, name);
  chmodSync(path, 0o755);
  return path;
}

/** A revision script, as `alembic revision` writes it. */
export function revisionScript(id: string, parent: string | null, upgrade = "pass"): string {
  return `"""Revision ${id}"""
from alembic import op

revision = "${id}"
down_revision = ${parent === null ? "None" : `"${parent}"`}
branch_labels = None
depends_on = None


def upgrade():
    ${upgrade}


def downgrade():
    pass
`;
}

/** A revision script that runs one statement. */
export function sqlScript(id: string, parent: string | null, sql: string): string {
  return revisionScript(id, parent, `op.execute("""${sql}""")`);
}
