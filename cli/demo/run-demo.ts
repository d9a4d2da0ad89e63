import { once } from 'node:events';
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

/** The whole loop, once, on a GitHub that runs on this machine. Returns the exit code. */
export async function runDemo(options: DemoOptions): Promise<number> {
  const startedAt = performance.now();
  makeFolder(options.out);
  const progress = createProgress(process.stdout);
  const sessions: DemoSession[] = [];
  const closeAll = async () => {
    for (const session of sessions.splice(0)) await session.close();
  };
  const closeOnSignal = () => void closeAll().finally(() => process.exit(130));
  process.once('SIGINT', closeOnSignal).once('SIGTERM', closeOnSignal);
  try {
    const session = await progress.step('GitHub, the bot and a runner on this machine', async (note) => {
      const started = await startSession({ seed: options.seed, note, ports: TEMPLATE_PORTS });
      sessions.push(started);
      return { detail: `GitHub ${started.github.url}, bot ${started.bot.url}, one self-hosted runner`, value: started };
    });
    const report = await playStory(session, progress);
    const page = writeReportPage(report, options.out);
    const total = seconds(performance.now() - startedAt);
    process.stdout.write(`\nThe loop is closed: ${progress.finished.length} steps in ${total}.\nOpen ${page}\n`);
    process.off('SIGINT', closeOnSignal);
    if (options.keep) await keepRunning(session);
    return 0;
  } catch (error) {
    for (const session of sessions)
      process.stderr.write(`Logs of the bot, the servers and every job: ${saveLogs(session, options.out)}\n`);
    throw error;
  } finally {
    await closeAll();
    process.off('SIGINT', closeOnSignal).off('SIGTERM', closeOnSignal);
  }
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
  await once(process, 'SIGINT');
}
