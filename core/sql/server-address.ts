import { OperatorError } from '../errors.ts';

export const SERVERS = ['clickhouse', 'postgres', 'trino'] as const;
export type ServerKind = (typeof SERVERS)[number];
export type Tls = 'on' | 'off' | 'unverified';

/** Where a server is. What is not said here comes from the environment; a password is best said there only. */
export interface ServerAddress {
  readonly kind: ServerKind;
  /** Without user and password: what messages say. */
  readonly name: string;
  readonly host: string | undefined;
  readonly port: number | undefined;
  readonly user: string | undefined;
  readonly password: string | undefined;
  /** Parts of the path: a database; a catalog and a schema for Trino. */
  readonly path: readonly string[];
  readonly tls: Tls | undefined;
}

const TLS: Readonly<Record<string, Tls>> = {
  on: 'on',
  off: 'off',
  unverified: 'unverified',
  // As libpq writes it.
  disable: 'off',
  require: 'on',
  'verify-ca': 'on',
  'verify-full': 'on',
  'no-verify': 'unverified',
};

/** @throws OperatorError `input-invalid`, which never quotes the address: it may hold a password */
export function parseServerAddress(text: string): ServerAddress {
  const scheme = /^([a-z]+):/i.exec(text)?.[1]?.toLowerCase() ?? '';
  const kind = scheme === 'postgresql' ? 'postgres' : SERVERS.find((known) => known === scheme);
  const rest = text.slice(scheme.length + 1);
  // Under a scheme that URL knows no rules for, a host may be missing and is not rewritten.
  const plain = `tidegate:${rest.startsWith('//') ? rest : `//${rest}`}`;
  if (!kind || !URL.canParse(plain))
    throw new OperatorError(
      'input-invalid',
      `The address of a ${scheme} server cannot be read.`,
      `Write ${kind ?? 'clickhouse'}://host:port/database#table; percent-encode what is special in a user name or a password.`,
    );
  const url = new URL(plain);
  const path = url.pathname
    .split('/')
    .filter((part) => part !== '')
    .map(decodeURIComponent);
  return {
    kind,
    name: `${kind}://${url.host}${path.map((part) => `/${part}`).join('')}`,
    host: url.hostname === '' ? undefined : url.hostname,
    port: url.port === '' ? undefined : Number(url.port),
    user: decode(url.username),
    password: decode(url.password),
    path,
    tls: readTls(url.searchParams, kind),
  };
}

/** TLS is on but for this machine, unless the address says otherwise. */
export function usesTls({ tls, host }: Pick<ServerAddress, 'tls' | 'host'>): boolean {
  return tls === undefined ? !isLoopback(host) : tls !== 'off';
}

export function isLoopback(host: string | undefined): boolean {
  return host === undefined || host === 'localhost' || host === '[::1]' || host === '::1' || /^127\./.test(host);
}

function readTls(parameters: URLSearchParams, kind: ServerKind): Tls | undefined {
  for (const [name, value] of parameters) {
    const tls = name === 'tls' || (name === 'sslmode' && kind === 'postgres') ? TLS[value] : undefined;
    if (tls) return tls;
    throw new OperatorError(
      'input-invalid',
      `The address of the ${kind} server says ${JSON.stringify(name)}, which is not known${name === 'tls' || name === 'sslmode' ? ' with this value' : ''}.`,
      'Write tls=on, tls=off or tls=unverified, or nothing.',
    );
  }
  return undefined;
}

function decode(text: string): string | undefined {
  return text === '' ? undefined : decodeURIComponent(text);
}
