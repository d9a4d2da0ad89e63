import type { Context } from 'hono';
import type { Front } from '../front.ts';
import { now } from '../json.ts';
import { refuse } from '../refusals.ts';

interface Variable {
  readonly name: string;
  value: string;
  readonly created_at: string;
  updated_at: string;
}
const tables = new WeakMap<Front, Map<string, Map<string, Variable>>>();

/** Values of a repository's variables, by name; what `vars` holds in workflows. */
export function variablesOf(front: Front, repository: string): Readonly<Record<string, string>> {
  return Object.fromEntries(
    [...(tables.get(front)?.get(repository)?.values() ?? [])].map(({ name, value }) => [name, value]),
  );
}

/** Repository variables of Actions. */
export function variables(front: Front): void {
  const table = new Map<string, Map<string, Variable>>();
  tables.set(front, table);
  const base = '/repos/:owner/:repo/actions/variables';
  const of = (c: Context): Map<string, Variable> => {
    const repository = `${c.req.param('owner')}/${c.req.param('repo')}`;
    const found = table.get(repository) ?? new Map<string, Variable>();
    table.set(repository, found);
    return found;
  };
  front.app.get(base, (c) => c.json({ total_count: of(c).size, variables: [...of(c).values()] }));
  front.app.get(`${base}/:name`, (c) => {
    const variable = of(c).get(c.req.param('name'));
    return variable ? c.json(variable) : refuse(c, 404, 'Not Found');
  });
  front.app.post(base, async (c) => {
    if (!(await front.may(c, 'variables', 'write'))) return refuse(c, 403, 'Resource not accessible by integration');
    const { name, value } = await c.req.json();
    if (of(c).has(name)) return refuse(c, 409, 'Already exists - Variable already exists');
    of(c).set(String(name), { name: String(name), value: String(value), created_at: now(), updated_at: now() });
    return c.json({}, 201);
  });
  front.app.patch(`${base}/:name`, async (c) => {
    if (!(await front.may(c, 'variables', 'write'))) return refuse(c, 403, 'Resource not accessible by integration');
    const variable = of(c).get(c.req.param('name'));
    if (!variable) return refuse(c, 404, 'Not Found');
    variable.value = String((await c.req.json()).value);
    variable.updated_at = now();
    return c.body(null, 204);
  });
}
