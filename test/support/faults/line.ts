/** The line between restamp or alembic and the server: what is said on it can be held. */
import { type AddressInfo, connect as connectTo, createServer, type Socket } from "node:net";
import { onTestFinished } from "vitest";
import type { DatabaseUrl } from "../../../src/core/database-url.ts";
import { urlWith } from "../roles.ts";

/** A statement that is waited for, sent as a simple query. */
interface Awaited {
  /** The beginning of the session's application_name. */
  readonly session: string;
  readonly statement: RegExp;
  /** Before the server hears of it, or before its answer is handed on. */
  readonly when: "before" | "after";
  /** @returns whether it is handed on: what a killed program has not sent yet never comes */
  readonly act: () => Promise<boolean>;
}

export interface Line {
  /** Leads to the same database. */
  readonly url: DatabaseUrl;
  /** Nothing goes on in that session until `act` has ended. It happens once. */
  once(awaited: Awaited): void;
}

/** Requests for encryption and for a cancel: messages of a connection that is no session yet. */
const NO_SESSION = new Set([80877102, 80877103, 80877104]);

/** Messages of a client (PostgreSQL docs, "Message Formats"): the first ones have no type. */
class Messages {
  session = "";
  #rest: Buffer = Buffer.alloc(0);
  #isTyped = false;

  /** @returns the complete messages among what has come; of a simple query also its statement */
  take(chunk: Buffer): { readonly bytes: Buffer; readonly statement: string | null }[] {
    const taken = [];
    this.#rest = Buffer.concat([this.#rest, chunk]);
    for (;;) {
      const type = this.#isTyped ? 1 : 0;
      if (this.#rest.length < type + 4) return taken;
      const length = this.#rest.readInt32BE(type) + type;
      if (this.#rest.length < length) return taken;
      const bytes = this.#rest.subarray(0, length);
      this.#rest = this.#rest.subarray(length);
      const isQuery = this.#isTyped && bytes[0] === 0x51;
      taken.push({ bytes, statement: isQuery ? bytes.toString("utf8", 5, length - 1) : null });
      if (!this.#isTyped && !NO_SESSION.has(bytes.readInt32BE(4))) this.#begin(bytes);
    }
  }

  #begin(bytes: Buffer): void {
    this.#isTyped = true;
    this.session = /\0application_name\0([^\0]*)\0/.exec(bytes.toString("utf8"))?.[1] ?? "";
  }
}

/** @returns a line that is closed when the test ends */
export async function openLine(database: DatabaseUrl): Promise<Line> {
  let rules: Awaited[] = [];
  const taken = (when: Awaited["when"], session: string, statement: string) => {
    const rule = rules.find(
      (each) =>
        each.when === when && session.startsWith(each.session) && each.statement.test(statement),
    );
    rules = rules.filter((each) => each !== rule);
    return rule;
  };
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    const upstream = connectTo(database.port ?? 5432, database.host ?? "localhost");
    const messages = new Messages();
    let sending = Promise.resolve();
    let answering = Promise.resolve();
    let afterwards: Awaited | undefined;
    const forward = async (chunk: Buffer) => {
      for (const { bytes, statement } of messages.take(chunk)) {
        if (statement !== null) {
          const rule = taken("before", messages.session, statement);
          if (rule && !(await rule.act())) {
            upstream.destroy();
            return;
          }
          afterwards ??= taken("after", messages.session, statement);
        }
        upstream.write(bytes);
      }
    };
    const answer = async (chunk: Buffer) => {
      const rule = afterwards;
      afterwards = undefined;
      if (rule && !(await rule.act())) client.destroy();
      else client.write(chunk);
    };
    client.on("data", (chunk: Buffer) => {
      sending = sending.then(() => forward(chunk));
    });
    upstream.on("data", (chunk: Buffer) => {
      answering = answering.then(() => answer(chunk));
    });
    for (const [one, other, said] of [
      [client, upstream, () => sending],
      [upstream, client, () => answering],
    ] as const) {
      sockets.add(one);
      // What was said before the end is handed on first.
      one.on("close", () => void said().then(() => other.end(() => other.destroy())));
      one.on("error", () => {});
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return { url: urlWith(database, { port }), once: (awaited) => void rules.push(awaited) };
}
