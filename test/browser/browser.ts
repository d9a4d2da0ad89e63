import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable, Writable } from 'node:stream';

const NAMES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
/** A Chromium of this machine; pages are looked at where there is one. */
export const CHROMIUM = [process.env['TIDEGATE_CHROMIUM'] ?? '', ...NAMES].find(
  (path) => path !== '' && existsSync(path),
);

type Answer = Readonly<Record<string, unknown>>;
interface Message {
  readonly id?: number;
  readonly method?: string;
  readonly params?: Answer;
  readonly result?: Answer;
  readonly error?: { readonly message: string };
}

/** One tab of a headless Chromium, over the pipe of its DevTools protocol. */
export interface Tab {
  call(method: string, params?: Answer): Promise<Answer>;
  /** What an expression gives in the page. */
  evaluate<Value>(expression: string): Promise<Value>;
  /** Opens an address and waits for its load event. */
  open(url: string): Promise<void>;
  /** Events since the tab was opened: `Network.requestWillBeSent`, `Runtime.exceptionThrown`, `Log.entryAdded` … */
  readonly events: readonly { readonly method: string; readonly params: Answer }[];
  close(): Promise<void>;
}

export async function openTab(executable: string): Promise<Tab> {
  const profile = mkdtempSync(join(tmpdir(), 'tidegate-chromium-'));
  const flags = ['--headless', '--no-sandbox', '--disable-gpu', '--hide-scrollbars', '--remote-debugging-pipe'];
  const browser = spawn(executable, [...flags, `--user-data-dir=${profile}`, 'about:blank'], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'],
  });
  const { send, events } = connect(browser);
  const { targetInfos } = (await send('Target.getTargets')) as { targetInfos: { type: string; targetId: string }[] };
  const targetId = targetInfos.find(({ type }) => type === 'page')?.targetId ?? '';
  const { sessionId } = (await send('Target.attachToTarget', { targetId, flatten: true })) as { sessionId: string };
  const call = (method: string, params: Answer = {}) => send(method, params, sessionId);
  for (const domain of ['Page', 'Runtime', 'Network', 'Log']) await call(`${domain}.enable`);
  return {
    call,
    events,
    async evaluate<Value>(expression: string) {
      const { result, exceptionDetails } = (await call('Runtime.evaluate', {
        expression,
        awaitPromise: true,
        returnByValue: true,
      })) as { result: { value: Value }; exceptionDetails?: unknown };
      if (exceptionDetails) throw new Error(JSON.stringify(exceptionDetails));
      return result.value;
    },
    async open(url) {
      const before = events.length;
      await call('Page.navigate', { url });
      while (!events.slice(before).some(({ method }) => method === 'Page.loadEventFired'))
        await new Promise((resolve) => setTimeout(resolve, 5));
    },
    async close() {
      const ended = new Promise((resolve) => browser.once('exit', resolve));
      await send('Browser.close').catch(() => browser.kill('SIGKILL'));
      await ended;
      rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

function connect(browser: ChildProcess) {
  const [input, output] = [browser.stdio[3] as Writable, browser.stdio[4] as Readable];
  const events: { method: string; params: Answer }[] = [];
  const waiting = new Map<number, (message: Message) => void>();
  let [text, lastId] = ['', 0];
  output.setEncoding('utf8').on('data', (chunk: string) => {
    const parts = (text + chunk).split('\0');
    text = parts.pop() ?? '';
    for (const part of parts) {
      const message: Message = JSON.parse(part);
      if (message.method) events.push({ method: message.method, params: message.params ?? {} });
      if (message.id !== undefined) waiting.get(message.id)?.(message);
    }
  });
  const send = (method: string, params: Answer = {}, sessionId?: string): Promise<Answer> =>
    new Promise((resolve, reject) => {
      lastId += 1;
      waiting.set(lastId, ({ result, error }) =>
        error ? reject(new Error(`${method}: ${error.message}`)) : resolve(result ?? {}),
      );
      input.write(`${JSON.stringify({ id: lastId, method, params, sessionId })}\0`);
    });
  return { send, events };
}
