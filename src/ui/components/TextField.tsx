import { Box, Text, useInput, usePaste } from "ink";
import { useState } from "react";
import { isEnter } from "../key-press.ts";
import { type EditedText, editText, emptyText, insertText } from "../text-editing.ts";
import { useTheme } from "../theme.ts";
import { Words } from "./Words.tsx";

interface TextFieldProps {
  readonly label: string;
  readonly onSubmit: (value: string) => void;
}

/** One line of text. Enter submits it, from the key handler itself. */
export function TextField({ label, onSubmit }: TextFieldProps) {
  const { symbols, linear } = useTheme();
  const [edited, setEdited] = useState<EditedText>(emptyText);
  useInput((input, key) => {
    if (isEnter(input, key)) return onSubmit(edited.value);
    setEdited((before) => editText(before, input, key));
  });
  usePaste((pasted) => setEdited((before) => insertText(before, pasted)));
  const { value, cursor } = edited;
  if (linear) return <Words>{`${label}${symbols.cursor} ${value}`}</Words>;
  return (
    <Box>
      <Words tone="accent">{`${label} ${symbols.cursor} `}</Words>
      <Text>
        {value.slice(0, cursor)}
        <Text inverse>{value.slice(cursor, cursor + 1) || " "}</Text>
        {value.slice(cursor + 1)}
      </Text>
    </Box>
  );
}
