import * as z from 'zod';
import type { ColumnFacts } from '../column-facts.ts';
import { defineExpectation } from '../expectation.ts';
import type { Finding } from '../finding.ts';
import { columnMap } from '../kwargs.ts';
import { done } from '../step.ts';
import { isTypeNamed } from '../type-names.ts';
import { listed, quoted } from '../words.ts';

export const valuesOfType = defineExpectation({
  type: 'expect_column_values_to_be_of_type',
  summary: "The column has a type, by pandas', Spark's, SQL's or the engine's own name.",
  kwargs: z.strictObject({ ...columnMap, type_: z.string().min(1) }),
  claim: ({ type_ }) => `values of type ${quoted(type_)}`,
  plan: ({ column, type_ }, context) => done(judge(context.column(column), [type_])),
});

export const valuesInTypeList = defineExpectation({
  type: 'expect_column_values_to_be_in_type_list',
  summary: "The column has one of several types, by pandas', Spark's, SQL's or the engine's own names.",
  kwargs: z.strictObject({ ...columnMap, type_list: z.array(z.string().min(1)).min(1) }),
  claim: ({ type_list }) => `values of type ${listed(type_list)}`,
  plan: ({ column, type_list }, context) => done(judge(context.column(column), type_list)),
});

function judge(column: ColumnFacts, names: readonly string[]): Finding {
  return {
    success: names.some((name) => isTypeNamed(column, name)),
    says: `the column is ${column.nativeType}`,
    observed: column.nativeType,
  };
}
