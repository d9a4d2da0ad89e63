import { fork } from 'node:child_process';
import { join } from 'node:path';

export interface Answer {
  readonly code: number;
  readonly out: string;
  readonly error: string;
}

/** The command line in a folder, in one process for all that is asked of it. */
export function startCli(
  cwd: string,
  env: NodeJS.ProcessEnv = process.env,
): { run(...words: readonly string[]): Promise<Answer>; stop(): void } {
  const child = fork(join(import.meta.dirname, 'cli-child.ts'), { cwd, env, stdio: 'inherit' });
  let last: Promise<unknown> = Promise.resolve();
  const ask = (words: readonly string[]) =>
    new Promise<Answer>((resolve, reject) => {
      const fail = (code: number | null) => reject(new Error(`the command line ended with ${code}`));
      child.once('exit', fail);
      child.once('message', (answer) => {
        child.off('exit', fail);
        resolve(answer as Answer);
      });
      child.send(words);
    });
  return {
    run: (...words) => {
      const answer = last.then(() => ask(words));
      last = answer.catch(() => undefined);
      return answer;
    },
    stop: () => {
      child.kill();
    },
  };
}
