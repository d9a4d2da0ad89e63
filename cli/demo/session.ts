import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createGitHub } from '@tidegate/core/adapters/octokit-github/octokit-github';
import type { GitHubPort } from '@tidegate/core/ports/github';
import { type LocalGitHub, startGitHub } from '@tidegate/emulator/github/start-github';
import { type Runner, startRunner } from '@tidegate/emulator/runner/start-runner';
import { buildActions } from '../../scripts/build-actions.ts';
import { type BotProcess, startBot } from './bot-process.ts';
import { freePorts } from './free-ports.ts';
import { createPerson, type Person } from './person.ts';
import { CHURN, type Subject, seedRepository } from './seed-repository.ts';
import { stopServers } from './stop-servers.ts';

export const ROOT = join(import.meta.dirname, '../..');

/** The people of the demo are GitHub's own documentation examples, each with another permission. */
export const PEOPLE = { admin: 'octo-admin', maintainer: 'octocat', author: 'monalisa', reader: 'hubot' } as const;

/** Everything that runs on this machine while the demo lasts. */
export interface DemoSession {
  readonly subject: Subject;
  readonly folder: string;
  readonly github: LocalGitHub;
  readonly runner: Runner;
  readonly bot: BotProcess;
  /** Where the model server of each environment answers. */
  readonly servers: { readonly staging: string; readonly production: string };
  /** Reads GitHub as the organisation's owner: what the demo shows is what GitHub holds. */
  readonly reader: GitHubPort;
  person(role: keyof typeof PEOPLE): Person;
  runnerLog(): string;
  close(): Promise<void>;
}

export async function startSession(options: {
  readonly seed: number;
  /** The churn template by default. */
  readonly subject?: Subject;
  readonly note: (text: string) => void;
  /** Where the model servers of staging and production should listen; any free port by default. */
  readonly ports?: readonly [number, number];
  /** Gets what ends everything that was started so far, before anything is. */
  readonly onOpen?: (close: () => Promise<void>) => void;
}): Promise<DemoSession> {
  const { seed, note, subject = CHURN, ports = [0, 0] } = options;
  const folder = mkdtempSync(join(tmpdir(), 'tidegate-demo-'));
  const stateFolder = join(folder, 'state');
  mkdirSync(stateFolder);
  const closers: (() => Promise<void>)[] = [async () => rmSync(folder, { recursive: true, force: true })];
  const closeAll = async () => {
    for (const close of closers.splice(0).reverse()) await close();
  };
  options.onOpen?.(closeAll);
  try {
    note('building the Actions');
    await buildActions();
    const github = await startGitHub({ users: Object.values(PEOPLE) });
    closers.push(() => github.close());
    const [staging, production] = await freePorts(ports);
    const servers = { staging: `http://127.0.0.1:${staging}`, production: `http://127.0.0.1:${production}` };
    note(`GitHub answers on ${github.url}`);
    await seedRepository(github, { root: ROOT, subject, servers, seed, people: PEOPLE });
    const bot = await startBot({ root: ROOT, folder, githubUrl: github.url, app: github.app });
    closers.push(() => bot.stop());
    github.deliverWebhooksTo(`${bot.url}/api/github/webhooks`);
    note(`the bot listens on ${bot.url}`);
    // Closed in reverse: a job that still ran could start a server after the servers were stopped.
    closers.push(() => stopServers(stateFolder));
    const lines: string[] = [];
    const runner = await startRunner({
      github,
      actions: { 'tidegate/tidegate': ROOT },
      workDirectory: join(folder, 'runner'),
      environment: { TIDEGATE_STATE: stateFolder },
      secrets: { TIDEGATE_SERVING_TOKEN: github.app.webhookSecret },
      onEvent: (event) => lines.push(JSON.stringify(event)),
    });
    closers.push(() => runner.close());
    const repository = { owner: subject.owner, repo: subject.name };
    const token = (login: string) => github.tokens[login] ?? '';
    return {
      subject,
      folder,
      github,
      runner,
      bot,
      servers,
      reader: createGitHub({ baseUrl: github.url, token: token(PEOPLE.admin), ...repository }),
      person: (role) => createPerson(PEOPLE[role], token(PEOPLE[role]), github.url, repository),
      runnerLog: () => lines.slice(-12).join('\n'),
      close: closeAll,
    };
  } catch (error) {
    await closeAll();
    throw error;
  }
}
