import type { Profile } from '@tidegate/core/profile/profile';
import type { DriftOptions } from './compare-drift.ts';
import { idleFlags, refuseIdleFlags } from './refuse-idle-flags.ts';

/** @throws OperatorError `input-invalid` for flags that nothing reads beside the others */
export function refuseIdleDriftFlags({ config, model, score, prediction, ...options }: DriftOptions): void {
  const { threshold, classes, positive, metrics, task } = options;
  const isMeasured = score !== undefined || prediction !== undefined;
  refuseIdleFlags([
    ...(model === undefined ? idleFlags({ config }, 'its settings are those of --model, which is not given') : []),
    ...(isMeasured
      ? []
      : idleFlags(
          { threshold, classes, positive, metrics, task },
          'performance is measured with --score or --prediction only',
        )),
    ...(isMeasured && score === undefined ? idleFlags({ threshold }, 'there are no scores, but --prediction') : []),
  ]);
}

/** @throws OperatorError `input-invalid` for columns that are looked for nowhere, or are not there */
export function refuseIdleNames({ id, target, labels, score, prediction }: DriftOptions, profile: Profile): void {
  const isThere = (name: string | undefined) => profile.columns.some((column) => column.name === name);
  const isRead = score !== undefined || prediction !== undefined || labels !== undefined;
  refuseIdleFlags(
    [
      ...(labels !== undefined || isThere(id)
        ? []
        : idleFlags({ id }, `no column ${JSON.stringify(id)} is compared, and no --labels are joined`)),
      ...(isRead || isThere(target) ? [] : idleFlags({ target }, `no column ${JSON.stringify(target)} is compared`)),
    ],
    'Correct the name, or leave it out.',
  );
}
