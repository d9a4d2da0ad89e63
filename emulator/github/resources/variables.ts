import type { Context } from 'hono';
import type { Front } from '../front.ts';
import { type Json, now } from '../json.ts';
import { paged } from '../paged.ts';
import { repositoryOf } from '../people.ts';
import { refuse } from '../refusals.ts';

interface Variable {
  readonly name: string;
  readonly value: string;
  readonly created_at: string;
  readonly updated_at: string;
}
type Table = Map<string, Map<string, Variable>>;
const tables = new WeakMap<Front, Table>();

/** What `vars` holds in workflows: the organisation's, over them the repository's, over them the environment's. */
export function variablesOf(front: Front, repository: string, environment?: string): Readonly<Record<string, string>> {
  const scopes = [repository.split('/')[0] ?? '', repository, `${repository}#${environment}`];
  const found = scopes.flatMap((scope) => [...(tables.get(front)?.get(scope)?.values() ?? [])]);
  return Object.fromEntries(found.map(({ name, value }) => [name, value]));
}

/** Variables of Actions: of an organisation, a repository, an environment. */
export function variables(front: Front): void {
  const table: Table = new Map();
  tables.set(front, table);
  serve(front, table, '/orgs/:org/actions/variables', (c) => c.req.param('org') ?? '');
  serve(front, table, '/repos/:owner/:repo/actions/variables', repositoryOf);
  const ofEnvironment = (c: Context): string => `${repositoryOf(c)}#${c.req.param('environment')}`;
  serve(front, table, '/repos/:owner/:repo/environments/:environment/variables', ofEnvironment);
}

function serve(front: Front, table: Table, base: string, scopeOf: (c: Context) => string): void {
  const of = (c: Context): Map<string, Variable> => {
    const found = table.get(scopeOf(c)) ?? new Map<string, Variable>();
    table.set(scopeOf(c), found);
    return found;
  };
  const isOfOrganisation = base.startsWith('/orgs/');
  const show = (c: Context, variable: Variable): Json => ({
    ...variable,
    ...(isOfOrganisation
      ? {
          visibility: 'all',
          selected_repositories_url: `${front.url}${new URL(c.req.url).pathname}/${variable.name}/repositories`,
        }
      : {}),
  });
  front.app.use(`${base}/*`, async (c, next) => {
    const caller = front.callerOf(c);
    const isOwner = caller?.kind === 'user' && caller.login === front.owner;
    // Those of a repository are guarded with everything else in it.
    return !isOfOrganisation || isOwner ? next() : refuse(c, 403, 'Must have admin rights to the organization.');
  });
  front.app.get(base, (c) => {
    const shown = paged(c, [...of(c).values()]).map((variable) => show(c, variable));
    return c.json({ total_count: of(c).size, variables: shown });
  });
  front.app.get(`${base}/:name`, (c) => {
    const variable = of(c).get(c.req.param('name'));
    return variable ? c.json(show(c, variable)) : refuse(c, 404, 'Not Found');
  });
  front.app.post(base, async (c) => {
    const body: Json = await c.req.json();
    const name = String(body['name']);
    if (of(c).has(name)) return refuse(c, 409, 'Already exists - Variable already exists');
    of(c).set(name, { name, value: String(body['value']), created_at: now(), updated_at: now() });
    return c.json({}, 201);
  });
  front.app.patch(`${base}/:name`, async (c) => {
    const variable = of(c).get(c.req.param('name'));
    if (!variable) return refuse(c, 404, 'Not Found');
    const body: Json = await c.req.json();
    of(c).set(variable.name, { ...variable, value: String(body['value'] ?? variable.value), updated_at: now() });
    return c.body(null, 204);
  });
  front.app.delete(`${base}/:name`, (c) =>
    of(c).delete(c.req.param('name')) ? c.body(null, 204) : refuse(c, 404, 'Not Found'),
  );
}
