import * as z from 'zod';
import { CHECK_ANNOTATIONS_PER_REQUEST, CHECK_TEXT_MAX_CHARACTERS } from '../../limits.ts';
import type { Annotation, Check, CheckReport, GitHubPort } from '../../ports/github.ts';
import { type Connection, call, listAll } from './request.ts';

type Checks = Pick<GitHubPort, 'publishCheck' | 'listOwnChecks'>;

const CheckRun = z.object({
  id: z.int(),
  name: z.string(),
  status: z.string(),
  conclusion: z.string().nullish(),
  started_at: z.string().nullish(),
  external_id: z.string().nullish(),
  html_url: z.string().nullish(),
  app: z.object({ slug: z.string().optional() }).nullish(),
});
const CheckRuns = z.object({ check_runs: z.array(z.unknown()) });

/** `appSlug` is our app; only its check runs are ours. */
export function createChecks(connection: Connection, appSlug: string): Checks {
  const listOwnChecks = async (headSha: string): Promise<readonly Check[]> => {
    const route = 'GET /repos/{owner}/{repo}/commits/{ref}/check-runs';
    const items = await listAll(
      connection,
      route,
      { ref: headSha, filter: 'all' },
      (data) => CheckRuns.parse(data).check_runs,
    );
    return items
      .map((item) => CheckRun.parse(item))
      .filter((run) => run.app?.slug === appSlug)
      .toSorted((left, right) => right.id - left.id)
      .map(toCheck);
  };
  return {
    listOwnChecks,
    async publishCheck(report) {
      const own = (await listOwnChecks(report.headSha)).find(({ name }) => name === report.name);
      const batches = batchesOf(report.annotations ?? []);
      const { data } = own
        ? await call(connection, 'PATCH /repos/{owner}/{repo}/check-runs/{check_run_id}', {
            check_run_id: own.id,
            ...toBody(report, batches[0] ?? []),
          })
        : await call(connection, 'POST /repos/{owner}/{repo}/check-runs', {
            ...toBody(report, batches[0] ?? []),
            head_sha: report.headSha,
          });
      const run = CheckRun.parse(data);
      for (const batch of batches.slice(1)) {
        await call(connection, 'PATCH /repos/{owner}/{repo}/check-runs/{check_run_id}', {
          check_run_id: run.id,
          ...toBody(report, batch),
        });
      }
      return { id: run.id, url: run.html_url ?? '' };
    },
  };
}

function toBody(report: CheckReport, annotations: readonly Annotation[]): Record<string, unknown> {
  const cut = (text: string) => text.slice(0, CHECK_TEXT_MAX_CHARACTERS);
  return {
    name: report.name,
    status: report.status,
    ...(report.conclusion ? { conclusion: report.conclusion } : {}),
    ...(report.detailsUrl ? { details_url: report.detailsUrl } : {}),
    ...(report.externalId ? { external_id: report.externalId } : {}),
    output: {
      title: report.title.slice(0, 255),
      summary: cut(report.summary),
      ...(report.text ? { text: cut(report.text) } : {}),
      annotations: annotations.map(({ path, line, level, title, message }) => ({
        path,
        start_line: line,
        end_line: line,
        annotation_level: level,
        title,
        message,
      })),
    },
  };
}

/** GitHub takes 50 annotations a request; later requests append. */
function batchesOf(annotations: readonly Annotation[]): readonly (readonly Annotation[])[] {
  const count = Math.ceil(annotations.length / CHECK_ANNOTATIONS_PER_REQUEST);
  return Array.from({ length: count }, (_, index) =>
    annotations.slice(index * CHECK_ANNOTATIONS_PER_REQUEST, (index + 1) * CHECK_ANNOTATIONS_PER_REQUEST),
  );
}

function toCheck(run: z.infer<typeof CheckRun>): Check {
  return {
    id: run.id,
    name: run.name,
    status: run.status,
    conclusion: run.conclusion ?? undefined,
    startedAt: run.started_at ?? undefined,
    externalId: run.external_id ?? undefined,
    url: run.html_url ?? '',
  };
}
