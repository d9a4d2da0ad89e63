/** How long work goes on: a line that is overwritten on a terminal, nothing in a pipe; and Ctrl+C as a signal to stop. */
export function followWork(what: string): {
  readonly signal: AbortSignal;
  readonly onProgress: (share: number) => void;
  finish(): void;
} {
  const controller = new AbortController();
  const stop = () => controller.abort(new Error('interrupted'));
  process.once('SIGINT', stop);
  const isTerminal = process.stderr.isTTY;
  return {
    signal: controller.signal,
    onProgress: (share) => {
      if (isTerminal) process.stderr.write(`\r${what} … ${Math.round(100 * share)} % `);
    },
    finish: () => {
      process.off('SIGINT', stop);
      if (isTerminal) process.stderr.write('\r\u001b[K');
    },
  };
}
