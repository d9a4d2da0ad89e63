import { COMMENT_MAX_CHARACTERS } from '../limits.ts';
import { PART_NAMES, type PartName, type Section } from './section.ts';
import { parseSections, renderSection } from './section-text.ts';

/** Marks the one comment of a pull request that holds the verdicts on its models. */
export const VERDICT_MARKER = 'tidegate:verdict';

/** The sections of a comment with that of one model put in its place; those of the others stay, in the order of their names. */
export function replaceSection(body: string | undefined, section: Section): readonly Section[] {
  const others = parseSections(body ?? '').filter(({ model }) => model !== section.model);
  return [...others, section].toSorted((left, right) => (left.model < right.model ? -1 : 1));
}

/**
 * The comment. Where it has more characters than `limit`, parts are left out whole, the least important of the longest section
 * first, and each section says what it lacks. `head` is the newest commit: sections of another one say so.
 */
export function fitComment(
  sections: readonly Section[],
  { head = null, limit = COMMENT_MAX_CHARACTERS }: { readonly head?: string | null; readonly limit?: number } = {},
): string {
  const render = (section: Section) => ({ section, length: renderSection(section, head).length + SEPARATOR.length });
  const lengthOf = (ones: readonly { readonly length: number }[]) => ones.reduce((sum, one) => sum + one.length, 0);
  const whole = sections.map(render);
  const fitted = lengthOf(whole) <= limit ? whole : sections.map(squeeze).map(render);
  let length = lengthOf(fitted);
  for (const name of PART_NAMES) {
    if (name === 'headline') break;
    const holders = fitted.flatMap(({ section }, index) =>
      section.parts.some((part) => part.name === name) ? [index] : [],
    );
    const longestFirst = holders.toSorted((left, right) => (fitted[right]?.length ?? 0) - (fitted[left]?.length ?? 0));
    for (const index of longestFirst) {
      const one = fitted[index];
      if (length <= limit || !one) break;
      const shorter = render(leaveOut(one.section, name));
      length += shorter.length - one.length;
      fitted[index] = shorter;
    }
  }
  return join(
    fitted.map(({ section }) => renderSection(section, head)),
    limit,
  );
}

const SEPARATOR = '\n\n';
const ROOM = 200;
const DELIMITERS = /(?<=^[|:\- ]*)-{4,}(?=[|:\- ]*$)/g;

/** Tables without the spaces that line up their columns: they look the same and take a third less. */
function squeeze(section: Section): Section {
  const parts = section.parts.map(({ name, text }) => ({
    name,
    text: text.replace(/^\|.*$/gm, (row) => row.replace(/ {2,}/g, ' ').replace(DELIMITERS, '---')),
  }));
  return { ...section, parts };
}

function leaveOut(section: Section, name: PartName): Section {
  const parts = section.parts.filter((part) => part.name !== name);
  return { ...section, parts, leftOut: [...new Set([...section.leftOut, name])] };
}

/** Hundreds of models fill a comment with their headlines alone: the last ones are then counted. */
function join(texts: readonly string[], limit: number): string {
  const whole = texts.join(SEPARATOR);
  if (whole.length <= limit) return whole;
  const kept: string[] = [];
  let room = limit - ROOM;
  for (const text of texts) {
    room -= text.length + SEPARATOR.length;
    if (room < 0) break;
    kept.push(text);
  }
  const left = texts.length - kept.length;
  return [...kept, `… and ${left} more models, since a comment takes no more; each has a check of its own.`].join(
    SEPARATOR,
  );
}
