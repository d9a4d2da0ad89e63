import { parse } from 'yaml';
import type { DocumentFact } from './facts.ts';

const FRONT_MATTER = /^---\r?\n([\s\S]*?)\r?\n---\r?(?:\n|$)/;
/** What templates leave where an author has written nothing; asked of short, trimmed text only, as the card is a stranger's. */
const PLACEHOLDER = /^(\[?(more information needed|todo|tbd|n\/?a|none|-+|\.+|…)\]?\.?)?$/i;
const LONGEST_PLACEHOLDER = 80;
const MOST_FIELDS = 200;

/**
 * Which fields of the front matter and which headings of a model card have a content; names in lower case. The card is Markdown
 * with YAML in front, as Hugging Face reads it (huggingface.co/docs/hub/model-cards).
 */
export function readModelCard(path: string, text: string | undefined): DocumentFact {
  if (text === undefined) return { document: path, isThere: false, fields: [] };
  const front = FRONT_MATTER.exec(text);
  const fields = [...readFields(front?.[1] ?? ''), ...readHeadings(text.slice(front?.[0].length ?? 0))];
  return { document: path, isThere: true, fields: [...new Set(fields)].slice(0, MOST_FIELDS) };
}

function readFields(yaml: string): readonly string[] {
  const value = parseYaml(yaml);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [];
  return Object.entries(value).flatMap(([name, field]) => (isEmpty(field) ? [] : [name.toLowerCase()]));
}

function isEmpty(field: unknown): boolean {
  if (typeof field === 'string') return isPlaceholder(field);
  return field === null || field === undefined || (Array.isArray(field) && field.length === 0);
}

/** A heading counts when there is text under it or under a heading below it. */
function readHeadings(markdown: string): readonly string[] {
  const open: { readonly name: string; readonly level: number }[] = [];
  const found = new Set<string>();
  for (const line of markdown.replace(/<!--[\s\S]*?(-->|$)/g, '').split(/\r?\n/)) {
    const heading = readHeading(line);
    if (heading) {
      while ((open.at(-1)?.level ?? 0) >= heading.level) open.pop();
      open.push(heading);
    } else if (!isPlaceholder(line)) {
      for (const { name } of open) found.add(name);
    }
  }
  return [...found];
}

function isPlaceholder(text: string): boolean {
  const trimmed = text.trim();
  return trimmed.length <= LONGEST_PLACEHOLDER && PLACEHOLDER.test(trimmed);
}

/** An ATX heading (CommonMark 0.31, § 4.2), by hand: the usual expression for it backtracks for hours over a line of spaces. */
function readHeading(line: string): { readonly name: string; readonly level: number } | undefined {
  let level = 0;
  while (line[level] === '#') level += 1;
  if (level === 0 || level > 6 || (line[level] !== ' ' && line[level] !== '\t')) return undefined;
  const text = line.slice(level).trim();
  let end = text.length;
  while (text[end - 1] === '#') end -= 1;
  const name = text.slice(0, end).trim().toLowerCase();
  return name === '' ? undefined : { name, level };
}

function parseYaml(text: string): unknown {
  try {
    return parse(text, { maxAliasCount: 50 });
  } catch {
    return undefined; // a card whose front matter is no YAML has no fields; the rule names those that it misses
  }
}
