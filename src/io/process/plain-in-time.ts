/** Programs that are asked something small, and may be waiting for a machine that is not there. */
import { type PlainRun, startPlain } from "./plain.ts";

/** Milliseconds. docker on another machine needs a second or two, over ssh. */
const PATIENCE = 20_000;

/**
 * @param environment what the program gets beside PATH
 * @returns what runPlain does; null where it has not ended in time, and was ended with all that it started
 */
export async function askPlain(
  argv: readonly string[],
  environment: Readonly<Record<string, string>>,
  patience = PATIENCE,
): Promise<PlainRun | null> {
  const program = startPlain(argv, environment);
  let output = "";
  program.stdout.setEncoding("utf8").on("data", (text: string) => {
    output += text;
  });
  program.stdin.end();
  let isLate = false;
  const timer = setTimeout(() => {
    isLate = true;
    program.kill();
  }, patience);
  try {
    const { code, errors } = await program.ended;
    return isLate ? null : { code, output, errors };
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    return { code: 127, output: "", errors: `${argv[0]}: ${code ?? message}` };
  } finally {
    clearTimeout(timer);
  }
}
