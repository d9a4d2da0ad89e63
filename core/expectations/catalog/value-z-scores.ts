import * as z from 'zod';
import { defineExpectation } from '../expectation.ts';
import { columnMap } from '../kwargs.ts';
import { standardDeviation } from '../moments.ts';
import { mapAll, mapColumn, mapNone } from '../plan-map.ts';

export const valueZScores = defineExpectation({
  type: 'expect_column_value_z_scores_to_be_less_than',
  summary:
    'No value is further from the mean than a number of standard deviations; all values are fine where there is no deviation.',
  kwargs: z.strictObject({ ...columnMap, threshold: z.number(), double_sided: z.boolean() }),
  claim: ({ threshold, double_sided }) =>
    `values ${double_sided ? 'within' : 'less than'} ${threshold} standard deviations ${double_sided ? 'of' : 'above'} the mean`,
  plan: ({ column, threshold, double_sided, mostly }, { column: find, dialect }) => {
    const facts = find(column);
    if (facts.kind !== 'number' && facts.kind !== 'boolean') return mapNone(facts, mostly, dialect);
    return standardDeviation(facts, dialect, (deviation, mean) => {
      const hasScale = Number.isFinite(deviation) && deviation !== 0 && Number.isFinite(mean);
      if (!hasScale) return mapAll(facts, mostly, dialect);
      const value = dialect.castToDouble(facts.comparable);
      const score = `(${value} - ${dialect.double(mean ?? 0)}) / ${dialect.double(deviation ?? 1)}`;
      const limit = dialect.double(double_sided ? Math.abs(threshold) : threshold);
      return mapColumn(facts, `${double_sided ? `abs(${score})` : score} < ${limit}`, mostly, dialect);
    });
  },
});
