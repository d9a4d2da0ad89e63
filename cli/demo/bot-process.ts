import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { OperatorError } from '@tidegate/core/errors';
import { until } from './until.ts';

export interface BotProcess {
  readonly url: string;
  readonly logFile: string;
  stop(): Promise<void>;
}

/** Starts the bot as an installed app runs it: a process of its own that knows an app id, a key, a secret and GitHub's address. */
export async function startBot(options: {
  readonly root: string;
  readonly folder: string;
  readonly githubUrl: string;
  readonly app: { readonly id: number; readonly privateKey: string; readonly webhookSecret: string };
}): Promise<BotProcess> {
  const logFile = join(options.folder, 'bot.log');
  const keyFile = join(options.folder, 'app.private-key.pem');
  writeFileSync(keyFile, options.app.privateKey, { mode: 0o600 });
  const log = openSync(logFile, 'w');
  const child = spawn(process.execPath, [join(options.root, 'app/server.ts')], {
    stdio: ['ignore', log, log],
    env: {
      PATH: process.env['PATH'],
      APP_ID: String(options.app.id),
      PRIVATE_KEY_PATH: keyFile,
      WEBHOOK_SECRET: options.app.webhookSecret,
      GITHUB_API_URL: options.githubUrl,
      HOST: '127.0.0.1',
      PORT: '0',
      TIDEGATE_INBOX: join(options.folder, 'inbox.sqlite'),
    },
  });
  closeSync(log);
  const url = await until('the bot to listen', async () => readReadyUrl(child, logFile), { timeoutMs: 20_000 });
  return { url, logFile, stop: () => stopProcess(child) };
}

function readReadyUrl(child: ChildProcess, logFile: string): string | undefined {
  const lines = readFileSync(logFile, 'utf8').split('\n');
  const ready = lines.find((line) => line.includes('"ready":true'));
  if (ready) return String(JSON.parse(ready).url);
  if (child.exitCode === null) return undefined;
  throw new OperatorError(
    'timed-out',
    `The bot ended with exit code ${child.exitCode}: ${lines.slice(-4).join(' ').trim()}`,
    `Its log is ${logFile}.`,
  );
}

export async function stopProcess(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), 3000);
  await ended;
  clearTimeout(timer);
}
