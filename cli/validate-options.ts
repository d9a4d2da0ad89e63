import type { Model } from '@tidegate/core/config/schema';
import { idleFlags, refuseIdleFlags } from './refuse-idle-flags.ts';

/** Where a policy stands by default. */
export const CONFIG = 'tidegate.yml';

export interface ValidateOptions {
  readonly candidate?: string;
  readonly baseline?: string;
  readonly seedModel?: readonly string[];
  readonly data?: string;
  readonly model?: string;
  readonly target?: string;
  readonly positive?: string;
  readonly task?: string;
  readonly features?: readonly string[];
  readonly config?: string;
  readonly seed?: string;
  readonly rows?: 'all' | 'holdout';
  readonly predictions?: string;
  readonly explain?: string;
  readonly format: 'json' | 'markdown';
}

/** Flags that nothing would read. @throws OperatorError `input-invalid` */
export function refuseIdleOptions({ model, target, task, positive, features, config }: ValidateOptions): void {
  const isPolicy = model !== undefined;
  const why = `--model takes it from the policy, ${config ?? CONFIG}`;
  refuseIdleFlags(
    isPolicy
      ? idleFlags({ target, task, positive, features }, why)
      : [{ flag: '--config', given: config, why: 'a policy is read for --model, and --target judges without one' }],
    isPolicy ? 'Leave it out, or judge without a policy: --target and no --model.' : 'Leave it out, or give --model.',
  );
}

/** @throws OperatorError `input-invalid` */
export function refusePredictions({ predictions }: ValidateOptions, { gate }: Pick<Model, 'gate'>): void {
  if (gate.some(({ kind }) => kind === 'parity')) return;
  const why = 'no rule "parity" of a policy compares with them';
  refuseIdleFlags([{ flag: '--predictions', given: predictions, why }]);
}
