import * as z from 'zod';
import { Digest } from '../../digest.ts';
import type { GitHubPort, Release, ReleaseAsset } from '../../ports/github.ts';
import { download } from './download.ts';
import { type Connection, call, callOrNothing, listAll } from './request.ts';

type Releases = Pick<
  GitHubPort,
  | 'listReleases'
  | 'findRelease'
  | 'createDraftRelease'
  | 'uploadAsset'
  | 'downloadAsset'
  | 'publishRelease'
  | 'deleteDraftRelease'
>;

const AssetItem = z.object({ id: z.int(), name: z.string(), size: z.int(), digest: Digest.nullish() });
const ReleaseItem = z.object({
  id: z.int(),
  tag_name: z.string(),
  name: z.string().nullish(),
  draft: z.boolean(),
  body: z.string().nullish(),
  target_commitish: z.string(),
  created_at: z.string(),
  html_url: z.string(),
  upload_url: z.string(),
  assets: z.array(AssetItem),
});

export function createReleases(connection: Connection): Releases {
  const listReleases = async (): Promise<readonly Release[]> => {
    const items = await listAll(connection, 'GET /repos/{owner}/{repo}/releases', {}, (data) =>
      z.array(z.unknown()).parse(data),
    );
    return items.map(toRelease);
  };
  return {
    listReleases,
    async findRelease(tag) {
      const answer = await callOrNothing(connection, 'GET /repos/{owner}/{repo}/releases/tags/{tag}', { tag });
      if (answer) return toRelease(answer.data);
      // Drafts have no tag yet, so GitHub does not find them by it.
      return (await listReleases()).find((release) => release.tag === tag);
    },
    async createDraftRelease({ tag, commit, name, notes }) {
      const draft = { tag_name: tag, target_commitish: commit, name, body: notes, draft: true };
      return toRelease((await call(connection, 'POST /repos/{owner}/{repo}/releases', draft)).data);
    },
    async uploadAsset(releaseId, name, bytes) {
      const release = await call(connection, 'GET /repos/{owner}/{repo}/releases/{release_id}', {
        release_id: releaseId,
      });
      const uploadUrl = ReleaseItem.parse(release.data).upload_url.split('{')[0] ?? '';
      const { data } = await call(connection, `POST ${uploadUrl}{?name}`, {
        name,
        data: bytes,
        headers: { 'content-type': 'application/octet-stream', 'content-length': String(bytes.length) },
      });
      return toAsset(data);
    },
    downloadAsset: (assetId, maxBytes) =>
      download(connection, {
        route: `GET /repos/${connection.owner}/${connection.repo}/releases/assets/${assetId}`,
        url: `/repos/${connection.owner}/${connection.repo}/releases/assets/${assetId}`,
        accept: 'application/octet-stream',
        what: `Release asset ${assetId}`,
        maxBytes,
      }),
    async publishRelease(releaseId) {
      const publish = { release_id: releaseId, draft: false };
      return toRelease((await call(connection, 'PATCH /repos/{owner}/{repo}/releases/{release_id}', publish)).data);
    },
    async deleteDraftRelease(releaseId) {
      const release = await callOrNothing(connection, 'GET /repos/{owner}/{repo}/releases/{release_id}', {
        release_id: releaseId,
      });
      if (!release || !toRelease(release.data).draft) return;
      await call(connection, 'DELETE /repos/{owner}/{repo}/releases/{release_id}', { release_id: releaseId });
    },
  };
}

function toAsset(data: unknown): ReleaseAsset {
  const { id, name, size, digest } = AssetItem.parse(data);
  return { id, name, bytes: size, digest: digest ?? undefined };
}

function toRelease(data: unknown): Release {
  const release = ReleaseItem.parse(data);
  return {
    id: release.id,
    tag: release.tag_name,
    name: release.name ?? '',
    draft: release.draft,
    notes: release.body ?? '',
    commit: release.target_commitish,
    createdAt: release.created_at,
    url: release.html_url,
    assets: release.assets.map(toAsset),
  };
}
