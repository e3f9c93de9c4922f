import { useMemo } from "react";
import { visible } from "../../core/display.ts";
import { provenHeads, whyAsked } from "../../core/plan/options.ts";
import type { RepairPath } from "../../core/plan/types.ts";
import { withAncestors } from "../../core/revision-graph.ts";
import { rowMovingRevisions } from "../../core/row-moving.ts";
import type { CandidateScreen, ClearScreen, PathScreen } from "../../session/screens/state.ts";
import type { Diagnosed } from "../../session/stages/stages.ts";
import type { Text } from "../../text/index.ts";
import { Choices } from "../components/Choices.tsx";
import { Notice, Stack, Words } from "../components/Words.tsx";
import { useText } from "../theme.ts";

export function Path({ screen: { seen, options, cursor } }: { screen: PathScreen }) {
  const text = useText();
  const recommended = options.find((option) => option.recommended)?.path ?? null;
  const written = recommended === "adopt" ? writtenDifference(seen, text) : null;
  return (
    <Stack>
      <Choices
        cursor={cursor}
        items={options.map((option) => ({
          ...text.plan.paths[option.path],
          refusal: option.refusal && visible(text.plan.refusal(option.refusal)),
          badge: option.recommended ? text.plan.recommended : undefined,
          destroys: option.path === "reset",
        }))}
      />
      <Words>{reason(recommended, seen, text)}</Words>
      {written !== null && <Notice tone="warning">{written}</Notice>}
    </Stack>
  );
}

/** @param recommended null where a person has to choose; `reset` never is */
function reason(recommended: RepairPath | null, seen: Diagnosed, text: Text): string {
  const { reasons } = text.plan;
  switch (recommended) {
    case "adopt":
      return reasons.adopt(seen.diagnosis.evidence.heads);
    case "fresh":
    case "replay":
    case "upgrade":
      return reasons[recommended];
    default:
      return reasons[whyAsked(seen)];
  }
}

/** The written procedure always stamps the first revision; the schema may prove a later one. */
function writtenDifference(seen: Diagnosed, text: Text): string | null {
  const proven = provenHeads(seen.diagnosis);
  const { bases, order } = seen.workbench.project.graph;
  const [written] = bases;
  if (!proven || !written || bases.length !== 1) return null;
  return proven.includes(written) || order.length < 2
    ? null
    : text.plan.notTheWrittenOne(written, proven.join(", "));
}

export function Clear({ screen: { options, cursor } }: { screen: ClearScreen }) {
  const text = useText();
  return (
    <Choices
      cursor={cursor}
      items={options.map(({ method, failsAt }) => ({
        ...text.plan.clear[method],
        refusal: failsAt === null ? null : text.plan.downgradeFails(visible(failsAt)),
      }))}
    />
  );
}

export function Candidate({ screen: { seen, candidates, cursor } }: { screen: CandidateScreen }) {
  const text = useText();
  const { candidates: texts } = text.plan;
  const { graph } = seen.workbench.project;
  // Read off every statement of the chain: not anew for each move of the cursor.
  const moving = useMemo(() => rowMovingRevisions(seen.reference), [seen.reference]);
  const rest = (heads: readonly string[]) => {
    const applied = withAncestors(graph, heads);
    return graph.order.map((r) => r.id).filter((id) => !applied.has(id));
  };
  return (
    <Stack>
      <Words>{texts.why}</Words>
      <Choices
        cursor={cursor}
        items={candidates.map((heads) => ({
          name: heads.length === 0 ? texts.stampBase : describe(heads, seen),
          what: texts.runs(rest(heads), moving),
          refusal: null,
        }))}
      />
    </Stack>
  );
}

function describe(heads: readonly string[], { workbench }: Diagnosed): string {
  return heads
    .map((id) => `${id}  ${workbench.project.graph.byId.get(id)?.message ?? ""}`)
    .join(", ");
}
