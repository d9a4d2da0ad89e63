import * as z from 'zod';
import { type Condition, ConditionRefused, OPERATORS, renderCondition } from './condition.ts';
import { parsePandasQuery } from './pandas-query.ts';

/** A row condition of great_expectations as SQL. @throws ConditionRefused */
export function importCondition(value: unknown, parser: unknown): string {
  if (typeof value !== 'string') return renderCondition(readObject(value));
  if (parser === 'pandas') return renderCondition(parsePandasQuery(value));
  if (parser === 'great_expectations' || parser === 'great_expectations__experimental__')
    return renderCondition(readText(value));
  throw new ConditionRefused(
    `conditions for the parser ${JSON.stringify(parser ?? null)} are not read. Write the condition as SQL under row-condition.`,
  );
}

const TEXT =
  /^col\("([^"]+)"\)\s*(?:(\.not_?null\(\))|(>=|<=|==|!=|>|<)\s*(?:([+-]?\d+(?:\.\d*)?(?:[eE][+-]?\d+)?)|"([^"']*)"|'([^"']*)'))$/i;

function readText(text: string): Condition {
  const [, column = '', isNotNull, sign, number, double, single] = TEXT.exec(text.trim()) ?? [];
  const operator = OPERATORS.find((one) => one === sign);
  if (isNotNull !== undefined) return { kind: 'null', column, isNot: true };
  if (!operator)
    throw new ConditionRefused(
      `${JSON.stringify(text.slice(0, 100))} is not read. Write col("name") with a comparison, or SQL under row-condition.`,
    );
  const value = number === undefined ? (double ?? single ?? '') : Number(number);
  return { kind: 'compare', column, operator, value };
}

const Value = z.union([z.string(), z.number(), z.boolean()]);
const Column = z.union([z.string(), z.looseObject({ name: z.string() }).transform(({ name }) => name)]);
const Comparison = z.looseObject({ column: Column, operator: z.enum(OPERATORS), parameter: Value });
const Membership = z.looseObject({ column: Column, operator: z.enum(['IN', 'NOT_IN']), parameter: z.array(Value) });
const Nullity = z.looseObject({ column: Column, is_null: z.boolean() });
const Group = z.looseObject({ type: z.enum(['and', 'or']), conditions: z.array(z.unknown()).min(1) });
const PassThrough = z.looseObject({ pass_through_filter: z.string() });

/** Conditions as 1.9 and later write them. */
function readObject(value: unknown): Condition {
  const group = Group.safeParse(value);
  if (group.success) return { kind: group.data.type, conditions: group.data.conditions.map(readObject) };
  const comparison = Comparison.safeParse(value);
  if (comparison.success) {
    const { column, operator, parameter } = comparison.data;
    return { kind: 'compare', column, operator, value: parameter };
  }
  const membership = Membership.safeParse(value);
  if (membership.success) {
    const { column, operator, parameter } = membership.data;
    return { kind: 'in', column, values: parameter, isNot: operator === 'NOT_IN' };
  }
  const nullity = Nullity.safeParse(value);
  if (nullity.success) return { kind: 'null', column: nullity.data.column, isNot: !nullity.data.is_null };
  const passed = PassThrough.safeParse(value);
  if (passed.success) return parsePandasQuery(passed.data.pass_through_filter);
  const text = JSON.stringify(value) ?? 'nothing';
  throw new ConditionRefused(`${text.slice(0, 100)} is not read. Write the condition as SQL under row-condition.`);
}
