import { showName } from '@tidegate/core/list-names';
import type { NotCounted } from '@tidegate/core/profile/profile';
import { logged } from '@tidegate/core/report/escape';

const SHOWN = 10;

/** Columns that are in no profile, on standard error: nobody looks for what a report does not name. */
export function warnOfNotCounted(columns: readonly NotCounted[]): void {
  const shown = columns.slice(0, SHOWN).map(({ column, type }) => `${showName(column)} (${type.replace(/\s+/g, ' ')})`);
  if (shown.length === 0) return;
  const more = columns.length > SHOWN ? ` and ${columns.length - SHOWN} more` : '';
  const verb = columns.length === 1 ? 'is' : 'are';
  process.stderr.write(
    logged(`Warning: ${shown.join(', ')}${more} ${verb} not counted: a profile has no counts for such types.\n`),
  );
}
