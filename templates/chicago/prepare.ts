// Splits data/chicago.csv by time and writes what its date says into columns: the model and the gate read columns, not dates.
// `node prepare.ts` writes data/train.csv and data/evaluation.csv again; the same source gives the same bytes.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describeDay } from './describe-day.ts';

/** The newest days judge, as they would have been predicted: a model that has seen the day after knows too much. */
const FIRST_EVALUATED = '2015-01-01';

const folder = join(import.meta.dirname, 'data');
const [header = '', ...lines] = readFileSync(join(folder, 'chicago.csv'), 'utf8').trimEnd().split('\n');
const rows = lines.map((line) => ({ line, date: line.slice(line.lastIndexOf(',') + 1) }));
write('train.csv', ({ date }) => date < FIRST_EVALUATED);
write('evaluation.csv', ({ date }) => date >= FIRST_EVALUATED);

function write(file: string, isWanted: (row: { readonly date: string }) => boolean): void {
  const added = Object.keys(describeDay(FIRST_EVALUATED)).map((name) => JSON.stringify(name));
  const written = rows
    .filter(isWanted)
    .map(({ line, date }) => `${line},${Object.values(describeDay(date)).join(',')}`);
  writeFileSync(join(folder, file), `${[header, ...added].join(',')}\n${written.join('\n')}\n`);
}
