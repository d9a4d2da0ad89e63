import { markdownTable } from 'markdown-table';
import type { ConfusionMatrix } from '../evaluation/curves.ts';
import type { Verdict } from '../gate/verdict.ts';
import { code } from './escape.ts';
import { fold } from './fold.ts';
import { count, percent } from './numbers.ts';

const LARGEST_TABLE = 10;
const MOST_MISTAKES = 20;

/** How often each class is taken for each other, in rows and as a share of the class. */
export function renderConfusion({ confusion, evaluation }: Verdict): readonly string[] {
  if (!confusion || confusion.classes.length === 0) return [];
  const { classes, candidate, baseline } = confusion;
  const where = evaluation.threshold === null ? '' : ` at threshold ${evaluation.threshold}`;
  const title = `Confusion matrix${where}`;
  if (classes.length > LARGEST_TABLE) return [fold(title, listMistakes(confusion))];
  const parts = [`**Candidate**\n\n${tableOf(classes, candidate)}`];
  if (baseline) parts.push(`**Production**\n\n${tableOf(classes, baseline)}`);
  return [
    fold(title, `${parts.join('\n\n')}\n\n<sub>A row for each true class, a column for each predicted one.</sub>`),
  ];
}

function tableOf(classes: readonly string[], matrix: ConfusionMatrix['candidate']): string {
  const names = classes.map((name) => code(name, 40));
  const rows = names.map((name, index) => {
    const counts = matrix[index] ?? [];
    const all = sum(counts);
    return [
      `is ${name}`,
      ...names.map((_, column) => {
        const n = counts[column] ?? 0;
        const text = `${count(n)} (${percent(n / all)})`;
        return column === index ? `**${text}**` : text;
      }),
    ];
  });
  const align = ['l', ...names.map(() => 'r')];
  return markdownTable([['', ...names.map((name) => `predicted ${name}`)], ...rows], { align });
}

/** With many classes: the commonest mistakes of the candidate. */
function listMistakes({ classes, candidate, baseline }: ConfusionMatrix): string {
  const shareOf = (matrix: ConfusionMatrix['candidate'], row: number, column: number) =>
    (matrix[row]?.[column] ?? 0) / sum(matrix[row] ?? []);
  const mistakes = candidate
    .flatMap((counts, row) => counts.map((n, column) => ({ row, column, n })))
    .filter(({ row, column, n }) => row !== column && n > 0)
    .toSorted((left, right) => right.n - left.n)
    .slice(0, MOST_MISTAKES);
  if (mistakes.length === 0) return 'The candidate makes no mistake on these rows.';
  const rows = mistakes.map(({ row, column, n }) => [
    code(classes[row] ?? '', 40),
    code(classes[column] ?? '', 40),
    `${count(n)} (${percent(shareOf(candidate, row, column))})`,
    baseline ? `${count(baseline[row]?.[column] ?? 0)} (${percent(shareOf(baseline, row, column))})` : '—',
  ]);
  const table = markdownTable([['is', 'predicted', 'candidate', 'production'], ...rows], {
    align: ['l', 'l', 'r', 'r'],
  });
  return `The commonest mistakes of ${classes.length} classes, with their share of the true class:\n\n${table}`;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
