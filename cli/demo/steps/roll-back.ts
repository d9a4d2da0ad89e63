import type { DemoSession } from '../session.ts';
import { untilAnswered, untilServing } from '../watch.ts';
import { proveServed } from './promote.ts';

/** `/rollback production`: the version before serves again, and says so itself. */
export async function rollBack(session: DemoSession, issue: number, release: string): Promise<string> {
  const comment = await session.person('maintainer').comment(issue, '/rollback production');
  const { digest } = await untilServing(session, 'production', release);
  await untilAnswered(session, issue, comment, new RegExp(digest.slice('sha256:'.length, 'sha256:'.length + 12)));
  await proveServed(session, 'production', digest);
  return digest;
}
