import { countValues as count } from '@tidegate/core/profile/count-values';
import { freezeNumbers } from '@tidegate/core/profile/freeze-values';
import type { NumericCounts } from '@tidegate/core/profile/profile';

/** Counts on a grid of their own, or on that of others. */
export function countValues(values: Float64Array, reference?: NumericCounts): NumericCounts {
  return count(values, reference ?? freezeNumbers(values), { isNaNMissing: false });
}
