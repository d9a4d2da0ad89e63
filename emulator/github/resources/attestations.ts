import type { Front } from '../front.ts';
import { at, isJson, type Json, numberAt, textAt } from '../json.ts';
import { repositoryOf } from '../people.ts';
import { refuse } from '../refusals.ts';

interface Attestation {
  readonly id: number;
  readonly repository: string;
  readonly bundle: Json;
  readonly subjects: readonly string[];
}

/** Attestation bundles by the digest of their subject. They are kept, not verified: this machine has no Sigstore. */
export function attestations(front: Front): void {
  const table: Attestation[] = [];
  front.app.post('/repos/:owner/:repo/attestations', async (c) => {
    const bundle = at(await c.req.json(), 'bundle');
    const subjects = readSubjects(textAt(bundle, 'dsseEnvelope', 'payload'));
    if (!subjects) return refuse(c, 422, 'Invalid bundle: dsseEnvelope.payload is no in-toto statement.');
    const id = table.length + 1;
    table.push({ id, repository: repositoryOf(c), bundle, subjects });
    return c.json({ id }, 201);
  });
  front.app.get('/repos/:owner/:repo/attestations/:digest', async (c) => {
    const repository = repositoryOf(c);
    const found = table.filter(
      (entry) => entry.repository === repository && entry.subjects.includes(c.req.param('digest')),
    );
    const { data } = await front.upstream.call(`/repos/${repository}`);
    const repository_id = numberAt(data, 'id');
    return c.json({
      attestations: found.map(({ bundle, id }) => ({
        bundle,
        repository_id,
        bundle_url: `${front.url}/_front/attestations/${id}`,
      })),
    });
  });
  front.app.get('/_front/attestations/:id', (c) => {
    const found = table.find(({ id }) => id === Number(c.req.param('id')));
    return found ? c.json(found.bundle) : refuse(c, 404, 'Not Found');
  });
}

function readSubjects(payload: string): readonly string[] | undefined {
  try {
    const statement: unknown = JSON.parse(Buffer.from(payload, 'base64').toString('utf8'));
    if (!isJson(statement) || !Array.isArray(statement['subject'])) return undefined;
    return statement['subject'].map((subject) => `sha256:${textAt(subject, 'digest', 'sha256')}`);
  } catch {
    return undefined;
  }
}
