import { EXIT_CODES } from './exit-codes.ts';
import { run } from './run.ts';

const code = await run(process.argv.slice(2));
// Ends by itself, when all is written; only what went wrong may have left something running.
process.exitCode = code;
if (code === EXIT_CODES['bad input'] || code === EXIT_CODES.fault) process.exit(code);
