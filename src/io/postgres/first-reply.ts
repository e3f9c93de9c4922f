/** Tells a PostgreSQL server's first reply from whatever else a command may print. Pure. */

/** Codes in the place of a protocol version (PostgreSQL docs, "Message Formats"). */
const SSL_REQUEST = 80_877_103;
const GSS_REQUEST = 80_877_104;
const CANCEL_REQUEST = 80_877_102;

/** Authentication…, ErrorResponse, NegotiateProtocolVersion. */
const FIRST_MESSAGES = "REv";

/** None of them is long. */
const LONGEST = 65_536;

/** @param asked how the client began */
export function isCancelRequest(asked: Buffer): boolean {
  return asked.length >= 8 && asked.readUInt32BE(4) === CANCEL_REQUEST;
}

/**
 * @param asked how the client began
 * @param replied what has come so far
 * @returns whether that is how a server begins; `open` while it is too short to tell
 */
export function readsAsReply(asked: Buffer, replied: Buffer): "yes" | "no" | "open" {
  if (asked.length < 8 || replied.length === 0) return replied.length === 0 ? "open" : "no";
  const code = asked.readUInt32BE(4);
  const first = String.fromCharCode(replied[0] ?? 0);
  // The answer to a request for encryption is one letter, and the server waits then.
  if (code === SSL_REQUEST || code === GSS_REQUEST) {
    if (replied.length === 1) return "SNG".includes(first) ? "yes" : "no";
  }
  if (!FIRST_MESSAGES.includes(first)) return "no";
  if (replied.length < 5) return "open";
  const length = replied.readUInt32BE(1);
  return length >= 4 && length < LONGEST ? "yes" : "no";
}
