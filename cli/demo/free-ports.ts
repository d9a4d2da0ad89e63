import { createServer, type Server } from 'node:net';

/** One free port for each wish, that port itself where it is free; 0 wishes for any. All are held until the last is found. */
export async function freePorts(wishes: readonly number[]): Promise<readonly number[]> {
  const servers: Server[] = [];
  for (const wish of wishes) servers.push(await listen(wish).catch(() => listen(0)));
  const ports = servers.map((server) => {
    const address = server.address();
    return typeof address === 'object' && address ? address.port : 0;
  });
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}

function listen(port: number): Promise<Server> {
  const server = createServer();
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => resolve(server));
  });
}
