/** The program itself, which src/restamp.ts starts; in the single executable, the entry. */
import { main } from "./cli.tsx";

process.exitCode = await main();
