import type { Scenario } from "../scenario.ts";
import { healthy } from "./healthy.ts";
import { wrongStampEmpty } from "./wrong-stamp-empty.ts";
import { wrongStampPopulated } from "./wrong-stamp-populated.ts";

/** In the order in which a newcomer should play them. */
export const scenarios: readonly Scenario[] = [wrongStampEmpty, wrongStampPopulated, healthy];
