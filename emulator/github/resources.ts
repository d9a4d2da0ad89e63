import type { Resource } from './front.ts';
import { appDeliveries } from './resources/app-deliveries.ts';
import { attestations } from './resources/attestations.ts';
import { branchPushes } from './resources/branch-pushes.ts';
import { branches } from './resources/branches.ts';
import { checks } from './resources/checks.ts';
import { comments } from './resources/comments.ts';
import { deployments } from './resources/deployments.ts';
import { environments } from './resources/environments.ts';
import { immutableReleases } from './resources/immutable-releases.ts';
import { installations } from './resources/installations.ts';
import { issuesOfPulls } from './resources/issues-of-pulls.ts';
import { merges } from './resources/merges.ts';
import { permissions } from './resources/permissions.ts';
import { pulls } from './resources/pulls.ts';
import { reactions } from './resources/reactions.ts';
import { releaseAssets } from './resources/release-assets.ts';
import { releases } from './resources/releases.ts';
import { repositoryDispatch } from './resources/repository-dispatch.ts';
import { statuses } from './resources/statuses.ts';
import { tags } from './resources/tags.ts';
import { variables } from './resources/variables.ts';

/** What emulate lacks, or gets wrong, one file each. */
export const RESOURCES: readonly Resource[] = [
  appDeliveries,
  attestations,
  branches,
  branchPushes,
  checks,
  comments,
  deployments,
  environments,
  immutableReleases,
  installations,
  issuesOfPulls,
  merges,
  permissions,
  pulls,
  reactions,
  releaseAssets,
  releases,
  repositoryDispatch,
  statuses,
  tags,
  variables,
];
