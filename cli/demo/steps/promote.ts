import { createServingClient } from '@tidegate/core/adapters/serving-client';
import { OperatorError } from '@tidegate/core/errors';
import type { DemoSession, PEOPLE } from '../session.ts';
import { untilAnswered, untilReacted, untilServing } from '../watch.ts';

/** A reader asks and gets a sign; a writer asks for what is a maintainer's, and is told why not. */
export async function askWithoutPermission(session: DemoSession, pullRequest: number): Promise<string> {
  await untilReacted(session, await session.person('reader').comment(pullRequest, '/promote staging'), 'confused');
  const comment = await session.person('author').comment(pullRequest, '/promote production');
  return untilAnswered(session, pullRequest, comment, /permission/i);
}

/** `/promote` by somebody who may, until GitHub's deployments and the model server itself agree on the digest. */
export async function promote(
  session: DemoSession,
  request: {
    readonly pullRequest: number;
    readonly role: keyof typeof PEOPLE;
    readonly environment: 'staging' | 'production';
    readonly release: string;
  },
): Promise<string> {
  const { pullRequest, environment, release } = request;
  const comment = await session.person(request.role).comment(pullRequest, `/promote ${environment}`);
  const { digest } = await untilServing(session, environment, release);
  await untilAnswered(session, pullRequest, comment, new RegExp(digest.slice('sha256:'.length, 'sha256:'.length + 12)));
  await proveServed(session, environment, digest);
  return digest;
}

/** Asks the model server which bytes it serves; anything but the expected digest is an error. */
export async function proveServed(
  session: DemoSession,
  environment: 'staging' | 'production',
  digest: string,
): Promise<void> {
  const served = await createServingClient(session.servers[environment]).readServed(session.subject.model);
  if (served?.digest === digest) return;
  throw new OperatorError(
    'deployment-unproven',
    `${environment} serves ${served?.digest ?? 'nothing'}, expected ${digest}.`,
    `Look at the log of the deploy job and of the server ${session.servers[environment]}.`,
  );
}
