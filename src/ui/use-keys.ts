import { useInput } from "ink";
import { keyName } from "./key-press.ts";
import { useTheme } from "./theme.ts";

/**
 * @param onKey is told the name of each press, null for a chunk that is no single key, and the
 * chunk itself. A terminal that hands over whole lines sends an Enter with each key: it belongs to it.
 */
export function useKeys(onKey: (name: string | null, chunk: string) => void): void {
  const { linear } = useTheme();
  useInput((input, key) => {
    const chunk = linear && /^[^\n]\n$/.test(input) ? input.slice(0, 1) : input;
    onKey(keyName(chunk, key), chunk);
  });
}
