import { Box, type DOMElement, measureElement, useBoxMetrics } from "ink";
import { createContext, type ReactNode, type RefObject, useRef } from "react";
import { useTheme } from "../theme.ts";

/** Scrolls as far as a row needs to be seen whole. */
export const KeepInSight = createContext<(row: DOMElement | null) => void>(() => {});

interface ScrollViewProps {
  readonly height: number;
  readonly offset: number;
  /** Told how far the content can be scrolled, whenever it is drawn. */
  readonly limit: RefObject<number>;
  readonly scrollTo: (to: (from: number) => number) => void;
  readonly children: ReactNode;
  readonly hint: (above: number, below: number) => ReactNode;
}

/** Nothing is hidden, and nothing scrolls, where all is written line by line. */
export function ScrollView(props: ScrollViewProps) {
  return useTheme().linear ? props.children : <DrawnView {...props} />;
}

/** A window onto content that may be taller than the screen; its last line says what is hidden. */
function DrawnView({ height, offset, limit, scrollTo, children, hint }: ScrollViewProps) {
  const content = useRef<DOMElement>(null);
  // Ink fills the ref before it measures; its type allows for the time before that.
  const measured = useBoxMetrics(content as RefObject<DOMElement>);
  const overflows = measured.height > height;
  const visible = overflows ? Math.max(1, height - 1) : height;
  const most = Math.max(0, measured.height - visible);
  limit.current = most;
  const top = Math.min(offset, most);
  const keepInSight = (row: DOMElement | null) => {
    if (!row || !content.current) return;
    const whole = measureElement(content.current);
    const room = whole.height > height ? height - 1 : height;
    limit.current = Math.max(0, whole.height - room);
    const { y, height: rowHeight } = measureElement(row);
    const first = y - whole.y;
    scrollTo((from) => Math.min(first, Math.max(from, first + rowHeight - room)));
  };
  return (
    <Box flexDirection="column" height={height}>
      <Box height={visible} overflow="hidden" contentOffsetY={top} flexDirection="column">
        <Box ref={content} flexDirection="column" flexShrink={0}>
          <KeepInSight value={keepInSight}>{children}</KeepInSight>
        </Box>
      </Box>
      {overflows && hint(top, most - top)}
    </Box>
  );
}
