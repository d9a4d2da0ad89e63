import { permissionsOf } from '@tidegate/emulator/runner/permissions';
import { expect, it } from 'vitest';

it.each([
  ['nothing said: read the code', undefined, undefined, { metadata: 'read', contents: 'read', packages: 'read' }],
  ['the workflow takes all away', undefined, {}, { metadata: 'read' }],
  [
    'the job names its own, in the API’s words',
    { 'pull-requests': 'write' },
    {},
    { metadata: 'read', pull_requests: 'write' },
  ],
  ['the job wins over the workflow', { contents: 'read' }, 'write-all', { metadata: 'read', contents: 'read' }],
] as const)('%s', (_, job, workflow, expected) => {
  expect(permissionsOf(job, workflow)).toEqual(expected);
});

it('gives read-all and write-all to everything', () => {
  expect(permissionsOf('read-all', undefined)).toMatchObject({ actions: 'read', deployments: 'read' });
  expect(permissionsOf(undefined, 'write-all')).toMatchObject({ checks: 'write', security_events: 'write' });
});
