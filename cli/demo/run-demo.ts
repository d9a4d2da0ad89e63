import { existsSync, readdirSync, statSync } from 'node:fs';
import { OperatorError } from '@tidegate/core/errors';
import { makeFolder } from '../make-folder.ts';
import { playStory } from './play-story.ts';
import { createProgress, seconds } from './progress.ts';
import { writeReportPage } from './report/write-page.ts';
import { saveLogs } from './save-logs.ts';
import { type DemoSession, startSession } from './session.ts';

export interface DemoOptions {
  readonly out: string;
  readonly seed: number;
  readonly keep: boolean;
}

/** Those of the template: tidegate.yml, and with it the policy's digest in the verdict, are then the same in every run. */
const TEMPLATE_PORTS = [8101, 8102] as const;

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
const OURS = ['index.html', 'report.json', 'logs'];

/** The whole loop, once, on a GitHub that runs on this machine. Returns the exit code. */
export async function runDemo(options: DemoOptions): Promise<number> {
  const startedAt = performance.now();
  refuseForeign(options.out);
  makeFolder(options.out);
  const progress = createProgress(process.stdout);
  const sessions: DemoSession[] = [];
  const closers: (() => Promise<void>)[] = [];
  const closeAll = async () => {
    for (const close of closers.splice(0)) await close();
  };
  let isStopping = false;
  // A terminal and npm may both pass a signal on: the second must not end the cleaning up of the first.
  const stop = () => {
    if (isStopping) return;
    isStopping = true;
    for (const output of [process.stdout, process.stderr]) output.on('error', () => {}); // the terminal may be gone already
    process.stderr.write('\nStopping: processes end and temporary files go …\n');
    void closeAll().finally(() => process.exit(130));
  };
  for (const signal of SIGNALS) process.on(signal, stop);
  try {
    const session = await progress.step('GitHub, the bot and a runner on this machine', async (note) => {
      const start = { seed: options.seed, note, ports: TEMPLATE_PORTS };
      const started = await startSession({ ...start, onOpen: (close) => closers.push(close) });
      sessions.push(started);
      return { detail: `GitHub ${started.github.url}, bot ${started.bot.url}, one self-hosted runner`, value: started };
    });
    const report = await playStory(session, progress);
    const page = writeReportPage(report, options.out);
    const total = seconds(performance.now() - startedAt);
    process.stdout.write(`\nThe loop is closed: ${progress.finished.length} steps in ${total}.\nOpen ${page}\n`);
    if (options.keep) await keepRunning(session);
    return 0;
  } catch (error) {
    if (isStopping) await new Promise(() => {}); // what fails because it was stopped is no failure; the signal ends us
    for (const session of sessions)
      process.stderr.write(`Logs of the bot, the servers and every job: ${saveLogs(session, options.out)}\n`);
    throw error;
  } finally {
    if (!isStopping) await closeAll();
    for (const signal of SIGNALS) process.off(signal, stop);
  }
}

/** The page is several files: among files of others they would be lost, or theirs written over. */
function refuseForeign(out: string): void {
  const found = existsSync(out) && statSync(out).isDirectory() ? readdirSync(out) : [];
  if (found.length === 0 || OURS.some((name) => found.includes(name))) return;
  throw new OperatorError(
    'input-invalid',
    `--out ${out} holds other files than those of a demo.`,
    'Name a new folder, or an empty one.',
  );
}

async function keepRunning(session: DemoSession): Promise<void> {
  const tokens = Object.entries(session.github.tokens).map(([login, token]) => `${login}=${token}`);
  const lines = [
    `GitHub      ${session.github.url}`,
    `  tokens    ${tokens.join(' ')}`,
    `Bot         ${session.bot.url}/health`,
    `Staging     ${session.servers.staging}/health`,
    `Production  ${session.servers.production}/health`,
    `State       ${session.folder}`,
    'Everything goes on running; Ctrl+C ends it.',
  ];
  process.stdout.write(`\n${lines.join('\n')}\n`);
  await new Promise(() => {}); // until a signal
}
