/** A path into the file as people write it: `models.churn.gate[0].metric`. */
export function renderPath(path: readonly PropertyKey[]): string {
  const text = path.reduce<string>(
    (all, part) => (typeof part === 'number' ? `${all}[${part}]` : `${all}.${String(part)}`),
    '',
  );
  return text.replace(/^\./, '') || '(file)';
}
