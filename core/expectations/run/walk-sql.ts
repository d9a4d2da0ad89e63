export type SqlNode = Readonly<Record<string, unknown>>;

/** Every node of a syntax tree, itself included. */
export function walkSql(root: SqlNode): readonly SqlNode[] {
  const found: SqlNode[] = [];
  const open: unknown[] = [root];
  while (open.length > 0) {
    const node = open.pop();
    if (Array.isArray(node)) open.push(...node);
    else if (typeof node === 'object' && node !== null) {
      const one: SqlNode = { ...node };
      found.push(one);
      open.push(...Object.values(one));
    }
  }
  return found;
}
