import { OperatorError } from '@tidegate/core/errors';

/** A flag, what was given for it, and why that would change nothing. */
export interface IdleFlag {
  readonly flag: string;
  readonly given: unknown;
  readonly why: string;
}

/** All of these, by the names that commander gives them: `seedModel` is --seed-model. */
export function idleFlags(options: Readonly<Record<string, unknown>>, why: string): readonly IdleFlag[] {
  const flagOf = (name: string) => `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
  return Object.entries(options).map(([name, given]) => ({ flag: flagOf(name), given, why }));
}

/** Who gives a flag expects something of it: one that nothing reads is a mistake. @throws OperatorError `input-invalid` */
export function refuseIdleFlags(flags: readonly IdleFlag[], hint = 'Leave it out.'): void {
  const idle = flags.filter(({ given }) => given !== undefined);
  if (idle.length === 0) return;
  const reasons = idle.map(({ flag, why }) => `${flag} does nothing here: ${why}.`);
  throw new OperatorError('input-invalid', reasons.join('\n'), hint);
}
