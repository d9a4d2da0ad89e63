import type { FastifyInstance } from 'fastify';

/** A caller that neither sends nor reads must not keep a server that was told to stop. */
const LONGEST_CLOSE_MS = 10_000;

/** Closing the server lets open requests have their answer, and ends their connections after it. */
export function finishRequestsOnClose(app: FastifyInstance, longestMs = LONGEST_CLOSE_MS): void {
  let deadline: NodeJS.Timeout | undefined;
  app.addHook('preClose', async () => {
    deadline = setTimeout(() => app.server.closeAllConnections(), longestMs);
  });
  app.addHook('onSend', async (_request, reply) => {
    // A connection that is kept alive after its last answer would hold up the close.
    if (deadline) reply.header('connection', 'close');
  });
  app.addHook('onClose', async () => clearTimeout(deadline));
}
