import { join } from 'node:path';
import { zlibCompression } from '@tidegate/core/adapters/zlib-compression';
import type { Model } from '@tidegate/core/config/schema';
import type { Digest } from '@tidegate/core/digest';
import { chooseWatched } from '@tidegate/core/drift/performance/choose-watched';
import type { watchPredictions } from '@tidegate/core/drift/watch-predictions';
import type { GitHubPort } from '@tidegate/core/ports/github';
import type { Manifest } from '@tidegate/core/release/manifest';
import { readRelease, readReleasedProfile, readReleasedVerdict } from '@tidegate/core/release/read-release';
import { readArrivedLabels } from '../shared/arrived-labels.ts';
import type { Job } from '../shared/job.ts';
import { readPredictionLog } from '../shared/prediction-log.ts';

const WATCHED: readonly Model['task'][] = ['binary-classification', 'multiclass-classification', 'regression'];

/** What a report about a served version is made of: how it was when it was judged, what it answered since, and the truth of that. */
export async function readServedEvidence(
  github: Pick<GitHubPort, 'findRelease' | 'downloadAsset'>,
  request: {
    readonly policy: Model;
    readonly served: { readonly release: string; readonly digest: Digest; readonly environment: string };
    readonly job: Pick<Job, 'workspace' | 'stateFolder'>;
    readonly labels: string | undefined;
  },
): Promise<Pick<Parameters<typeof watchPredictions>[0], 'reference' | 'log' | 'watched'>> {
  const { served, job } = request;
  return {
    reference: await readReleasedProfile(github, zlibCompression, served.release, served.digest),
    log: readPredictionLog(join(job.stateFolder, 'serving', served.environment, 'predictions.jsonl')),
    watched: await readWatched(github, request),
  };
}

async function readWatched(
  github: Pick<GitHubPort, 'findRelease' | 'downloadAsset'>,
  { policy, served, job, labels }: Parameters<typeof readServedEvidence>[1],
): Promise<Parameters<typeof watchPredictions>[0]['watched']> {
  const { task, data, evaluation, drift } = policy;
  if (!WATCHED.includes(task)) return undefined;
  const released = await readRelease(github, served.release, served.digest);
  const verdict = await readReleasedVerdict(github, released);
  return {
    task,
    classes: classesOf(released.manifest),
    metrics: chooseWatched(task, evaluation.metrics, drift),
    verdict,
    labels: labels === undefined ? undefined : await readArrivedLabels(job.workspace, labels, data.target),
  };
}

/** Of several classes in the order in which the server answers and logs; of two the positive one is the last. */
function classesOf({ serving }: Manifest): readonly string[] {
  if (serving.task === 'regression') return [];
  return serving.task === 'multiclass-classification' ? serving.classes : [serving.negative, serving.positive];
}
