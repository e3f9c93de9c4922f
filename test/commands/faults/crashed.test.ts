/** On a server of its own, for it goes down. */
import { afterAll, beforeAll } from "vitest";
import { useServer } from "../../support/database.ts";
import { runCases } from "../../support/faults/run-case.ts";
import { type RestartingServer, startRestartingServer } from "../../support/restarting-server.ts";

let server: RestartingServer | undefined;

beforeAll(async () => {
  server = await startRestartingServer();
  useServer(server.url);
});

afterAll(() => server?.end());

runCases("the server crashes", async () => server?.crash());
