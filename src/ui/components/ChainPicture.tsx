import { Box, Text, useWindowSize } from "ink";
import type { Diagnosis, RevisionVerdict } from "../../core/diagnosis/types.ts";
import { provenHeads } from "../../core/plan/options.ts";
import { type Tone, toneStyle, useTheme } from "../theme.ts";
import { Column, Words } from "./Words.tsx";

const TONES: Record<RevisionVerdict, Tone> = {
  applied: "good",
  absent: "muted",
  partial: "warning",
  no_trace: "muted",
};

/** In a narrower window a message would go on for lines, syllable by syllable. */
const LEAST_TO_WRAP = 60;

/** All revisions in order: what each one's objects say, and where stamp and schema point. */
export function ChainPicture({ diagnosis }: { diagnosis: Diagnosis }) {
  const { text, symbols } = useTheme();
  const wraps = useWindowSize().columns >= LEAST_TO_WRAP;
  const proven = provenHeads(diagnosis);
  const stamp = diagnosis.stamp ?? [];
  const { stampMark, provenMark, bothMark, fitsMark } = text.diagnosis;
  const candidates = proven === null ? diagnosis.evidence.candidates : [];
  const schemaMark = candidates.length > 0 ? fitsMark : provenMark;
  const isSchema = (heads: (some: readonly string[]) => boolean) =>
    proven === null ? candidates.some(heads) : heads(proven);
  const pointer = (isStamp: boolean, schema: boolean) => {
    if (!isStamp && !schema) return "";
    const mark = isStamp && schema ? bothMark : isStamp ? stampMark : schemaMark;
    return `${symbols.pointer} ${mark}`;
  };
  const base = pointer(
    diagnosis.stamp?.length === 0,
    isSchema((heads) => heads.length === 0),
  );
  return (
    <Column>
      {base !== "" && (
        <Row
          mark=" "
          id={text.screens.chain.base}
          message=""
          verdict=""
          pointer={base}
          tone="plain"
          wraps={wraps}
        />
      )}
      {diagnosis.revisions.map((revision) => (
        <Row
          key={revision.id}
          mark={symbols.revision[revision.verdict]}
          id={revision.id}
          message={revision.message}
          verdict={text.diagnosis.marks[revision.verdict]}
          pointer={pointer(
            stamp.includes(revision.id),
            isSchema((heads) => heads.includes(revision.id)),
          )}
          tone={TONES[revision.verdict]}
          wraps={wraps}
        />
      ))}
    </Column>
  );
}

interface RowProps {
  readonly mark: string;
  readonly id: string;
  readonly message: string;
  readonly verdict: string;
  readonly pointer: string;
  readonly tone: Tone;
  /** Whether a long message goes on in the next line. */
  readonly wraps: boolean;
}

function Row({ mark, id, message, verdict, pointer, tone, wraps }: RowProps) {
  const theme = useTheme();
  if (theme.linear) {
    return <Words>{[id, message, verdict, pointer].filter(Boolean).join("; ")}</Words>;
  }
  return (
    <Box gap={1}>
      <Box width={1} flexShrink={0}>
        <Words tone={tone}>{mark}</Words>
      </Box>
      <Box width={12} flexShrink={0}>
        <Text {...toneStyle(pointer === "" ? "plain" : "accent", theme)} wrap="truncate-end">
          {id}
        </Text>
      </Box>
      <Box flexGrow={1} flexShrink={1} minWidth={4}>
        <Text wrap={wraps ? "wrap" : "truncate-end"}>{message}</Text>
      </Box>
      <Box width={9} flexShrink={0}>
        <Words tone={tone}>{verdict}</Words>
      </Box>
      <Box width={8} flexShrink={0}>
        <Words tone="accent">{pointer}</Words>
      </Box>
    </Box>
  );
}
