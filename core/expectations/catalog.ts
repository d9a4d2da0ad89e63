import { closest } from '../config/closest.ts';
import { maxFresherThan } from './catalog/column-freshness.ts';
import { pairEqual, pairGreater, pairInSet } from './catalog/column-pairs.ts';
import { valuesInTypeList, valuesOfType } from './catalog/column-types.ts';
import { compoundColumnsUnique } from './catalog/compound-columns-unique.ts';
import { pairCramersPhi } from './catalog/cramers-phi.ts';
import { valuesMatchStrftime, valuesParseable } from './catalog/dates-in-text.ts';
import { proportionOfNonNullValues, proportionOfUniqueValues, uniqueValueCount } from './catalog/distinct-counts.ts';
import { distinctValuesContainSet, distinctValuesEqualSet, distinctValuesInSet } from './catalog/distinct-values.ts';
import { columnMax, columnMin } from './catalog/extremes.ts';
import { valuesJsonParseable, valuesMatchJsonSchema } from './catalog/json-in-text.ts';
import { klDivergence } from './catalog/kl-divergence.ts';
import { columnMean, columnStdev, columnSum } from './catalog/means.ts';
import { mostCommonValue } from './catalog/most-frequent-value.ts';
import { multicolumnSum } from './catalog/multicolumn-sum.ts';
import { columnsNotPersonal, valuesNotPersonal } from './catalog/not-personal.ts';
import { noOverlap, valuesInOtherTable } from './catalog/other-tables.ts';
import { columnMedian, columnQuantiles } from './catalog/quantiles.ts';
import { rowsUnique } from './catalog/rows-unique.ts';
import {
  columnCountBetween,
  columnCountEquals,
  columnExists,
  columnsMatchOrderedList,
  columnsMatchSet,
} from './catalog/table-columns.ts';
import { rowCountBetween, rowCountEquals, rowCountEqualsOther } from './catalog/table-row-counts.ts';
import { unexpectedRows } from './catalog/unexpected-rows.ts';
import { valueLengthsBetween, valueLengthsEqual } from './catalog/value-lengths.ts';
import { valueZScores } from './catalog/value-z-scores.ts';
import { valuesBetween } from './catalog/values-between.ts';
import { valuesDecreasing, valuesIncreasing } from './catalog/values-in-order.ts';
import { valuesInSet, valuesNotInSet } from './catalog/values-in-set.ts';
import {
  valuesMatchLike,
  valuesMatchLikeList,
  valuesNotMatchLike,
  valuesNotMatchLikeList,
} from './catalog/values-match-like.ts';
import {
  valuesMatchRegex,
  valuesMatchRegexList,
  valuesNotMatchRegex,
  valuesNotMatchRegexList,
} from './catalog/values-match-regex.ts';
import { valuesNotNull, valuesNull } from './catalog/values-not-null.ts';
import { valuesUnique } from './catalog/values-unique.ts';
import { multicolumnValuesEqual, valuesUniqueWithinRecord } from './catalog/values-unique-within-record.ts';
import type { Expectation } from './expectation.ts';

/** Every expectation that is offered: great_expectations' names, then our own. */
export const EXPECTATIONS: readonly Expectation[] = [
  columnExists,
  columnsMatchOrderedList,
  columnsMatchSet,
  columnCountEquals,
  columnCountBetween,
  valuesOfType,
  valuesInTypeList,
  rowCountEquals,
  rowCountBetween,
  rowCountEqualsOther,
  valuesNotNull,
  valuesNull,
  proportionOfNonNullValues,
  valuesBetween,
  valuesInSet,
  valuesNotInSet,
  distinctValuesInSet,
  distinctValuesContainSet,
  distinctValuesEqualSet,
  mostCommonValue,
  valuesMatchRegex,
  valuesNotMatchRegex,
  valuesMatchRegexList,
  valuesNotMatchRegexList,
  valuesMatchLike,
  valuesNotMatchLike,
  valuesMatchLikeList,
  valuesNotMatchLikeList,
  valueLengthsEqual,
  valueLengthsBetween,
  valuesUnique,
  compoundColumnsUnique,
  valuesUniqueWithinRecord,
  multicolumnValuesEqual,
  uniqueValueCount,
  proportionOfUniqueValues,
  columnMin,
  columnMax,
  columnMean,
  columnSum,
  columnStdev,
  columnMedian,
  columnQuantiles,
  valueZScores,
  klDivergence,
  pairGreater,
  pairEqual,
  pairInSet,
  multicolumnSum,
  valuesIncreasing,
  valuesDecreasing,
  valuesParseable,
  valuesMatchStrftime,
  valuesJsonParseable,
  valuesMatchJsonSchema,
  pairCramersPhi,
  unexpectedRows,
  maxFresherThan,
  valuesInOtherTable,
  rowsUnique,
  noOverlap,
  valuesNotPersonal,
  columnsNotPersonal,
];

const BY_TYPE = new Map(EXPECTATIONS.map((expectation) => [expectation.type, expectation]));

/** The expectation of that name; undefined where none is offered. */
export function findExpectation(type: string): Expectation | undefined {
  return BY_TYPE.get(type);
}

/** The names are long and begin alike: a third of their letters apart is another expectation. */
const MOST_SLIPS = 3;

/** The name that is nearest to one that is not offered. */
export function nearestExpectation(type: string): string | undefined {
  return closest(type, [...BY_TYPE.keys()], MOST_SLIPS);
}
