/** Compares what restamp prints with the JSON Schema that is published for it. */
import { readFileSync } from "node:fs";
import { Ajv2020 } from "ajv/dist/2020.js";
import { expect } from "vitest";

interface Schema {
  readonly $id: string;
  readonly $defs: Readonly<Record<string, unknown>>;
}

export const SCHEMA: Schema = JSON.parse(
  readFileSync(new URL("../../docs/diagnose.schema.json", import.meta.url), "utf8"),
);

const ajv = new Ajv2020({ allErrors: true, strict: true, allowUnionTypes: true });
ajv.addSchema(SCHEMA);

/**
 * @param name of one of its definitions; without it, the whole of it
 * @returns what is wrong with the value, a line each
 */
export function faultsOf(value: unknown, name?: string): string[] {
  const validate = ajv.getSchema(name === undefined ? SCHEMA.$id : `${SCHEMA.$id}#/$defs/${name}`);
  if (!validate) throw new Error(`${name} is not in the schema`);
  if (validate(value) === true) return [];
  return (validate.errors ?? []).map(
    ({ instancePath, message = "", params }) =>
      `${instancePath} ${message} ${JSON.stringify(params)}`,
  );
}

/** @param json what restamp printed. @returns it, parsed */
export function expectValid(json: string, name?: string) {
  const value = JSON.parse(json);
  expect(faultsOf(value, name)).toEqual([]);
  return value;
}
