import { copyFileSync, existsSync, globSync, mkdirSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { runStoreOf } from '@tidegate/emulator/actions/run-store';
import type { DemoSession } from './session.ts';

/** Keeps what the bot, the model servers and every job said, so that a failure can be looked at after the processes are gone. */
export function saveLogs(session: DemoSession, out: string): string {
  const folder = join(out, 'logs');
  mkdirSync(folder, { recursive: true });
  if (existsSync(session.bot.logFile)) copyFileSync(session.bot.logFile, join(folder, 'bot.log'));
  for (const file of globSync('state/serving/*/server.log', { cwd: session.folder })) {
    copyFileSync(join(session.folder, file), join(folder, `server-${basename(dirname(file))}.log`));
  }
  for (const run of runStoreOf(session.github.front).runs) {
    const text = run.jobs
      .map((job) => `== ${job.name}: ${job.conclusion ?? job.status}\n${job.log.join('\n')}\n`)
      .join('\n');
    writeFileSync(
      join(folder, `run-${run.id}-${run.name.toLowerCase()}.log`),
      `${run.title}: ${run.conclusion ?? run.status}\n${text}`,
    );
  }
  return folder;
}
