import type { Relation, SqlEngine } from '../ports/sql-engine.ts';
import type { Profile } from '../profile/profile.ts';
import { PREDICTION_COLUMN } from '../profile/profile-columns.ts';

/** When a prediction of a log was made: no input can be called so. */
export const TIME_COLUMN = '(time)';
const NAMES = ['kind', 'version', 'at', 'digest', 'inputs', 'score'];

/**
 * A prediction log as a table of what the model was given, what it said and when; any other relation as it is. The log's JSON lines
 * hold the inputs in one column, which no profile has.
 */
export async function readLog(engine: SqlEngine, relation: Relation, reference: Profile): Promise<Relation> {
  const { dialect } = engine;
  const columns = await engine.describe(relation);
  const typeOf = (asked: string) => columns.find(({ name }) => name === asked)?.nativeType;
  const isLog = NAMES.every((name) => typeOf(name) !== undefined) && typeOf('inputs')?.startsWith('STRUCT');
  if (!isLog || dialect.name !== 'duckdb') return relation;
  // As the gate profiled it: of several classes the one that was answered, else the score or the value.
  const isClass = reference.columns.some(({ role, kind }) => role === 'prediction' && kind === 'categorical');
  const predicted = isClass && typeOf('label') !== undefined ? 'label' : 'score';
  const list = `inputs.*, ${predicted} AS ${dialect.quoteName(PREDICTION_COLUMN)}, CAST("at" AS TIMESTAMP) AS ${dialect.quoteName(TIME_COLUMN)}`;
  const { source, from } = relation;
  return { source, from: `(SELECT ${list} FROM ${from} WHERE kind = 'tidegate.prediction') AS predictions` };
}
