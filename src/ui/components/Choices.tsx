import { Box, type DOMElement } from "ink";
import { use, useEffect, useRef } from "react";
import { useTheme } from "../theme.ts";
import { KeepInSight } from "./ScrollView.tsx";
import { Column, Words } from "./Words.tsx";

interface ChoiceItem {
  readonly name: string;
  readonly what: string;
  /** Why it cannot be chosen; null when it can. */
  readonly refusal: string | null;
  readonly badge?: string | undefined;
  readonly destroys?: boolean;
}

/** A list with a cursor. What cannot be chosen stays visible, with the reason. */
export function Choices(props: ChoicesProps) {
  return useTheme().linear ? <SpokenChoices {...props} /> : <DrawnChoices {...props} />;
}

interface ChoicesProps {
  readonly items: readonly ChoiceItem[];
  readonly cursor: number;
}

/** Where the cursor is stands below, alone: a move of it is one line that is read. */
function SpokenChoices({ items, cursor }: ChoicesProps) {
  const { text } = useTheme();
  return (
    <Column>
      {items.map(({ name, what, refusal, badge }, index) => {
        const title = `${index + 1}. ${name}${badge === undefined ? "" : ` (${badge})`}`;
        const why = refusal === null ? "" : `${text.spoken.refused} ${refusal}`;
        const rest = [what, why].filter(Boolean).join(" ");
        return <Words key={name}>{rest === "" ? title : `${title}. ${rest}`}</Words>;
      })}
      <Words>{`${text.spoken.chosen} ${cursor + 1}. ${items[cursor]?.name ?? ""}`}</Words>
    </Column>
  );
}

function DrawnChoices({ items, cursor }: ChoicesProps) {
  const { symbols } = useTheme();
  const row = useRef<DOMElement>(null);
  const keepInSight = use(KeepInSight);
  // biome-ignore lint/correctness/useExhaustiveDependencies: only a move of the cursor scrolls.
  useEffect(() => keepInSight(row.current), [cursor]);
  return (
    <Column>
      {items.map((item, index) => {
        const here = index === cursor;
        const tone =
          item.refusal !== null ? "muted" : item.destroys ? "bad" : here ? "accent" : "plain";
        return (
          <Box
            key={item.name}
            ref={here ? row : null}
            flexDirection="column"
            marginBottom={index < items.length - 1 ? 1 : 0}
          >
            <Box>
              <Box flexShrink={0} width={2}>
                <Words tone="accent">{here ? symbols.cursor : " "}</Words>
              </Box>
              <Words tone={tone}>{item.name}</Words>
              {item.badge !== undefined && (
                <Words tone="good">{`  ${symbols.good} ${item.badge}`}</Words>
              )}
            </Box>
            <Box marginLeft={4} flexDirection="column">
              <Words tone={item.destroys && item.refusal === null ? "bad" : "muted"}>
                {item.what}
              </Words>
              {item.refusal !== null && <Words>{`${symbols.bad} ${item.refusal}`}</Words>}
            </Box>
          </Box>
        );
      })}
    </Column>
  );
}
