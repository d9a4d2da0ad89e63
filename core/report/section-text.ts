import { isPartName, PART_TITLES, type Part, type PartName, type Section } from './section.ts';

/** Lines of our own; nothing from a pull request begins a line with one, see `guard`. */
const OPEN = /^<!-- tidegate:verdict\/([a-z][a-z0-9-]{0,39}) -->$/;
const CLOSE = /^<!-- \/tidegate:verdict\/([a-z][a-z0-9-]{0,39}) -->$/;
const ABOUT = /^<!-- tidegate:about head=([0-9a-f]{40}|-) summary=(\S+) left-out=(\S+) -->$/;
const PART = /^<!-- tidegate:part\/([a-z-]+) -->$/;
/** Text that is made anew each time: what was left out, and that the section is older than the head. */
const NOTE = '<!-- tidegate:note -->';

/** A section as it stands in a comment, between two lines that name its model. */
export function renderSection(section: Section, newestHead: string | null): string {
  const { model, head, summaryUrl, parts, leftOut } = section;
  const about = `head=${head ?? '-'} summary=${isUrl(summaryUrl) ? summaryUrl : '-'} left-out=${leftOut.join(',') || '-'}`;
  const [headline, ...rest] = parts.map(({ name, text }) => `<!-- tidegate:part/${name} -->\n${guard(text)}`);
  const note = (text: string | undefined) => (text === undefined ? [] : [`${NOTE}\n${text}`]);
  return [
    `<!-- tidegate:verdict/${model} -->\n<!-- tidegate:about ${about} -->\n${headline ?? ''}`,
    ...note(tellOlder(head, newestHead)),
    ...rest,
    ...note(tellLeftOut(leftOut, summaryUrl)),
    `<!-- /tidegate:verdict/${model} -->`,
  ].join('\n\n');
}

/** The sections of a comment; what is not between our lines, or has no end, is nobody's. */
export function parseSections(body: string): readonly Section[] {
  const sections = new Map<string, Section>();
  let open: { readonly model: string; readonly lines: string[] } | undefined;
  for (const line of body.replaceAll('\r\n', '\n').split('\n')) {
    const started = OPEN.exec(line)?.[1];
    const ended = CLOSE.exec(line)?.[1];
    if (started !== undefined) open = { model: started, lines: [] };
    else if (ended === undefined) open?.lines.push(line);
    else {
      if (open?.model === ended) sections.set(ended, parseSection(ended, open.lines));
      open = undefined;
    }
  }
  return [...sections.values()];
}

function parseSection(model: string, lines: readonly string[]): Section {
  const [, head = '-', url = '-', names = '-'] = ABOUT.exec(lines[0] ?? '') ?? [];
  const parts: { readonly name: PartName; readonly lines: string[] }[] = [];
  let isNote = false;
  for (const line of lines.slice(1)) {
    const name = PART.exec(line)?.[1];
    if (name !== undefined && isPartName(name)) parts.push({ name, lines: [] });
    else if (line !== NOTE && !isNote) parts.at(-1)?.lines.push(line);
    isNote = line === NOTE || (isNote && name === undefined);
  }
  const texts = parts.map(({ name, lines: text }): Part => ({ name, text: text.join('\n').trim() }));
  return {
    model,
    head: head === '-' ? null : head,
    summaryUrl: url === '-' ? null : url,
    parts: texts,
    leftOut: names.split(',').filter(isPartName),
  };
}

function tellOlder(head: string | null, newestHead: string | null): string | undefined {
  if (newestHead === null || head === newestHead) return undefined;
  const own = head === null ? 'an older commit' : `\`${head.slice(0, 7)}\``;
  return `> [!NOTE]\n> This speaks of ${own}. The newest commit is \`${newestHead.slice(0, 7)}\`, and this model has no verdict on it.`;
}

function tellLeftOut(leftOut: readonly PartName[], url: string | null): string | undefined {
  if (leftOut.length === 0) return undefined;
  const names = leftOut.map((name) => PART_TITLES[name]).join(', ');
  const where = isUrl(url) ? `[The summary of the job](${url}) has it all.` : 'The summary of the job has it all.';
  return `<sub>Left out, since a comment takes no more: ${names}. ${where}</sub>`;
}

/** Whatever a text says, no line of it reads like one of ours. */
function guard(text: string): string {
  return text.replace(/^<!--/gm, '&lt;!--');
}

function isUrl(url: string | null): url is string {
  return url !== null && /^https?:\/\/[^\s()<>]+$/.test(url);
}
