import { parse } from 'yaml';
import type { DocumentFact } from './facts.ts';

const FRONT_MATTER = /^---\r?\n([\s\S]*?)\r?\n---\r?(?:\n|$)/;
const HEADING = /^#{1,6}\s+(.+?)\s*#*\s*$/;
/** What templates leave where an author has written nothing. */
const PLACEHOLDER = /^\s*(\[?(more information needed|todo|tbd|n\/?a|none|-+|\.+|…)\]?\.?)?\s*$/i;
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
  if (typeof field === 'string') return PLACEHOLDER.test(field);
  return field === null || field === undefined || (Array.isArray(field) && field.length === 0);
}

/** A heading counts when there is text under it or under a heading below it. */
function readHeadings(markdown: string): readonly string[] {
  const open: { readonly name: string; readonly level: number }[] = [];
  const found = new Set<string>();
  for (const line of markdown.replace(/<!--[\s\S]*?(-->|$)/g, '').split(/\r?\n/)) {
    const heading = HEADING.exec(line);
    if (heading?.[1]) {
      const level = line.indexOf(' ');
      while ((open.at(-1)?.level ?? 0) >= level) open.pop();
      open.push({ name: heading[1].toLowerCase(), level });
    } else if (!PLACEHOLDER.test(line)) {
      for (const { name } of open) found.add(name);
    }
  }
  return [...found];
}

function parseYaml(text: string): unknown {
  try {
    return parse(text, { maxAliasCount: 50 });
  } catch {
    return undefined; // a card whose front matter is no YAML has no fields; the rule names those that it misses
  }
}
