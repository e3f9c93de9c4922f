/** TypeScript's own language server, asked where something is used. */
import { type ChildProcess, spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath, pathToFileURL } from "node:url";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));

export interface Position {
  readonly line: number;
  readonly character: number;
}

/** One place in a file. */
export interface Place {
  readonly file: string;
  readonly start: Position;
  readonly end: Position;
}

/** A name that a file gives to something, and the names within it. */
export interface FileSymbol {
  readonly name: string;
  readonly selectionRange: { readonly start: Position };
  readonly children?: readonly FileSymbol[];
}

interface Location {
  readonly uri: string;
  readonly range: { readonly start: Position; readonly end: Position };
}

const uriOf = (file: string) => pathToFileURL(file).href;

export class LanguageServer {
  readonly #process: ChildProcess;
  readonly #waiting = new Map<number, (result: unknown) => void>();
  #received = Buffer.alloc(0);
  #asked = 0;

  private constructor() {
    this.#process = spawn(`${ROOT}node_modules/.bin/tsc`, ["--lsp", "--stdio"], {
      cwd: ROOT,
      stdio: ["pipe", "pipe", "ignore"],
    });
    this.#process.stdout?.on("data", (chunk: Buffer) => this.#receive(chunk));
  }

  static async start(): Promise<LanguageServer> {
    const server = new LanguageServer();
    const capabilities = {
      textDocument: { documentSymbol: { hierarchicalDocumentSymbolSupport: true } },
    };
    await server.#ask("initialize", { processId: process.pid, rootUri: uriOf(ROOT), capabilities });
    server.#send({ method: "initialized", params: {} });
    return server;
  }

  stop(): void {
    this.#process.kill();
  }

  /** @returns the names in a file, as they stand within one another */
  async symbols(file: string): Promise<readonly FileSymbol[]> {
    const textDocument = { uri: uriOf(file) };
    const text = readFileSync(file, "utf8");
    const opened = { ...textDocument, languageId: "typescript", version: 1, text };
    this.#send({ method: "textDocument/didOpen", params: { textDocument: opened } });
    return (await this.#ask("textDocument/documentSymbol", { textDocument })) as FileSymbol[];
  }

  /** @returns every place where that which has its name there is used */
  async uses(file: string, position: Position): Promise<Place[]> {
    const textDocument = { uri: uriOf(file) };
    const context = { includeDeclaration: false };
    const found = await this.#ask("textDocument/references", { textDocument, position, context });
    return ((found ?? []) as Location[]).map(({ uri, range }) => ({
      file: fileURLToPath(uri),
      ...range,
    }));
  }

  #ask(method: string, params: object): Promise<unknown> {
    const id = ++this.#asked;
    return new Promise((resolve) => {
      this.#waiting.set(id, resolve);
      this.#send({ id, method, params });
    });
  }

  #send(message: object): void {
    const body = JSON.stringify({ jsonrpc: "2.0", ...message });
    this.#process.stdin?.write(`Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
  }

  #receive(chunk: Buffer): void {
    this.#received = Buffer.concat([this.#received, chunk]);
    for (;;) {
      const [head, length] = /^[^{]*Content-Length: (\d+)[^{]*\r\n\r\n/i.exec(
        this.#received.toString("latin1"),
      ) ?? ["", "0"];
      const end = head.length + Number(length);
      if (head === "" || this.#received.length < end) return;
      const message = JSON.parse(this.#received.subarray(head.length, end).toString());
      this.#received = this.#received.subarray(end);
      if (message.method === undefined) {
        this.#waiting.get(message.id)?.(message.result ?? null);
        this.#waiting.delete(message.id);
      } else if (message.id !== undefined) this.#send({ id: message.id, result: null });
    }
  }
}
