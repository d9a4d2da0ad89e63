import { areFlags, areNumbers, flagOf, formOf, numberOf } from './label-forms.ts';

/**
 * False before true, numbers by value, anything else by code unit: as numpy.unique sorts what scikit-learn learns from. How a label
 * is written changes nothing: rows of a pull request, or a policy that spells it in another way, would turn two classes around.
 */
export function sortedNames(names: readonly string[]): readonly string[] {
  const unique = [...new Set(names)];
  const compareValues = areFlags(unique) ? compareFlags : areNumbers(unique) ? compareNumbers : () => 0;
  return unique.sort(
    (left, right) =>
      compareValues(left, right) || compareTexts(formOf(left), formOf(right)) || compareTexts(left, right),
  );
}

function compareFlags(left: string, right: string): number {
  return Number(flagOf(left)) - Number(flagOf(right));
}

/** int64 labels beyond 2^53 are one float64 and yet not one label. */
function compareNumbers(left: string, right: string): number {
  const difference = (numberOf(left) ?? 0) - (numberOf(right) ?? 0);
  const forms = [formOf(left), formOf(right)] as const;
  return difference === 0 && forms.every((form) => /^[+-]?\d+$/.test(form)) ? compareInts(...forms) : difference;
}

function compareInts(left: string, right: string): number {
  const difference = BigInt(left.replace('+', '')) - BigInt(right.replace('+', ''));
  return difference === 0n ? 0 : difference < 0n ? -1 : 1;
}

function compareTexts(left: string, right: string): number {
  return left === right ? 0 : left < right ? -1 : 1;
}
