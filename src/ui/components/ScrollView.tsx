import { Box, type DOMElement, useBoxMetrics } from "ink";
import { type ReactNode, type RefObject, useRef } from "react";

interface ScrollViewProps {
  readonly height: number;
  readonly offset: number;
  /** Told how far the content can be scrolled, whenever it is drawn. */
  readonly limit: RefObject<number>;
  readonly children: ReactNode;
  readonly hint: (above: number, below: number) => ReactNode;
}

/** A window onto content that may be taller than the screen; its last line says what is hidden. */
export function ScrollView({ height, offset, limit, children, hint }: ScrollViewProps) {
  const content = useRef<DOMElement>(null);
  // Ink fills the ref before it measures; its type allows for the time before that.
  const measured = useBoxMetrics(content as RefObject<DOMElement>);
  const overflows = measured.height > height;
  const visible = overflows ? Math.max(1, height - 1) : height;
  const most = Math.max(0, measured.height - visible);
  limit.current = most;
  const top = Math.min(offset, most);
  return (
    <Box flexDirection="column" height={height}>
      <Box height={visible} overflow="hidden" contentOffsetY={top} flexDirection="column">
        <Box ref={content} flexDirection="column" flexShrink={0}>
          {children}
        </Box>
      </Box>
      {overflows && hint(top, most - top)}
    </Box>
  );
}
