import { quoteName, quoteText } from '../data/quote-sql.ts';
import { refuseAlike } from '../sql/refuse-alike.ts';

/** Asks the database; gives the rows of the answer. */
export type AskRows = (query: string) => Promise<readonly (readonly unknown[])[]>;

/** DuckDB renames a key that differs from another in case only, and then finds no value for it. @throws OperatorError `data-invalid` */
export async function refuseAlikeKeys(ask: AskRows, header: readonly string[], json: string, source: string) {
  const names = header.map((name) => name.toLowerCase());
  if (!names.some((name) => /_\d+$/.test(name) && names.includes(name.replace(/_\d+$/, '')))) return;
  const keys = await ask(`SELECT DISTINCT unnest(json_keys(json)) FROM read_json_objects(${json})`);
  refuseAlike(
    source,
    keys.map(([key]) => String(key)),
  );
}

/** Of columns that the engine reads as DOUBLE those with whole numbers of more digits than it holds: two ids would be one. */
export async function findLongIntegers(ask: AskRows, columns: readonly string[], json: string): Promise<Set<string>> {
  if (columns.length === 0) return new Set();
  const types = columns.map((name) => `${quoteText(name)}: 'VARCHAR'`);
  const tests = columns.map((name) => `bool_or(regexp_full_match(${quoteName(name)}, '-?[0-9]{16,}'))`);
  const [found = []] = await ask(
    `SELECT ${tests.join(', ')} FROM read_json(${json}, records = true, columns = {${types.join(', ')}})`,
  );
  return new Set(columns.filter((_, index) => found[index] === true));
}
