import { markdownTable } from 'markdown-table';
import { type ColumnDiff, type DataDiff, isUnchanged } from '../drift/data-diff/data-diff.ts';
import { code, sentence } from './escape.ts';
import { fold } from './fold.ts';
import { count, percent } from './numbers.ts';

const MOST_COLUMNS = 60;
const MOST_NAMES = 20;
const DECISIONS = { drift: '🔴 drift', none: '🟢 none', 'cannot-tell': '⚪ cannot tell' } as const;

/** What a pull request makes of a data file: rows, columns, and per column what is missing, means, categories and drift. */
export function renderDataDiff(diff: DataDiff): string {
  if (isUnchanged(diff)) return 'The rows are those of the base branch.';
  const changed = diff.columns.filter(isChanged);
  const same = diff.columns.filter((column) => !isChanged(column));
  return [
    [...rowsOf(diff), ...columnsOf(diff)].map((line) => `- ${line}`).join('\n'),
    ...(changed.length > 0 ? [tableOf(changed)] : []),
    ...(same.length > 0 ? [fold(`${count(same.length)} columns hardly changed`, tableOf(same))] : []),
  ].join('\n\n');
}

function rowsOf({ rows, onlyIn }: DataDiff): readonly string[] {
  const net = rows.head - rows.base;
  const sign = net > 0 ? `+${count(net)}` : net < 0 ? `−${count(-net)}` : 'as many';
  const words = `${count(rows.base)} → ${count(rows.head)} rows (${sign})`;
  if (onlyIn === null) return [words];
  return [`${words}: ${count(onlyIn.head)} are new or changed, ${count(onlyIn.base)} of the base branch are not there`];
}

function columnsOf({ added, removed, retyped }: DataDiff): readonly string[] {
  const list = (names: readonly string[]) =>
    `${names.slice(0, MOST_NAMES).join(', ')}${names.length > MOST_NAMES ? ` and ${names.length - MOST_NAMES} more` : ''}`;
  const typed = ({ name, type }: { readonly name: string; readonly type: string }) =>
    `${code(name, 80)} (${code(type, 40)})`;
  return [
    ...(added.length > 0 ? [`**columns added:** ${list(added.map(typed))}`] : []),
    ...(removed.length > 0 ? [`**columns removed:** ${list(removed.map(typed))}`] : []),
    ...(retyped.length > 0
      ? [
          `**type changed:** ${list(retyped.map(({ name, base, head }) => `${code(name, 80)} ${code(base, 40)} → ${code(head, 40)}`))}`,
        ]
      : []),
  ];
}

const HARDLY = 0.001;

function isChanged({ missing, categories, drift }: ColumnDiff): boolean {
  const isNews = categories !== null && categories.added + categories.gone > 0;
  return isNews || Math.abs(missing.head - missing.base) >= HARDLY || drift?.decision === 'drift';
}

function tableOf(columns: readonly ColumnDiff[]): string {
  const rows = columns.slice(0, MOST_COLUMNS).map((column) => {
    const { name, missing, mean, drift } = column;
    const [finding] = drift?.findings ?? [];
    const told = finding && drift ? `${DECISIONS[drift.decision]}: ${sentence(finding.message, 200)}` : '';
    return [
      code(name, 80),
      arrow(percent(missing.base), percent(missing.head)),
      mean.base === null && mean.head === null ? '' : arrow(short(mean.base), short(mean.head)),
      categoriesOf(column),
      told,
    ];
  });
  const left = columns.length - rows.length;
  const table = markdownTable([['column', 'missing', 'mean', 'categories', 'drift'], ...rows]);
  return left > 0 ? `${table}\n\n… and ${count(left)} more` : table;
}

function categoriesOf({ categories }: ColumnDiff): string {
  if (categories === null) return '';
  const { added, gone, addedNames, goneNames } = categories;
  const list = (names: readonly string[], all: number) => {
    const shown = names.map((name) => code(name, 40)).join(', ');
    return `${shown === '' ? '' : `: ${shown}`}${names.length > 0 && all > names.length ? ', …' : ''}`;
  };
  return [
    ...(added > 0 ? [`${count(added)} new${list(addedNames, added)}`] : []),
    ...(gone > 0 ? [`${count(gone)} gone${list(goneNames, gone)}`] : []),
  ].join('; ');
}

function arrow(before: string, after: string): string {
  return before === after ? before : `${before} → ${after}`;
}

function short(value: number | null): string {
  return value === null ? '—' : String(Number(value.toPrecision(4))).replace('-', '−');
}
