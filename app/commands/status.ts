import { readServedVersion } from '@tidegate/core/deployment/read-served-version';
import { parseReleaseTag } from '@tidegate/core/release/release-tag';
import { code } from '@tidegate/core/report/escape';
import { markdownTable } from 'markdown-table';
import * as z from 'zod';
import { requirePolicy } from '../bot-context.ts';
import { defineCommand } from './command.ts';

export const status = defineCommand({
  name: 'status',
  summary: 'Show what serves where, and the newest releases.',
  usage: '/status',
  args: z.tuple([]),
  run: async (_, invocation) => {
    const { github } = invocation;
    const config = await requirePolicy(invocation);
    const environments = Object.entries(config.models).flatMap(([model, { environments: list }]) =>
      list.map(({ name }) => ({ model, name })),
    );
    const rows = await Promise.all(
      environments.map(async ({ model, name }) => {
        const served = await readServedVersion(github, name, model);
        return [
          code(model),
          name,
          served ? code(served.release) : '—',
          served ? code(served.digest.slice(7, 19)) : '—',
          served?.since ?? '—',
        ];
      }),
    );
    const releases = (await github.listReleases())
      .filter(({ draft, tag }) => !draft && parseReleaseTag(tag))
      .slice(0, 10);
    const body = [
      markdownTable([['model', 'environment', 'serves', 'digest', 'since'], ...rows]),
      `Releases: ${releases.map(({ tag, url }) => `[${code(tag)}](${url})`).join(', ') || 'none yet'}`,
    ].join('\n\n');
    return { body, reaction: '+1' };
  },
});
