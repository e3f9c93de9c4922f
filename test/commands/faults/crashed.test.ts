/** On a server of its own, for it goes down. */
import { afterAll, beforeAll } from "vitest";
import { useServer } from "../../support/database.ts";
import { type CrashingServer, startCrashingServer } from "../../support/faults/crashing-server.ts";
import { runCases } from "../../support/faults/run-case.ts";

let server: CrashingServer | undefined;

beforeAll(async () => {
  server = await startCrashingServer();
  useServer(server.url);
});

afterAll(() => server?.end());

runCases("the server crashes", async () => server?.crash());
