import { parseArgs } from 'node:util';
import { createOnnxRuntime } from '@tidegate/core/adapters/onnx-runtime';
import { createServer } from './server.ts';

const HELP = `Usage: tidegate-serving [options]

Serves one released ONNX model and proves which bytes it serves.

  --port <number>            port to listen on (default 8101)
  --host <address>           address to listen on (default 127.0.0.1)
  --state <folder>           models and predictions.jsonl are kept here (default ./tidegate-serving)
  --github-api-url <url>     where releases are pulled from (default https://api.github.com)
  --help                     this text

TIDEGATE_SERVING_TOKEN in the environment is the secret of those who may change the model.`;

const values = readFlags();
if (values.help) {
  console.log(HELP);
  process.exit(0);
}
const log = (message: string): void => console.log(`${new Date().toISOString()} ${message}`);
const server = await createServer({
  runtime: createOnnxRuntime(),
  stateFolder: values.state,
  githubApiUrl: values['github-api-url'],
  adminToken: process.env['TIDEGATE_SERVING_TOKEN'] ?? '',
  log,
});
try {
  // '' is no port: Number('') would be 0, which means any.
  const url = await server.listen({ host: values.host, port: values.port === '' ? Number.NaN : Number(values.port) });
  log(`listens on ${url}`);
} catch (error) {
  const isTaken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
  const problem = isTaken
    ? `port-taken: port ${values.port} of ${values.host} is used by another program.`
    : `the server cannot listen: ${String(error)}`;
  console.error(`${problem}\n${isTaken ? 'End that program, or choose another --port.' : 'Check --host and --port.'}`);
  process.exit(3);
}
for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  process.once(signal, () => {
    log(`${signal}: finishing open requests`);
    void server.close().then(() => process.exit(0));
  });
}

function readFlags() {
  try {
    return parseArgs({
      options: {
        port: { type: 'string', default: '8101' },
        host: { type: 'string', default: '127.0.0.1' },
        state: { type: 'string', default: 'tidegate-serving' },
        'github-api-url': { type: 'string', default: 'https://api.github.com' },
        help: { type: 'boolean', default: false },
      },
    }).values;
  } catch (error) {
    console.error(
      `input-invalid: ${error instanceof Error ? error.message : String(error)}\n--help lists the options.`,
    );
    process.exit(3);
  }
}
