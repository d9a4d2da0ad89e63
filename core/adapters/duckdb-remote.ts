import { quoteText } from '../data/quote-sql.ts';
import { OperatorError } from '../errors.ts';
import { isRemote } from '../sql/reference.ts';
import type { RelateOptions } from './duckdb-relation.ts';
import type { DuckDbSession } from './duckdb-session.ts';

type Environment = NonNullable<RelateOptions['environment']>;

/** DuckDB's own extension for addresses, with credentials from the environment; does nothing for files of this machine. */
export async function reachRemote(
  session: DuckDbSession,
  paths: readonly string[],
  source: string,
  { environment = process.env }: RelateOptions,
): Promise<void> {
  const remote = paths.filter(isRemote);
  if (remote.length === 0) return;
  // What is behind the name of a signed address, or before its host, is as secret as a password.
  for (const path of remote)
    for (const secret of [/\?(.+)$/s.exec(path)?.[1], /\/\/([^/@]+)@/.exec(path)?.[1]])
      if (secret) session.secrets.push(path, secret);
  await loadExtension(session, source);
  if (remote.some((path) => /^s3:/i.test(path))) await addSecret(session, 's3', readAws(environment));
  if (remote.some((path) => /^(gs|gcs):/i.test(path))) await addSecret(session, 'gcs', readGoogle(environment));
}

async function loadExtension(session: DuckDbSession, source: string): Promise<void> {
  const load = () => session.connection.run('LOAD httpfs');
  await load().catch(async () => {
    try {
      await session.connection.run('INSTALL httpfs');
      await load();
    } catch (cause) {
      const text = cause instanceof Error ? (cause.message.split('\n')[0] ?? '') : '';
      throw new OperatorError(
        'engine-failed',
        `${source} is not on this machine, and DuckDB's extension httpfs, which would fetch it, is neither: ${text.slice(0, 200)}`,
        'Let this machine reach the extensions of duckdb.org once, or download the data first and give its path.',
      );
    }
  });
}

type Options = Readonly<Record<string, string | undefined>>;

function readAws(environment: Environment): Options {
  const endpoint = environment['AWS_ENDPOINT_URL_S3'] ?? environment['AWS_ENDPOINT_URL'];
  return {
    KEY_ID: environment['AWS_ACCESS_KEY_ID'],
    SECRET: environment['AWS_SECRET_ACCESS_KEY'],
    SESSION_TOKEN: environment['AWS_SESSION_TOKEN'],
    REGION: environment['AWS_REGION'] ?? environment['AWS_DEFAULT_REGION'],
    ...(endpoint && {
      ENDPOINT: endpoint.replace(/^https?:\/\//, '').replace(/\/$/, ''),
      USE_SSL: String(!endpoint.startsWith('http://')),
      URL_STYLE: 'path',
    }),
  };
}

/** HMAC keys: what Google Storage takes through its S3 interface. */
function readGoogle(environment: Environment): Options {
  return { KEY_ID: environment['GCS_HMAC_KEY_ID'], SECRET: environment['GCS_HMAC_SECRET'] };
}

/** Kept in memory as a secret of DuckDB, which no query can read, not as a setting, which any query can. */
async function addSecret(session: DuckDbSession, type: 's3' | 'gcs', options: Options): Promise<void> {
  const given = Object.entries(options).filter((entry): entry is [string, string] => (entry[1] ?? '') !== '');
  if (given.length === 0) return;
  session.secrets.push(...given.filter(([name]) => /SECRET|TOKEN|KEY_ID/.test(name)).map(([, value]) => value));
  const list = given.map(([name, value]) => `${name} ${quoteText(value)}`).join(', ');
  const source = 'The credentials in the environment';
  await session.ask(`CREATE OR REPLACE TEMPORARY SECRET tidegate_${type} (TYPE ${type}, ${list})`, { source });
}
