import type { WorkflowFile } from './workflow-schema.ts';

const ALL = [
  'actions',
  'attestations',
  'checks',
  'contents',
  'deployments',
  'discussions',
  'issues',
  'packages',
  'pages',
  'pull-requests',
  'repository-projects',
  'security-events',
  'statuses',
];
/** What a repository gives by default since 2023: read the code. */
const RESTRICTED = { contents: 'read', packages: 'read' };

/** Permissions of a job's token: the job's own, else the workflow's, else the default; what is not named is none. */
export function permissionsOf(
  job: WorkflowFile['permissions'],
  workflow: WorkflowFile['permissions'],
): Readonly<Record<string, string>> {
  const granted = job ?? workflow;
  const named =
    granted === undefined
      ? RESTRICTED
      : typeof granted === 'string'
        ? Object.fromEntries(ALL.map((name) => [name, granted.replace('-all', '')]))
        : granted;
  const snake = Object.entries(named).map(([name, level]) => [name.replaceAll('-', '_'), level]);
  return { metadata: 'read', ...Object.fromEntries(snake) };
}
