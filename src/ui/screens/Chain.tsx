import { Box } from "ink";
import type { Diagnosis } from "../../core/diagnosis/types.ts";
import { visible } from "../../core/display.ts";
import type { Difference } from "../../core/facts.ts";
import type { ChainScreen } from "../../session/screens/state.ts";
import { ChainPicture } from "../components/ChainPicture.tsx";
import { Column, Notice, Stack, Words } from "../components/Words.tsx";
import { useText } from "../theme.ts";

/** So many differing objects are listed; the JSON of `diagnose` has them all. */
const MOST_DIFFERENCES = 30;

export function Chain({ screen }: { screen: ChainScreen }) {
  const text = useText();
  const { diagnosis } = screen.seen;
  const { verdict, drift, elsewhere, unmanaged } = diagnosis;
  const [what, means] = text.diagnosis.sentences[verdict](diagnosis);
  const tone =
    verdict === "healthy" || verdict === "pending" || verdict === "empty" ? "good" : "bad";
  // On an empty schema everything is missing; the picture says that already.
  const shown =
    diagnosis.evidence.candidates.length > 0 ? drift.filter((d) => d.change === "extra") : drift;
  return (
    <Stack>
      <ChainPicture diagnosis={diagnosis} />
      <Column>
        <Notice tone={tone}>{`${text.diagnosis.titles[verdict]}. ${what}`}</Notice>
        <Box marginLeft={2}>
          <Words>{means}</Words>
        </Box>
      </Column>
      {diagnosis.findings.map((finding) => (
        <Notice key={finding.code} tone="warning">
          {text.diagnosis.finding(finding)}
        </Notice>
      ))}
      <Schemas diagnosis={diagnosis} />
      {elsewhere.length > 0 && (
        <Notice tone="warning">{text.diagnosis.elsewhere(elsewhere.map(visible))}</Notice>
      )}
      {unmanaged.length > 0 && (
        <Words tone="muted">{text.diagnosis.unmanaged(unmanaged.length)}</Words>
      )}
      {shown.length > 0 && <Differences differences={shown} />}
    </Stack>
  );
}

/** Several version tables: what each of them stands for. */
function Schemas({ diagnosis: { schemas } }: { diagnosis: Diagnosis }) {
  const { schemas: words, titles } = useText().diagnosis;
  if (schemas.length === 0) return null;
  return (
    <Column>
      <Words>{words.title}</Words>
      {schemas.map(({ schema, stamp, verdict }) => (
        <Words key={schema}>{`  ${words.row(schema, stamp, titles[verdict])}`}</Words>
      ))}
      <Words>{words.next}</Words>
    </Column>
  );
}

export function Differences({ differences }: { differences: readonly Difference[] }) {
  const text = useText().diagnosis;
  const shown = differences.slice(0, MOST_DIFFERENCES);
  return (
    <Column>
      {shown.map(({ key, change, expected, actual }) => (
        <Column key={key}>
          <Words tone="warning">{text.difference[change](visible(key))}</Words>
          {change === "changed" && <Words>{`  ${text.expected(visible(expected ?? ""))}`}</Words>}
          {change === "changed" && <Words>{`  ${text.actual(visible(actual ?? ""))}`}</Words>}
        </Column>
      ))}
      {differences.length > shown.length && (
        <Words tone="muted">{text.more(differences.length - shown.length)}</Words>
      )}
    </Column>
  );
}
