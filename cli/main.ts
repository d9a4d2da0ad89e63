import { EXIT_CODES } from './exit-codes.ts';
import { run } from './run.ts';

// Whoever reads has read enough, as head has: the work goes on, and ends with its own exit code.
for (const stream of [process.stdout, process.stderr])
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
const code = await run(process.argv.slice(2));
// Ends by itself, when all is written; only what went wrong may have left something running.
process.exitCode = code;
if (code === EXIT_CODES['bad input'] || code === EXIT_CODES.fault) process.exit(code);
