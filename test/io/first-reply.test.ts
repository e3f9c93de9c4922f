import { expect, test } from "vitest";
import { isCancelRequest, readsAsReply } from "../../src/io/postgres/first-reply.ts";

const message = (code: number) => {
  const buffer = Buffer.alloc(8);
  buffer.writeUInt32BE(8, 0);
  buffer.writeUInt32BE(code, 4);
  return buffer;
};
const STARTUP = message(3 << 16);
const SSL = message(80_877_103);

const reply = (type: string, length: number) => {
  const buffer = Buffer.alloc(5);
  buffer.write(type, 0, "latin1");
  buffer.writeUInt32BE(length, 1);
  return buffer;
};

test.each([
  ["a request for a password", STARTUP, reply("R", 23), "yes"],
  ["an error", STARTUP, reply("E", 120), "yes"],
  ["the beginning of a message", STARTUP, reply("R", 23).subarray(0, 3), "open"],
  ["nothing", STARTUP, Buffer.alloc(0), "open"],
  ["the answer to a request for TLS", SSL, Buffer.from("N"), "yes"],
  ["an error before TLS", SSL, reply("E", 90), "yes"],
  ["words that begin like an error", STARTUP, Buffer.from("Error: no such container"), "no"],
  ["words that begin like the answer about TLS", SSL, Buffer.from("Some banner"), "no"],
  ["words", STARTUP, Buffer.from("Welcome"), "no"],
  ["something before it was asked", Buffer.alloc(0), reply("R", 23), "no"],
] as const)("%s", (_, asked, replied, reads) => {
  expect(readsAsReply(asked, replied)).toBe(reads);
});

test("a cancel request is told from a beginning", () => {
  expect(isCancelRequest(message(80_877_102))).toBe(true);
  expect(isCancelRequest(STARTUP)).toBe(false);
});
