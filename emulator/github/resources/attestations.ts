import type { Front } from '../front.ts';
import { at, isJson, type Json } from '../json.ts';
import { refuse } from '../refusals.ts';

/** Attestation bundles by the digest of their subject. They are kept, not verified: this machine has no Sigstore. */
export function attestations(front: Front): void {
  const bundles: {
    readonly id: number;
    readonly repository: string;
    readonly bundle: Json;
    readonly subjects: readonly string[];
  }[] = [];
  front.app.post('/repos/:owner/:repo/attestations', async (c) => {
    if (!(await front.may(c, 'attestations', 'write'))) return refuse(c, 403, 'Resource not accessible by integration');
    const body: unknown = await c.req.json();
    const bundle = at(body, 'bundle');
    const payload = String(at(bundle, 'dsseEnvelope')['payload'] ?? '');
    const statement: unknown = payload ? JSON.parse(Buffer.from(payload, 'base64').toString('utf8')) : {};
    const subjects = isJson(statement) && Array.isArray(statement['subject']) ? statement['subject'] : [];
    const id = bundles.length + 1;
    const repository = `${c.req.param('owner')}/${c.req.param('repo')}`;
    bundles.push({
      id,
      repository,
      bundle,
      subjects: subjects.map((subject) => `sha256:${String(at(subject, 'digest')['sha256'])}`),
    });
    return c.json({ id }, 201);
  });
  front.app.get('/repos/:owner/:repo/attestations/:digest', (c) => {
    const repository = `${c.req.param('owner')}/${c.req.param('repo')}`;
    const found = bundles.filter(
      (entry) => entry.repository === repository && entry.subjects.includes(c.req.param('digest')),
    );
    return c.json({
      attestations: found.map(({ bundle, id }) => ({
        bundle,
        repository_id: 1,
        bundle_url: `${front.url}/_front/attestations/${id}`,
      })),
    });
  });
}
