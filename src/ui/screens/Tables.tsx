import { visible } from "../../core/display.ts";
import type { TablesScreen } from "../../session/screens/state.ts";
import { promisedTables, type TableRow, tableRows } from "../../session/screens/table-rows.ts";
import type { Diagnosed } from "../../session/stages/stages.ts";
import type { Text } from "../../text/index.ts";
import { Command } from "../components/Command.tsx";
import { ProblemView } from "../components/ProblemView.tsx";
import { type Cell, Table } from "../components/Table.tsx";
import { Column, Notice, Stack, Words } from "../components/Words.tsx";
import { useTheme } from "../theme.ts";

export function Tables({ screen }: { screen: TablesScreen }) {
  const { text } = useTheme();
  const {
    cli,
    screens: { tables },
  } = text;
  if (screen.phase === "failed") return <ProblemView problem={screen.problem} />;
  if (screen.phase === "working") {
    return (
      <Column>
        <Words tone="muted">{screen.lines.length > 0 ? tables.recording : tables.working}</Words>
        {screen.lines.slice(-12).map((line, index) => (
          <Words key={`${index}:${line}`} tone="muted">
            {line}
          </Words>
        ))}
      </Column>
    );
  }
  const { seen } = screen;
  const rows = tableRows(seen);
  const missing = rows.filter((row) => row.promise === "missing").length;
  return (
    <Stack>
      <Command kind="sql" text={shortened(seen.workbench.database.tablesStatement)} />
      {rows.length === 0 ? (
        <Words>{tables.none}</Words>
      ) : (
        <Table
          headers={Object.values(tables.headers)}
          rows={rows.map((row) => cells(row, tables))}
          elastic={0}
        />
      )}
      {missing > 0 ? (
        <Notice tone="bad">{tables.meaningMissing(missing)}</Notice>
      ) : (
        <Words>{promiseText(seen, tables)}</Words>
      )}
      {seen.recorded && (
        <Words tone="muted">
          {seen.recorded.unsaved === null
            ? tables.recorded(seen.recorded.path)
            : cli.notSaved(seen.recorded.path, seen.recorded.unsaved)}
        </Words>
      )}
      <Words>{tables.next}</Words>
    </Stack>
  );
}

function promiseText(seen: Diagnosed, text: Text["screens"]["tables"]): string {
  if (seen.diagnosis.versionTables.length > 1) return text.meaningSeveral;
  return promisedTables(seen).size > 0 ? text.meaningAll : text.meaningNoStamp;
}

function cells(row: TableRow, text: Text["screens"]["tables"]): Cell[] {
  const promise: Record<TableRow["promise"], Cell> = {
    there: { text: text.there, tone: "good" },
    missing: { text: text.expectedMissing, tone: "bad" },
    not_of_chain: { text: text.notOfChain, tone: "muted" },
    not_yet: { text: text.notYet, tone: "warning" },
    unclear: { text: text.unclear, tone: "warning" },
    version_table: { text: text.versionTable, tone: "muted" },
  };
  const { table } = row;
  // What matters most comes first: a narrow terminal cuts the last ones.
  return [
    { text: row.name, tone: row.promise === "missing" ? "bad" : "accent" },
    promise[row.promise],
    { text: table ? rowsText(table, text) : "" },
    { text: row.schema },
    { text: visible(table?.owner ?? "") },
  ];
}

function rowsText(table: NonNullable<TableRow["table"]>, text: Text["screens"]["tables"]): string {
  if (table.hasRows === null) return table.isLocked ? text.locked : text.unseen;
  if (!table.hasRows) return text.noRows;
  return table.rowsEstimate ? text.estimate(table.rowsEstimate) : text.hasRows;
}

/** The statement on one line: the log has it whole. */
function shortened(statement: string): string {
  const line = statement.trim().replace(/\s+/g, " ");
  const from = line.indexOf(" FROM ");
  return `SELECT schema, name, owner, reltuples …${line.slice(from).split(" WHERE ")[0] ?? ""} …`;
}
