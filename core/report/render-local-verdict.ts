import { shortDigest } from '../digest.ts';
import type { Verdict } from '../gate/verdict.ts';
import { code, plain } from './escape.ts';
import { count } from './numbers.ts';
import { capitalise, renderClasses, renderThreshold } from './render-facts.ts';
import { renderTitle } from './render-headline.ts';
import { renderMetrics } from './render-metrics.ts';
import { renderNotCompared } from './render-not-compared.ts';
import { renderNotes, renderWarnings } from './render-notes.ts';
import { renderRules } from './render-rules.ts';
import { renderTask } from './render-task.ts';

const MOST_FEATURES = 40;

/** What the command line knows of a verdict beside it. */
export interface LocalFacts {
  /** File of the rows. */
  readonly source: string;
  /** In the order in which the model got them. */
  readonly features: readonly string[];
  readonly isMatrix: boolean;
}

/** A verdict on files of this machine, for its terminal: no run, no pull request, and perhaps no policy. */
export function renderLocalVerdict(verdict: Verdict, facts: LocalFacts): string {
  const { policy, rules } = verdict;
  const notes = (verdict.notes ?? []).map((note) =>
    note.code === 'holdout' ? { ...note, message: `${note.message} --rows all takes all of them.` } : note,
  );
  const parts = [
    renderTitle(verdict),
    ...renderWarnings(verdict.notes ?? []),
    ...tellSame(verdict),
    renderTask({ ...verdict, ...verdict.evaluation }),
    nameBaseline(renderMetrics(verdict), verdict),
    ...renderNotCompared(verdict.metrics),
    ...(rules.length > 0 ? [renderRules(verdict)] : []),
    ...SOURCES[policy.rules],
    [renderLocalFacts(verdict, facts), ...renderNotes(notes)].join(' '),
  ];
  return `${parts.join('\n\n')}\n`;
}

const SOURCES: Readonly<Record<Verdict['policy']['rules'], readonly string[]>> = {
  policy: [],
  defaults: [
    'There is no policy: these are the default rules of the task, by which a proven loss against the baseline fails. Rules of your own stand in a `tidegate.yml`, which `--model` reads.',
  ],
  none: [
    'No rule was applied: there is no policy, and no baseline to hold the numbers against. Give `--baseline`, or rules in a `tidegate.yml` with `--model`.',
  ],
};

/** A difference of nothing is no good news where a file was compared with itself. */
function tellSame({ candidate, baseline }: Verdict): readonly string[] {
  if (candidate.digest !== baseline?.digest) return [];
  return [
    `**Candidate and baseline are the same model** (${code(shortDigest(candidate.digest))}): every difference is 0. Was another file meant?`,
  ];
}

/** Of what was named on a command line nobody knows that it serves. */
function nameBaseline(table: string, { baseline }: Verdict): string {
  if (baseline?.environment !== null) return table;
  return table.replace(/^.*\bproduction\b/, (head) => head.replace('production', 'baseline  '));
}

function renderLocalFacts(verdict: Verdict, { source, features, isMatrix }: LocalFacts): string {
  const { evaluation, interval } = verdict;
  const shown = features.slice(0, MOST_FEATURES).map((name) => code(name, 60));
  const more = features.length > shown.length ? ` and ${features.length - shown.length} more` : '';
  return [
    `${count(evaluation.n)} rows of ${code(source)}${renderClasses(verdict)}.`,
    ...renderThreshold(verdict),
    `${capitalise(plain(interval.method))}, ${count(interval.replicates)} replicates, seed ${interval.seed}.`,
    `Features${isMatrix ? ', as one matrix in this order' : ''}: ${shown.join(', ')}${more}.`,
  ].join(' ');
}
