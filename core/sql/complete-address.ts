import { OperatorError } from '../errors.ts';
import { parseServerAddress, type ServerAddress, type ServerKind } from './server-address.ts';

const VARIABLES: Readonly<Record<ServerKind, readonly string[]>> = {
  clickhouse: ['CLICKHOUSE_URL'],
  postgres: ['DATABASE_URL', 'POSTGRES_URL'],
  trino: ['TRINO_URL'],
};

/**
 * An address that names no host (`postgres:#orders`) is that of the environment: CLICKHOUSE_URL, DATABASE_URL or POSTGRES_URL,
 * TRINO_URL, where one is set.
 * @throws OperatorError `input-invalid`, which never quotes the variable
 */
export function completeAddress(
  address: ServerAddress,
  environment: Readonly<Record<string, string | undefined>>,
): ServerAddress {
  const variable = VARIABLES[address.kind].find((name) => environment[name]);
  if (address.host !== undefined || variable === undefined) return address;
  const given = parse(environment[variable] ?? '', variable, address.kind);
  return {
    ...given,
    path: address.path.length > 0 ? address.path : given.path,
    user: address.user ?? given.user,
    password: address.password ?? given.password,
    tls: address.tls ?? given.tls,
  };
}

function parse(text: string, variable: string, kind: ServerKind): ServerAddress {
  const scheme = /^(https?):/i.exec(text)?.[1]?.toLowerCase();
  if (scheme !== undefined && kind !== 'postgres') {
    const address = parseServerAddress(text.replace(/^https?:/i, `${kind}:`));
    return { ...address, tls: address.tls ?? (scheme === 'https' ? 'on' : 'off') };
  }
  const found = /^(clickhouse|postgres(?:ql)?|trino):/i.test(text) ? parseServerAddress(text) : undefined;
  if (found?.kind === kind) return found;
  throw new OperatorError(
    'input-invalid',
    `${variable} in the environment is no address of a ${kind} server.`,
    `Write ${kind}://host:port/database into it, or into the reference.`,
  );
}
