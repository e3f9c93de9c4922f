import { Box, type DOMElement } from "ink";
import { use, useEffect, useRef } from "react";
import { useTheme } from "../theme.ts";
import { KeepInSight } from "./ScrollView.tsx";
import { Column, Words } from "./Words.tsx";

export interface ChoiceItem {
  readonly name: string;
  readonly what: string;
  /** Why it cannot be chosen; null when it can. */
  readonly refusal: string | null;
  readonly badge?: string | undefined;
  readonly destroys?: boolean;
}

/** A list with a cursor. What cannot be chosen stays visible, with the reason. */
export function Choices({ items, cursor }: { items: readonly ChoiceItem[]; cursor: number }) {
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
