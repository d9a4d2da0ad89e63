import { flatten } from '../escape.ts';

/** Text from data inside HTML: nothing in it is markup, in an element or in a quoted attribute. */
export function pageText(text: string, maxLength = 200): string {
  return flatten(text, maxLength).replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}

/** Data inside a script element: no `<`, so no text can end the element or begin a comment. */
export function pageJson(value: unknown): string {
  return JSON.stringify(value).replaceAll('<', '\\u003c');
}

/** Three digits: a reader compares effects, and the document has the rest. */
export function shortNumber(value: number): string {
  return String(Number(value.toPrecision(3))).replace('-', '−');
}

export function between(low: number, high: number): string {
  const [least, most] = [shortNumber(low), shortNumber(high)];
  return least === most ? least : `${least} to ${most}`;
}
