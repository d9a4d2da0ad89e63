const BRACES = /\{\{|\}\}|\{([^{}]*)\}|[{}]/g;

/** Names in braces, as Python's format reads them; undefined where a brace stands alone. */
export function templateNames(template: string): readonly string[] | undefined {
  const found = [...template.matchAll(BRACES)];
  if (found.some(([text]) => text === '{' || text === '}')) return undefined;
  return found.flatMap(([, name]) => (name === undefined ? [] : [name]));
}

/** Puts a text in place of every name in braces; doubled braces are braces. */
export function fillTemplate(template: string, text: string): string {
  return template.replace(BRACES, (found) => (found === '{{' ? '{' : found === '}}' ? '}' : text));
}
