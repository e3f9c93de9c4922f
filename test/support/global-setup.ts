/** One real PostgreSQL for all tests, started as restamp starts its own. */
import type { TestProject } from "vitest/node";
import { startCluster } from "../../src/io/shadow/cluster.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** URL of the server's maintenance database. */
    readonly serverUrl: string;
  }
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const cluster = await startCluster();
  project.provide("serverUrl", cluster.url("postgres").text);
  return () => cluster.stop();
}
