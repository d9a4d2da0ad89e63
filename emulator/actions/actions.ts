import type { Front } from '../github/front.ts';
import { artifactService } from './artifact-service.ts';
import { artifacts } from './artifacts.ts';
import { dispatches } from './dispatches.ts';
import { jobs } from './jobs.ts';
import { pendingDeployments } from './pending-deployments.ts';
import { runStoreOf } from './run-store.ts';
import { runs } from './runs.ts';

/** Workflows, runs, jobs, logs and artifacts: what the runner does, as REST shows it. */
export function actions(front: Front): void {
  const store = runStoreOf(front);
  for (const resource of [dispatches, runs, jobs, pendingDeployments, artifactService, artifacts])
    resource(front, store);
}
