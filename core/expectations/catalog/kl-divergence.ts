import * as z from 'zod';
import { type BinnedPartition, expectedBins } from '../binned-partition.ts';
import type { ColumnFacts } from '../column-facts.ts';
import { defineExpectation } from '../expectation.ts';
import { fails } from '../finding.ts';
import { divergence } from '../kullback-leibler.ts';
import { columnName, scalar } from '../kwargs.ts';
import { isOneOf, literalOf, literalsOf, type Scalar } from '../literal-of.ts';
import { countOf, done, type Step } from '../step.ts';
import type { TableContext } from '../table-context.ts';
import { number } from '../words.ts';

const weight = z.number().min(0);
const holdout = z.number().min(0).max(1).default(0);
const edge = z
  .union([z.number(), z.enum(['-inf', 'inf'])])
  .transform((value) => Number(String(value).replace('inf', 'Infinity')));
const sumsToOne = (weights: readonly number[]) => Math.abs(weights.reduce((sum, one) => sum + one, 0) - 1) <= 1e-5;

const Categories = z
  .strictObject({ values: z.array(scalar).min(1), weights: z.array(weight) })
  .refine(({ values, weights }) => values.length === weights.length, { message: 'expected a weight for each value' })
  .refine(({ weights }) => sumsToOne(weights), { message: 'expected weights that add up to 1' });
const Bins = z
  .strictObject({
    bins: z.array(edge).min(2),
    weights: z.array(weight),
    tail_weights: z.tuple([weight, weight]).optional(),
  })
  .refine(({ bins, weights }) => bins.length === weights.length + 1, {
    message: 'expected one bin edge more than weights',
  })
  .refine(({ bins }) => bins.every((one, index) => index === 0 || one > (bins[index - 1] ?? one)), {
    message: 'expected bins in increasing order',
  })
  .refine(({ weights, tail_weights = [] }) => sumsToOne([...weights, ...tail_weights]), {
    message: 'expected weights that add up to 1',
  });

const Kwargs = z
  .strictObject({
    column: columnName,
    partition_object: z.union(
      [Categories, Bins],
      'expected {values, weights} or {bins, weights, tail_weights} whose weights add up to 1',
    ),
    threshold: z.number().min(0),
    tail_weight_holdout: holdout,
    internal_weight_holdout: holdout,
    bucketize_data: z.literal(true).default(true),
  })
  .refine(({ partition_object: p, internal_weight_holdout }) => !('values' in p) || internal_weight_holdout === 0, {
    message: 'expected no internal_weight_holdout for a partition by values',
  })
  .refine(
    ({ partition_object: p, tail_weight_holdout }) =>
      'values' in p || p.tail_weights === undefined || tail_weight_holdout === 0,
    {
      message: 'expected no tail_weight_holdout beside tail_weights',
    },
  )
  .refine(
    ({ partition_object: p, tail_weight_holdout }) =>
      'values' in p || expectedBins(p, { tail: tail_weight_holdout, internal: 0 }) !== undefined,
    {
      message: 'expected no tail weights beside bins that reach to infinity',
    },
  );
type KlKwargs = z.output<typeof Kwargs>;

export const klDivergence = defineExpectation({
  type: 'expect_column_kl_divergence_to_be_less_than',
  summary: 'The Kullback-Leibler divergence of the column from a partition that is given is at most a threshold.',
  kwargs: Kwargs,
  claim: ({ threshold }) => `a Kullback-Leibler divergence of at most ${threshold}`,
  plan: (kwargs, context) => {
    const facts = context.column(kwargs.column);
    const { partition_object: partition } = kwargs;
    return 'values' in partition
      ? byValue(facts, partition, kwargs, context)
      : byBin(facts, partition, kwargs, context);
  },
});

function judge(observed: readonly number[], expected: readonly number[], threshold: number): Step {
  const value = divergence(observed, expected);
  if (!Number.isFinite(value))
    return done(
      fails(Number.isNaN(value) ? 'there are no values' : 'it is infinite: there are values where none is expected'),
    );
  return done({ success: value <= threshold, says: `it is ${number(value)}`, observed: value });
}

function byValue(
  column: ColumnFacts,
  { values, weights }: { readonly values: readonly Scalar[]; readonly weights: readonly number[] },
  { threshold, tail_weight_holdout: tail }: KlKwargs,
  { dialect }: TableContext,
): Step {
  const isKnown = isOneOf('k0', literalsOf(column, values, dialect), dialect);
  const literals = values.map((value) => literalOf(column, value, dialect));
  const others = (expression: string) =>
    `sum(CASE WHEN k0 IS NOT NULL AND NOT (${isKnown}) THEN ${expression} ELSE 0 END)`;
  const n = dialect.castToDouble('n');
  return {
    kind: 'groups',
    by: [column.comparable],
    aggregates: [
      others('1'),
      others('n'),
      others(`${n} * ln(${n})`),
      ...literals.map((literal) => (literal === undefined ? '0' : `sum(CASE WHEN k0 = ${literal} THEN n ELSE 0 END)`)),
    ],
    next: ([kinds, rows, entropy, ...counts]) => {
      const known = counts.map(countOf);
      const [unknown, unknownRows] = [countOf(kinds), countOf(rows)];
      if (unknown === 0) return judge(known, weights, threshold);
      if (tail === 0) return judge([...known, unknownRows], [...weights, 0], threshold);
      // All values that are not expected share the weight held out: one of theirs stands for each, with their own entropy.
      const scaled = weights.map((one) => one * (1 - tail));
      const total = known.reduce((sum, one) => sum + one, unknownRows);
      const inner = (countOf(entropy) - unknownRows * Math.log(unknownRows) + unknownRows * Math.log(unknown)) / total;
      const value = divergence([...known, unknownRows], [...scaled, tail]) + inner;
      if (!Number.isFinite(value)) return judge([...known, unknownRows], [...scaled, tail], threshold);
      return done({ success: value <= threshold, says: `it is ${number(value)}`, observed: value });
    },
  };
}

function byBin(column: ColumnFacts, partition: BinnedPartition, kwargs: KlKwargs, { dialect }: TableContext): Step {
  const { threshold, tail_weight_holdout: tail, internal_weight_holdout: internal } = kwargs;
  if (column.kind !== 'number' && column.kind !== 'boolean')
    return done(fails(`the column is ${column.nativeType}, which has no bins`));
  const value = dialect.castToDouble(column.comparable);
  const literal = (edge: number) => (Number.isFinite(edge) ? dialect.double(edge) : undefined);
  const above = (edge: number, operator: string) =>
    literal(edge) === undefined ? '1 = 1' : `${value} ${operator} ${literal(edge)}`;
  const { bins } = partition;
  const inside = partition.weights.map((_, index) => {
    const [low = 0, high = 0] = bins.slice(index, index + 2);
    // As NumPy's histogram: the last bin has both of its ends.
    return `${value} IS NOT NULL AND ${above(low, '>=')} AND ${above(high, index === bins.length - 2 ? '<=' : '<')}`;
  });
  const [first = 0, last = 0] = [bins[0], bins.at(-1)];
  const outside = [
    literal(first) === undefined ? '1 = 0' : `${value} < ${literal(first)}`,
    literal(last) === undefined ? '1 = 0' : `${value} > ${literal(last)}`,
  ];
  return {
    kind: 'scan',
    aggregates: [...inside, ...outside].map((condition) => dialect.countIf(condition)),
    next: (counts) => {
      const [low = 0, high = 0] = counts.slice(-2).map(countOf);
      const within = counts.slice(0, -2).map(countOf);
      const expected = expectedBins(partition, { tail, internal });
      if (!expected) return done(fails('the partition has tail weights beside infinite bins'));
      const observed = [...(Number.isFinite(first) ? [low] : []), ...within, ...(Number.isFinite(last) ? [high] : [])];
      return judge(observed, expected, threshold);
    },
  };
}
