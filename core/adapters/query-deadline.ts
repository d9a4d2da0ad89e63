export interface QueryDeadline {
  isOver(): boolean;
  stop(): void;
}

const AGAIN_EVERY_MS = 500;

/** Interrupts what runs too long, until it has ended: an engine forgets an interruption between two of its steps. */
export function startDeadline(timeoutMs: number | undefined, interrupt: () => void): QueryDeadline {
  if (timeoutMs === undefined) return { isOver: () => false, stop: () => {} };
  const end = performance.now() + timeoutMs;
  const isOver = () => performance.now() >= end;
  const timer = setInterval(
    () => {
      if (isOver()) interrupt();
    },
    Math.min(AGAIN_EVERY_MS, timeoutMs),
  );
  return { isOver, stop: () => clearInterval(timer) };
}
