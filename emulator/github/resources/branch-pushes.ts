import type { Front } from '../front.ts';
import { textAt } from '../json.ts';

const NO_COMMIT = '0'.repeat(40);

/** A branch that is made through the API is told as `create` and as `push`; emulate tells the first only. */
export function branchPushes(front: Front): void {
  front.onEvent(({ event, payload }) => {
    if (event !== 'create' || payload['ref_type'] !== 'branch') return;
    const branch = textAt(payload, 'ref').replace('refs/heads/', '');
    const repository = textAt(payload, 'repository', 'full_name');
    const told = front.upstream.call(`/repos/${repository}/git/ref/heads/${branch}`).then(({ data }) => {
      const after = textAt(data, 'object', 'sha');
      const ref = `refs/heads/${branch}`;
      if (after)
        front.emit('push', {
          ref,
          before: NO_COMMIT,
          after,
          repository: payload['repository'],
          sender: payload['sender'],
        });
    });
    front.follow(told);
  });
}
