import { cannotTell } from '../finding.ts';
import { mapColumn } from '../plan-map.ts';
import { planScript } from '../plan-script.ts';
import { done, type Step } from '../step.ts';
import type { TableContext } from '../table-context.ts';
import { translateRegex } from './translate-regex.ts';

interface PatternCheck {
  readonly column: string;
  readonly mostly: number;
  readonly patterns: readonly string[];
  readonly on: 'any' | 'all' | 'none';
}

/** Values that patterns are found in: searched by the engine where it can search for all of them, else in this process. */
export function planPatterns(
  { column, mostly, patterns, on }: PatternCheck,
  { column: find, dialect, judgeTexts }: TableContext,
): Step {
  const facts = find(column);
  const translated = patterns.map(translateRegex).flatMap((one) => ('instead' in one ? [] : [one]));
  const inEngine = translated.flatMap(({ engine }) =>
    engine === undefined ? [] : [dialect.matches(facts.text, engine)],
  );
  if (inEngine.length === patterns.length) {
    const condition = inEngine.join(on === 'all' ? ' AND ' : ' OR ');
    return mapColumn(facts, on === 'none' ? `NOT (${condition})` : condition, mostly, dialect);
  }
  const scripts = translated.flatMap(({ script }) => script ?? []);
  if (scripts.length < patterns.length)
    return done(cannotTell('one pattern looks around and another is not known to JavaScript'));
  const isFound = (text: string) => scripts[on === 'all' ? 'every' : 'some']((script) => script.test(text));
  return planScript(facts, mostly, (text) => isFound(text) === (on !== 'none'), { dialect, judgeTexts });
}
