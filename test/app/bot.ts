import { spawn } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { join } from 'node:path';

const ENTRY = join(import.meta.dirname, '../../app/server.ts');

/** The bot as a process with these variables and nothing else; `said` is all that it wrote so far. */
export function spawnBot(variables: Readonly<Record<string, string>>) {
  const child = spawn(process.execPath, [ENTRY], { env: { PATH: process.env['PATH'], ...variables } });
  const said = { out: '', error: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    said.out += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said.error += text;
  });
  const ended = once(child, 'close').then(([code]: unknown[]) => ({ code, ...said }));
  return { child, said, ended };
}

/** A delivery as GitHub sends it, signed with this secret. */
export async function deliver(
  url: string,
  delivery: { readonly id: string; readonly event: string; readonly body: string; readonly secret: string },
): Promise<{ readonly status: number; readonly text: string }> {
  const { id, event, body, secret } = delivery;
  const response = await fetch(`${url}/api/github/webhooks`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'x-github-delivery': id,
      'x-github-event': event,
      'x-hub-signature-256': `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`,
    },
    body,
  });
  return { status: response.status, text: await response.text() };
}
