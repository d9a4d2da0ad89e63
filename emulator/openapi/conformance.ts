import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv, type ValidateFunction } from 'ajv';
import addFormats from 'ajv-formats';
import type { Exchange } from '../github/front.ts';
import type { Operation, Trimmed } from './trim.ts';

/** What does not agree with GitHub's own description. */
export interface Violation {
  readonly where: string;
  readonly problems: readonly string[];
}

export interface Conformance {
  checkExchange(exchange: Exchange): Violation | undefined;
  checkWebhook(event: string, action: string | null, payload: unknown): Violation | undefined;
}

const MOST_PROBLEMS = 5;
/** Not in the description: our own routes behind the front, and what GitHub serves outside api.github.com. */
const UNDOCUMENTED = [/^\/_front\//, /^\/twirp\//, /^\/[^/]+\/[^/]+\/releases\/download\//];

/** Checks exchanges and payloads against GitHub's OpenAPI description, trimmed to what is used. */
export function createConformance(): Conformance {
  const description: Trimmed = JSON.parse(readFileSync(join(import.meta.dirname, 'github.json'), 'utf8'));
  const ajv = new Ajv({ strict: false, allErrors: true, inlineRefs: false, validateSchema: false, logger: false });
  addFormats.default(ajv, { mode: 'fast' });
  // GitHub itself sends "" for links that a deployment status does not have.
  const uri = ajv.formats['uri'];
  const isUri = (text: string): boolean =>
    uri instanceof RegExp
      ? uri.test(text)
      : typeof uri === 'function'
        ? uri(text) === true
        : /^[a-z][a-z0-9+.-]*:/i.test(text);
  ajv.addFormat('uri', (text: string) => text === '' || isUri(text));
  ajv.addSchema(description, 'github');
  const compiled = new Map<string, ValidateFunction>();
  const validate = (pointer: readonly string[], value: unknown): readonly string[] => {
    const reference = `github#/${pointer.map((part) => encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1'))).join('/')}`;
    const check = compiled.get(reference) ?? ajv.compile({ $ref: reference });
    compiled.set(reference, check);
    if (check(value)) return [];
    return (check.errors ?? [])
      .slice(0, MOST_PROBLEMS)
      .map(
        (error) =>
          `${error.instancePath || '(body)'} ${error.message ?? ''} ${JSON.stringify(error.params).slice(0, 160)}`,
      );
  };
  const routes = Object.keys(description.operations)
    .map((key) => ({ key, ...routeOf(key) }))
    .toSorted((left, right) => left.wildcards - right.wildcards);
  const find = (method: string, path: string): { readonly key: string; readonly operation: Operation } | undefined => {
    const route = routes.find((candidate) => candidate.method === method && candidate.pattern.test(path));
    const operation = route && description.operations[route.key];
    return route && operation ? { key: route.key, operation } : undefined;
  };
  return {
    checkExchange({ method, path, status, requestBody, responseBody, hasBytes }) {
      if (UNDOCUMENTED.some((pattern) => pattern.test(path)) || method === 'HEAD') return undefined;
      const where = `${method} ${path} → ${status}`;
      const found = find(method, path);
      if (!found)
        return {
          where,
          problems: ['GitHub has no such operation, or emulator/openapi/operations.ts does not list it'],
        };
      const { key, operation } = found;
      const documented = String(status) in operation.responses;
      const isCommonError = status >= 400;
      const problems: string[] = [];
      if (status < 400 && operation.request !== undefined && requestBody !== undefined)
        problems.push(...validate(['operations', key, 'request'], requestBody).map((problem) => `request ${problem}`));
      if (!documented && !isCommonError)
        problems.push(`status ${status} is not documented (${Object.keys(operation.responses).join(', ')})`);
      const asksForBody = documented && operation.responses[String(status)] !== null;
      if (asksForBody && responseBody === undefined && !hasBytes) problems.push('(body) is missing');
      if (asksForBody && responseBody !== undefined)
        problems.push(...validate(['operations', key, 'responses', String(status)], responseBody));
      return problems.length > 0 ? { where, problems } : undefined;
    },
    checkWebhook(event, action, payload) {
      const base = event.replaceAll('_', '-');
      const name = [`${base}-${(action ?? '').replaceAll('_', '-')}`, base].find(
        (candidate) => candidate in description.webhooks,
      );
      const where = `webhook ${event}${action ? `.${action}` : ''}`;
      if (event === 'repository_dispatch')
        return report(
          where,
          validate(['webhooks', 'repository-dispatch-sample.collected'], payload).filter(
            (problem) => !problem.startsWith('/action '),
          ),
        );
      if (!name) return { where, problems: ['emulator/openapi/operations.ts does not list this webhook'] };
      return report(where, validate(['webhooks', name], payload));
    },
  };
}

function report(where: string, problems: readonly string[]): Violation | undefined {
  return problems.length > 0 ? { where, problems } : undefined;
}

/** `{ref}`, `{path}`, `{branch}` and `{tag}` hold slashes, other parameters do not; the root's path is empty. */
function routeOf(key: string): { readonly method: string; readonly pattern: RegExp; readonly wildcards: number } {
  const [method = '', template = ''] = key.split(' ');
  const source = template
    .replace(/[.*+?^$()|[\]\\]/g, '\\$&')
    .replace(/\{path\}/g, '.*')
    .replace(/\{(ref|tag|branch)\}/g, '.+')
    .replace(/\{[^}]+\}/g, '[^/]+');
  return {
    method,
    pattern: new RegExp(`^${source}$`),
    wildcards: (template.match(/\{/g) ?? []).length + (/\{(path|ref|branch)\}$/.test(template) ? 10 : 0),
  };
}
