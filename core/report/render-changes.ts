import { markdownTable } from 'markdown-table';
import type { PolicyChange } from '../config/compare-policies.ts';
import type { RunRecord } from '../run/run-record.ts';
import { code, fenced } from './escape.ts';
import { fold } from './fold.ts';

export interface ChangedPolicy {
  readonly files: readonly string[];
  readonly settings: readonly PolicyChange[];
}

const MOST_FILES = 10;
const MOST_SETTINGS = 30;
const MOST_PARAMETERS = 60;
const KEPT_BEFORE = 60;

/** That the pull request changes what judges it: in red. */
export function renderPolicyChanges(changes: ChangedPolicy | undefined): readonly string[] {
  if (!changes || changes.files.length === 0) return [];
  const { files } = changes;
  const names = files.slice(0, MOST_FILES).map((file) => code(file));
  const more = files.length > MOST_FILES ? ` and ${files.length - MOST_FILES} more` : '';
  return [
    `> [!CAUTION]\n> **This pull request changes what judges it** (${names.join(', ')}${more}). This verdict used the default branch's; the change takes effect after the merge.`,
  ];
}

/** What it changes of it, as a diff of settings. */
export function renderPolicySettings(changes: ChangedPolicy | undefined): readonly string[] {
  const settings = changes?.settings ?? [];
  if (settings.length === 0) return [];
  const lines = settings.slice(0, MOST_SETTINGS).flatMap(renderChange);
  const more = settings.length > MOST_SETTINGS ? [`# and ${settings.length - MOST_SETTINGS} more`] : [];
  return [['```diff', ...lines, ...more, '```'].join('\n')];
}

/** Both values, or the words that came and went of a list; cut around where they differ, so that no change looks like none. */
function renderChange({ path, before, after }: PolicyChange): readonly string[] {
  const line = (sign: string, value: string) => `${sign} ${fenced(`${path}: ${value}`)}`;
  const [old, next] = [readWords(before), readWords(after)];
  if (old && next) {
    const gone = old.filter((word) => !next.includes(word));
    const come = next.filter((word) => !old.includes(word));
    const words = [
      ...(gone.length > 0 ? [line('-', gone.join(', '))] : []),
      ...(come.length > 0 ? [line('+', come.join(', '))] : []),
    ];
    return words.length > 0 ? words : [line('+', 'the same in another order')];
  }
  const start = differAt(before ?? '', after ?? '');
  const part = (text: string) => (start > KEPT_BEFORE ? `…${text.slice(start - KEPT_BEFORE)}` : text);
  return [
    ...(before === undefined ? [] : [line('-', part(before))]),
    ...(after === undefined ? [] : [line('+', part(after))]),
  ];
}

function readWords(json: string | undefined): readonly string[] | undefined {
  try {
    const value: unknown = JSON.parse(json ?? '');
    return Array.isArray(value) && value.every((word) => typeof word === 'string') ? value : undefined;
  } catch {
    return undefined;
  }
}

function differAt(left: string, right: string): number {
  let at = 0;
  while (at < left.length && left[at] === right[at]) at += 1;
  return at;
}

/** Parameters that differ from those of the version that serves; all of them when nothing serves. */
export function renderParameters(run: RunRecord, baseline: RunRecord['parameters'] | undefined): readonly string[] {
  const names = [...new Set([...Object.keys(run.parameters), ...Object.keys(baseline ?? {})])].sort();
  if (names.length === 0) return [];
  // Own names only: a parameter may be called `constructor`.
  const json = (parameters: RunRecord['parameters'], name: string) =>
    Object.hasOwn(parameters, name) ? JSON.stringify(parameters[name]) : undefined;
  const text = (parameters: RunRecord['parameters'], name: string) => {
    const value = json(parameters, name);
    return value === undefined ? '—' : code(value);
  };
  if (!baseline) {
    const rows = names.slice(0, MOST_PARAMETERS).map((name) => [code(name), text(run.parameters, name)]);
    return [fold(`${names.length} parameters`, markdownTable([['parameter', 'candidate'], ...rows]))];
  }
  const changed = names.filter((name) => json(run.parameters, name) !== json(baseline, name));
  if (changed.length === 0) return ['<sub>No parameter differs from production.</sub>'];
  const rows = changed
    .slice(0, MOST_PARAMETERS)
    .map((name) => [code(name), text(run.parameters, name), text(baseline, name)]);
  const table = markdownTable([['parameter', 'candidate', 'production'], ...rows]);
  return [fold(`${changed.length} of ${names.length} parameters differ from production`, table)];
}
