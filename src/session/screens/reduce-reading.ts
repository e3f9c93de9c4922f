/** The screens that read: connection, stamp, tables, chain. */

import type { Connected, Stamped, Surveyed } from "../stages/stages.ts";
import { toPath } from "./choice-screens.ts";
import { exitCodeOfDiagnosis } from "./exit-code.ts";
import type { Message } from "./messages.ts";
import { toUndo } from "./reduce-undo.ts";
import type { Move } from "./reducer.ts";
import type { ConnectionScreen, Screen, StampScreen, TablesScreen } from "./state.ts";

/** How many lines of a recording are kept for the screen. */
const MOST_LINES = 200;

export function reading(screen: Screen, message: Message): Move {
  switch (screen.name) {
    case "connection":
      return connection(screen, message);
    case "stamp":
      return stamp(screen, message);
    case "tables":
      return tables(screen, message);
    case "chain":
      if (message.type === "back") {
        return { screen: { name: "tables", phase: "ready", seen: screen.seen } };
      }
      return message.type === "next" ? fromChain(screen.seen) : null;
    default:
      return null;
  }
}

function stamp(screen: StampScreen, message: Message): Move {
  if (message.type === "back") {
    return { screen: { name: "connection", phase: "ready", seen: screen.seen } };
  }
  if (screen.phase === "working") {
    if (message.type === "stamp_read") {
      return { screen: { name: "stamp", phase: "ready", seen: message.seen } };
    }
    if (message.type !== "failed") return null;
    const { problem } = message;
    return { screen: { name: "stamp", phase: "failed", seen: screen.seen, problem } };
  }
  if (message.type === "retry") return toStamp(screen.seen);
  return message.type === "next" && screen.phase === "ready" ? toTables(screen.seen) : null;
}

function tables(screen: TablesScreen, message: Message): Move {
  if (screen.phase === "working") {
    if (message.type === "schema_read") {
      return { screen: { name: "tables", phase: "ready", seen: message.seen } };
    }
    if (message.type === "recording") {
      return { screen: { ...screen, lines: [...screen.lines, message.line].slice(-MOST_LINES) } };
    }
    if (message.type !== "failed") return null;
    const { problem } = message;
    return { screen: { name: "tables", phase: "failed", seen: screen.seen, problem } };
  }
  if (message.type === "back") {
    return { screen: { name: "stamp", phase: "ready", seen: screen.seen } };
  }
  if (message.type === "retry") return toTables(screen.seen);
  if (message.type !== "next" || screen.phase !== "ready") return null;
  return { screen: { name: "chain", seen: screen.seen } };
}

function connection(screen: ConnectionScreen, message: Message): Move {
  const working = screen.phase === "working";
  if (message.type === "checked" && working) {
    return { screen: { ...screen, checks: [...screen.checks, message.check] } };
  }
  if (message.type === "connected" && working) {
    return { screen: { name: "connection", phase: "ready", seen: message.seen } };
  }
  if (message.type === "failed" && working) {
    const { problem } = message;
    return {
      screen: { ...screen, phase: "failed", problem, troubleshooting: null },
      effects: [{ effect: "troubleshoot" }],
    };
  }
  if (message.type === "troubleshot" && screen.phase === "failed") {
    return { screen: { ...screen, troubleshooting: message.result } };
  }
  if (message.type === "retry" && screen.phase !== "working") return toConnection();
  if (message.type === "undo" && screen.phase === "ready") return toUndo(screen.seen);
  return message.type === "next" && screen.phase === "ready" ? toStamp(screen.seen) : null;
}

export function toConnection(): Move {
  return {
    screen: { name: "connection", phase: "working", checks: [] },
    effects: [{ effect: "connect" }],
  };
}

function toStamp(seen: Connected): Move {
  return {
    screen: { name: "stamp", phase: "working", seen, lines: [] },
    effects: [{ effect: "read_stamp", seen }],
  };
}

function toTables(seen: Stamped): Move {
  return {
    screen: { name: "tables", phase: "working", seen, lines: [] },
    effects: [{ effect: "read_schema", seen }],
  };
}

/** A healthy database needs no path: the session ends here. */
function fromChain(seen: Surveyed): Move {
  if (seen.diagnosis.verdict !== "healthy") return { screen: toPath(seen) };
  return {
    screen: { name: "chain", seen },
    effects: [{ effect: "exit", code: exitCodeOfDiagnosis(seen.diagnosis) }],
  };
}
