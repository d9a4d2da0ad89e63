import { expect, it } from 'vitest';
import { renderNoVerdict } from '../../../core/report/render-no-verdict.ts';
import { renderDeployed, renderNotDeployed, renderRefused } from '../../../core/report/render-promotion.ts';

const facts = {
  release: 'churn@1.1.0',
  environment: 'production',
  digest: `sha256:${'a'.repeat(64)}`,
  requestedBy: 'octocat',
  runUrl: 'https://github.com/octo-org/churn/actions/runs/7',
};

it('shows the whole digest that the server answered with: it is the proof', () => {
  expect(renderDeployed(facts)).toContain(`\`${facts.digest}\``);
});

it('says what still serves when a deployment failed, and why it did, as words', () => {
  const body = renderNotDeployed({ ...facts, reason: 'the log says @octo-org/owners <b>[x](y)' });
  expect(body).toContain('What served before still serves');
  expect(body).not.toMatch(/(^|[^A-Za-z0-9])@octo|<b>|\[x\]\(y\)/);
});

it('ends a refusal with its reason code', () => {
  expect(renderRefused('permission-too-low', 'No.')).toMatch(/reason: `permission-too-low`/);
});

it('names the commit that has no verdict', () => {
  const section = renderNoVerdict({
    model: 'churn',
    commit: 'abcdef0123'.repeat(4),
    title: 'Training failed',
    reason: 'x',
    url: 'https://github.com/octo-org/churn/actions/runs/7',
  });
  expect(section.parts[0]?.text).toMatch(/^## ❌ churn: no verdict on `abcdef0`\. Training failed/);
});
