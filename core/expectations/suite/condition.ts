import { quoteName, quoteText } from '../../data/quote-sql.ts';

/** A condition on one row, as great_expectations can say it. */
export type Condition =
  | { readonly kind: 'compare'; readonly column: string; readonly operator: Operator; readonly value: ConditionValue }
  | {
      readonly kind: 'in';
      readonly column: string;
      readonly values: readonly ConditionValue[];
      readonly isNot: boolean;
    }
  | { readonly kind: 'null'; readonly column: string; readonly isNot: boolean }
  | { readonly kind: 'columns'; readonly left: string; readonly operator: Operator; readonly right: string }
  | { readonly kind: 'not'; readonly condition: Condition }
  | { readonly kind: 'and' | 'or'; readonly conditions: readonly Condition[] };

export type ConditionValue = string | number | boolean;
export const OPERATORS = ['==', '!=', '<', '<=', '>', '>='] as const;
export type Operator = (typeof OPERATORS)[number];

/** A condition that cannot be said in SQL with the same meaning; the message ends in what to do. */
export class ConditionRefused extends Error {
  override readonly name = 'ConditionRefused';
}

/** The condition as SQL: a comparison with a missing value is false, and only `!=` is true, as in pandas. */
export function renderCondition(condition: Condition): string {
  switch (condition.kind) {
    case 'compare': {
      const { column, operator, value } = condition;
      return compare(quoteName(column), operator, literal(value));
    }
    case 'columns':
      return compare(quoteName(condition.left), condition.operator, quoteName(condition.right));
    case 'in': {
      const name = quoteName(condition.column);
      const values = condition.values.map(literal).join(', ');
      const isIn = condition.values.length === 0 ? '1 = 0' : `(${name} IS NOT NULL AND ${name} IN (${values}))`;
      return condition.isNot ? `NOT ${isIn}` : isIn;
    }
    case 'null':
      return `${quoteName(condition.column)} IS ${condition.isNot ? 'NOT ' : ''}NULL`;
    case 'not':
      return `NOT (${renderCondition(condition.condition)})`;
    default:
      return `(${condition.conditions.map(renderCondition).join(condition.kind === 'and' ? ' AND ' : ' OR ')})`;
  }
}

function compare(left: string, operator: Operator, right: string): string {
  if (operator === '!=') return `COALESCE(${left} <> ${right}, 1 = 1)`;
  return `COALESCE(${left} ${operator === '==' ? '=' : operator} ${right}, 1 = 0)`;
}

function literal(value: ConditionValue): string {
  if (typeof value === 'string') return quoteText(value);
  return typeof value === 'boolean' ? String(value).toUpperCase() : String(value);
}
