import type { Front } from '../github/front.ts';
import { refuse } from '../github/refusals.ts';
import type { RunStore } from './run-store.ts';

const LONGEST_COMMENT = 1024;

/** Jobs that wait for their environment, and the answer of a custom deployment protection rule. */
export function pendingDeployments(front: Front, store: RunStore): void {
  const base = '/repos/:owner/:repo/actions/runs/:run_id';
  front.app.post(`${base}/deployment_protection_rule`, async (c) => {
    if (front.callerOf(c)?.kind !== 'installation' || !(await front.may(c, 'deployments', 'write'))) {
      return refuse(c, 403, 'Resource not accessible by integration');
    }
    const { environment_name, state, comment } = await c.req.json();
    const isValid =
      typeof environment_name === 'string' &&
      ['approved', 'rejected'].includes(state) &&
      String(comment ?? '').length <= LONGEST_COMMENT;
    if (!isValid) return refuse(c, 422, 'Validation Failed');
    const waiting = store.pending.find(
      ({ runId, environment }) => runId === Number(c.req.param('run_id')) && environment === environment_name,
    );
    if (!waiting) return refuse(c, 422, 'There is no deployment waiting for this rule.');
    waiting.answer(state, String(comment ?? ''));
    return c.body(null, 204);
  });
  front.app.get(`${base}/pending_deployments`, (c) => {
    const waiting = store.pending.filter(({ runId }) => runId === Number(c.req.param('run_id')));
    return c.json(
      waiting.map(({ environment }) => ({
        environment: {
          id: 1,
          node_id: 'E_1',
          name: environment,
          url: `${front.url}/environments/${environment}`,
          html_url: `${front.url}/environments/${environment}`,
        },
        wait_timer: 0,
        wait_timer_started_at: null,
        current_user_can_approve: false,
        reviewers: [],
      })),
    );
  });
}
