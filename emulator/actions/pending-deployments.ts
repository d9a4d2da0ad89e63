import type { Front } from '../github/front.ts';
import { type Json, nodeId } from '../github/json.ts';
import { refuse } from '../github/refusals.ts';
import { findEnvironment } from '../github/resources/environments.ts';
import type { RunStore } from './run-store.ts';

const LONGEST_COMMENT = 1024;
const MOST_REPORTS = 10;
const STATES = ['approved', 'rejected'];

/** Jobs that wait for their environment, and the answer of a custom deployment protection rule. */
export function pendingDeployments(front: Front, store: RunStore): void {
  const base = '/repos/:owner/:repo/actions/runs/:run_id';
  front.app.post(`${base}/deployment_protection_rule`, async (c) => {
    if (front.callerOf(c)?.kind !== 'installation' || !(await front.may(c, 'deployments', 'write'))) {
      return refuse(c, 403, 'Resource not accessible by integration');
    }
    const { environment_name: name, state, comment = '' }: Json = await c.req.json();
    const isReport = state === undefined && comment !== '';
    const isValid = isReport || STATES.includes(String(state));
    if (typeof name !== 'string' || !isValid || String(comment).length > LONGEST_COMMENT)
      return refuse(c, 422, 'Validation Failed');
    const waiting = store.pending.find(
      ({ runId, environment }) => runId === Number(c.req.param('run_id')) && environment === name,
    );
    if (!waiting) return refuse(c, 422, 'There is no deployment waiting for this rule.');
    if (isReport && waiting.reports.push(String(comment)) > MOST_REPORTS)
      return refuse(c, 422, `A rule may report at most ${MOST_REPORTS} times.`);
    if (!isReport) waiting.answer(state === 'approved' ? 'approved' : 'rejected', String(comment));
    return c.body(null, 204);
  });
  front.app.get(`${base}/pending_deployments`, async (c) => {
    if (!(await front.may(c, 'actions', 'read'))) return refuse(c, 403, 'Resource not accessible by integration');
    const repository = `${c.req.param('owner')}/${c.req.param('repo')}`;
    const waiting = store.pending.filter(({ runId }) => runId === Number(c.req.param('run_id')));
    return c.json(
      waiting.map(({ environment }) => {
        const id = findEnvironment(front, repository, environment)?.id ?? 0;
        return {
          environment: {
            id,
            node_id: nodeId('Environment', id),
            name: environment,
            url: `${front.url}/repos/${repository}/environments/${environment}`,
            html_url: `${front.url}/${repository}/deployments/activity_log?environments_filter=${environment}`,
          },
          wait_timer: 0,
          wait_timer_started_at: null,
          current_user_can_approve: false,
          reviewers: [],
        };
      }),
    );
  });
}
