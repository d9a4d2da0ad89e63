import { constants, gzipSync } from 'node:zlib';
import { zlibCompression } from '@tidegate/core/adapters/zlib-compression';
import { DRIFT_DEFAULTS } from '@tidegate/core/config/drift';
import { compareProfiles } from '@tidegate/core/drift/compare-profiles';
import { DriftReport } from '@tidegate/core/drift/drift-report';
import { OperatorError } from '@tidegate/core/errors';
import { PROFILE_FILE_MAX_BYTES, PROFILE_MAX_BYTES } from '@tidegate/core/limits';
import type { Profile } from '@tidegate/core/profile/profile';
import { profileColumns } from '@tidegate/core/profile/profile-columns';
import { readProfileFile, writeProfileFile } from '@tidegate/core/profile/profile-file';
import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { describe, expect, it } from 'vitest';
import { createChoice, mutateBytes, mutateValue } from './mutate.ts';

const NAMES = ['profile.json', 'profile.json.gz', 'profile.json.br'] as const;
const random = xoroshiro128plus(20_261_121);
const uniform = () => uniformFloat64(random);
const normal = () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());

function makeProfile(rows: number, numeric: number, categorical: number): Profile {
  const makers = [normal, () => Math.exp(normal()), () => (uniform() < 0.7 ? 0 : Math.exp(normal()))];
  const columns = Object.fromEntries([
    ...Array.from({ length: numeric }, (_, index) => {
      const make = makers[index % makers.length] ?? normal;
      return [`number_${index}`, Float64Array.from({ length: rows }, make)];
    }),
    ...Array.from({ length: categorical }, (_, index) => {
      const [, values = 2] = [0, [2, 5, 20, 50, 200][index % 5]];
      return [`text_${index}`, Array.from({ length: rows }, () => `value ${Math.floor(values * uniform() ** 2)}`)];
    }),
  ]);
  return profileColumns({ model: 'churn', columns, source: { name: 'rows', rows, digest: null } });
}
const read = (bytes: Uint8Array, name: string) => readProfileFile(zlibCompression, bytes, name);
const write = (profile: Profile, name: string) => writeProfileFile(zlibCompression, profile, name);
const SMALL = makeProfile(400, 3, 2);

describe('a profile as a file', () => {
  it.each(NAMES)('%s gives back what was written, and the same bytes for the same profile', (name) => {
    const bytes = write(SMALL, name);
    expect(read(bytes, name)).toEqual(SMALL);
    expect(Buffer.from(write(read(bytes, name), name)).equals(bytes)).toBe(true);
  });

  it('has at most 20 KB for 20 columns of many rows', () => {
    const bytes = write(makeProfile(100_000, 15, 5), 'profile.json.br');
    expect(bytes.length).toBeLessThanOrEqual(20_000);
    expect(bytes.length).toBeGreaterThan(5_000);
  });
});

const HEAD = '{"kind":"tidegate.profile","version":1,"model":null,"columns":[';
const encode = (text: string) => new TextEncoder().encode(text);
describe('is refused by what is wrong with it', () => {
  const gzip = write(SMALL, 'a.json.gz');
  const brotli = write(SMALL, 'a.json.br');
  it.each<[title: string, bytes: Uint8Array, name: string, message: RegExp]>([
    ['half a gzip file', gzip.subarray(0, gzip.length / 2), 'a.json.gz', /a\.json\.gz ends too early/],
    ['half a brotli file', brotli.subarray(0, brotli.length / 2), 'a.json.br', /a\.json\.br ends too early/],
    ['nothing', new Uint8Array(), 'a.json.gz', /ends too early/],
    ['nothing at all', new Uint8Array(), 'a.json', /is not JSON/],
    ['a Parquet file', encode('PAR1 and more'), 'a.json.gz', /is no gzip file/],
    ['text', encode('Dear reader, this is a letter and no profile.'), 'a.json.br', /is no brotli file|ends too early/],
    ['gzip in the name of brotli', gzip, 'a.json.br', /is no brotli file|ends too early/],
    ['bytes that are no text', Uint8Array.of(0x7b, 0xff, 0xfe), 'a.json', /no text in UTF-8/],
    ['another document', encode('{"kind":"tidegate.verdict","version":1}'), 'a.json', /"tidegate\.verdict"/],
    ['JSON of somebody else', gzipSync('[1, 2]'), 'a.json.gz', /is not a tidegate\.profile document/],
    [
      'a newer version',
      gzipSync('{"kind":"tidegate.profile","version":9}'),
      'a.json.gz',
      /of version 9; .* reads version 1/,
    ],
    [
      'a compressed file that is large itself',
      new Uint8Array(PROFILE_FILE_MAX_BYTES + 1),
      'a.json.gz',
      /more than the 8388608/,
    ],
    ['a plain file that is large itself', new Uint8Array(PROFILE_MAX_BYTES + 1), 'a.json', /more than the 67108864/],
  ])('%s', (_, bytes, name, message) => {
    expect(() => read(bytes, name)).toThrow(OperatorError);
    expect(() => read(bytes, name)).toThrow(message);
  });

  it.each(['gzip', 'brotli'] as const)('a bomb: a few kilobytes of %s that would be a gigabyte', (format) => {
    const name = format === 'gzip' ? 'a.json.gz' : 'a.json.br';
    const bomb = zlibCompression.compress(encode(HEAD + ' '.repeat(1.1 * PROFILE_MAX_BYTES)), format);
    expect(bomb.length).toBeLessThan(200_000);
    const before = process.memoryUsage().arrayBuffers;
    expect(() => read(bomb, name)).toThrow(/holds more than 67108864 bytes when decompressed/);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(1.5 * PROFILE_MAX_BYTES);
  });

  it('arrays in arrays without end', () => {
    expect(() => read(gzipSync(`${HEAD}${'['.repeat(1e6)}`, { level: constants.Z_BEST_SPEED }), 'a.json.gz')).toThrow(
      OperatorError,
    );
    expect(() => read(encode(`${HEAD}${'['.repeat(1e5)}${']'.repeat(1e5)}]}`), 'a.json')).toThrow(OperatorError);
  });
});

describe('damage', () => {
  it.each(NAMES)('to the bytes of %s never gives another error than one for people', (name) => {
    const choose = createChoice(11);
    const bytes = write(SMALL, name);
    let refused = 0;
    for (let trial = 0; trial < 2_000; trial += 1) {
      try {
        read(mutateBytes(bytes, choose), name);
      } catch (error) {
        refused += 1;
        expect(error, `trial ${trial}: ${String(error)}`).toBeInstanceOf(OperatorError);
      }
    }
    expect(refused).toBeGreaterThan(1_000);
  });

  it('to a value is refused, or gives a profile that can be compared: a valid report or an error for people', () => {
    const choose = createChoice(12);
    const clock = { now: () => new Date('2026-01-02T03:04:05Z'), id: () => 'report' };
    const outcomes = { refused: 0, compared: 0, incomparable: 0 };
    for (let trial = 0; trial < 1_500; trial += 1) {
      const text = JSON.stringify(mutateValue(SMALL, choose));
      const where = `trial ${trial}`;
      let profile: Profile | undefined;
      try {
        profile = read(encode(text), 'profile.json');
      } catch (error) {
        outcomes.refused += 1;
        expect(error, `${where}: ${String(error)}`).toBeInstanceOf(OperatorError);
      }
      if (profile === undefined) continue;
      try {
        const report = compareProfiles({ reference: profile, current: profile, settings: DRIFT_DEFAULTS, clock });
        expect(DriftReport.safeParse(report).error?.issues, where).toBeUndefined();
        outcomes.compared += 1;
      } catch (error) {
        outcomes.incomparable += 1;
        expect(error, `${where}: ${error instanceof Error ? error.stack : String(error)}`).toBeInstanceOf(
          OperatorError,
        );
      }
    }
    expect(outcomes.refused).toBeGreaterThan(500);
    expect(outcomes.compared).toBeGreaterThan(50);
  });
});
