import { createServer } from 'node:http';
import { createRequire } from 'node:module';

// Run as a process of its own: ClickHouse's current engine, in process, behind the HTTP interface that its server has. Errors come as
// the server sends them: status 500, the code in a header. Arguments: folder of the package, port.
interface Session {
  query(sql: string, format?: string): string;
  close(): void;
}
const [folder = '', port = ''] = process.argv.slice(2);
const { Session: Open } = createRequire(import.meta.url)(folder) as {
  Session: new (path?: string) => Session & { readonly path?: string };
};
const path = `${process.env['CHDB_PATH']}`;
const OF_HTTP = ['query', 'query_id', 'database', 'default_format', 'wait_end_of_query', 'session_id', 'role'];

/** A connection for each set of settings: a session that only reads cannot go back. */
const sessions = new Map<string, Session>();
function sessionOf(settings: readonly (readonly [string, string])[]): Session {
  const key = JSON.stringify(settings);
  const known = sessions.get(key);
  if (known) return known;
  const session = new Open(path);
  const last = ([name]: readonly [string, string]) => (name === 'readonly' ? 1 : 0);
  for (const [name, value] of settings.toSorted((left, right) => last(left) - last(right)))
    session.query(`SET ${name} = '${value.replaceAll("'", "\\'")}'`);
  sessions.set(key, session);
  return session;
}

createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    const { searchParams } = new URL(request.url ?? '/', 'http://127.0.0.1');
    const settings = [...searchParams].filter(([name]) => !OF_HTTP.includes(name) && !name.startsWith('param_'));
    try {
      const answer = sessionOf(settings).query(Buffer.concat(chunks).toString('utf8'), 'JSONCompact');
      response.writeHead(200, { 'content-type': 'application/json', 'x-clickhouse-format': 'JSONCompact' }).end(answer);
    } catch (error) {
      // After several statements in one text, which a server refuses, it gives the answer to one of them later.
      sessions.delete(JSON.stringify(settings));
      const text = error instanceof Error ? error.message : String(error);
      const code = /Code: (\d+)/.exec(text)?.[1] ?? '0';
      response.writeHead(500, { 'x-clickhouse-exception-code': code }).end(text.replace(/^Query failed: /, ''));
    }
  });
}).listen(Number(port), '127.0.0.1', () => console.log('ready'));
