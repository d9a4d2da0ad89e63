import { constants, gzipSync } from 'node:zlib';
import { openData } from '@tidegate/core/adapters/open-data';
import { zlibCompression } from '@tidegate/core/adapters/zlib-compression';
import { DRIFT_DEFAULTS } from '@tidegate/core/config/drift';
import { compareProfiles } from '@tidegate/core/drift/compare-profiles';
import { countReferenceSegments } from '@tidegate/core/drift/count-reference';
import { DriftReport } from '@tidegate/core/drift/drift-report';
import { storeSegments } from '@tidegate/core/drift/stored-segments';
import { OperatorError } from '@tidegate/core/errors';
import { PROFILE_FILE_MAX_BYTES, PROFILE_MAX_BYTES } from '@tidegate/core/limits';
import { buildReference } from '@tidegate/core/profile/build-profile';
import { addProfiles, subtractProfile } from '@tidegate/core/profile/combine-profiles';
import { hidePeople } from '@tidegate/core/profile/hide-people';
import { type Profile, Profile as ProfileSchema } from '@tidegate/core/profile/profile';
import { profileColumns } from '@tidegate/core/profile/profile-columns';
import { readProfileFile, writeProfileFile } from '@tidegate/core/profile/profile-file';
import { renderDriftReport } from '@tidegate/core/report/render-drift';
import fc from 'fast-check';
import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { describe, expect, it } from 'vitest';
import { damagedBytes } from '../../damage/damaged-bytes.ts';
import { damagedValue } from '../../damage/damaged-value.ts';

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

const SEED = 20_261_121;
const clock = { now: () => new Date('2026-01-02T03:04:05Z'), id: () => 'report' };

/** What use gives, or undefined where it is refused in words that name where; any other error is a fault of ours. */
function unlessRefused<Result>(use: () => Result, where: RegExp): Result | undefined {
  try {
    return use();
  } catch (error) {
    if (!(error instanceof OperatorError)) throw error;
    expect(error.message).toMatch(where);
    return undefined;
  }
}

function expectReport(reference: Profile, current: Profile): boolean {
  const settings = { ...DRIFT_DEFAULTS, thresholds: reference.learnt ? ('learnt' as const) : ('configured' as const) };
  const ask = () => compareProfiles({ reference, current, settings, clock });
  const report = unlessRefused(ask, /[Cc]olumn|thresholds|counted|rows/);
  if (!report) return false;
  // JSON has neither NaN nor infinities: they would be null, which the schema refuses.
  expect(DriftReport.safeParse(JSON.parse(JSON.stringify(report))).error?.issues).toBeUndefined();
  expect(renderDriftReport(report)).not.toMatch(/NaN|Infinity|undefined/);
  return true;
}

/** Counted by the engine, which alone counts texts, times and embeddings. */
async function makeRich(): Promise<Profile> {
  const sql = `SELECT sin(i) AS number, DATE '2026-01-01' + CAST(i % 60 AS INTEGER) AS day, 'text ' || i AS text,
    [sin(i), cos(i), i] AS embedding, CASE WHEN i % 3 = 0 THEN NULL ELSE 'v' || (i % 4) END AS category FROM range(1500) t(i)`;
  const { engine, relations, close } = await openData([`sql:${sql}`], { threads: 1 });
  const [relation] = relations;
  if (!relation) throw new Error('a relation was asked for');
  const reference = await buildReference({ engine, relation, target: 'category' });
  const segments = await countReferenceSegments({ engine, relation, reference }, ['category']);
  await close();
  const effect = {
    column: 'number',
    part: null,
    aspect: 'distribution',
    measure: 'wasserstein',
    mean: 0.1,
    deviation: 0.02,
  };
  const bin = { rows: 100, sum: 40, positives: 30, predicted: 50, hits: 25 };
  return ProfileSchema.parse({
    ...reference,
    importance: { number: 2, day: 0 },
    learnt: { chunks: 8, by: 'week', effects: [effect] },
    segments: segments.map(storeSegments),
    calibration: { classes: ['no', 'yes'], bins: [bin, bin] },
  });
}

describe('damage', () => {
  it.each(NAMES)('to the bytes of %s never gives another error than one for people', (name) => {
    let refused = 0;
    const readOne = (bytes: Uint8Array) => {
      const profile = unlessRefused(() => read(bytes, name), /^profile\.json/);
      if (profile) expectReport(profile, profile);
      else refused += 1;
    };
    fc.assert(fc.property(damagedBytes(write(SMALL, name)), readOne), { seed: SEED, numRuns: 250 });
    expect(refused).toBeGreaterThan(125);
  });

  it.each([
    ['numbers and categories', async () => SMALL, 150],
    ['every kind of column, and all that a profile may have', makeRich, 60],
  ] as const)(
    'to a value is refused, or gives a profile that can be compared, combined, hidden and written: %s',
    async (_, make, numRuns) => {
      const whole = await make();
      const outcomes = { refused: 0, compared: 0, incomparable: 0, combined: 0 };
      const useOne = (value: object) => {
        const profile = unlessRefused(() => read(encode(JSON.stringify(value)), 'profile.json'), /^profile\.json/);
        if (!profile) {
          outcomes.refused += 1;
          return;
        }
        expect(read(write(profile, 'profile.json.gz'), 'profile.json.gz')).toEqual(profile);
        for (const [reference, current] of [
          [profile, profile],
          [whole, profile],
          [profile, whole],
        ] as const)
          outcomes[expectReport(reference, current) ? 'compared' : 'incomparable'] += 1;
        const hidden = unlessRefused(() => hidePeople(profile, { own: true }), /[Cc]olumn|rows/);
        expect(ProfileSchema.safeParse(JSON.parse(JSON.stringify(hidden))).error?.issues).toBeUndefined();
        for (const combine of [addProfiles, subtractProfile]) {
          const both = unlessRefused(() => combine(whole, profile), /[Cc]olumn|counted|rows/);
          if (!both) continue;
          outcomes.combined += 1;
          expect(ProfileSchema.safeParse(JSON.parse(JSON.stringify(both))).error?.issues).toBeUndefined();
        }
      };
      useOne({ ...whole, source: { ...whole.source, rows: Number.MAX_SAFE_INTEGER } });
      fc.assert(fc.property(damagedValue(whole), useOne), { seed: SEED, numRuns });
      expect(outcomes.refused).toBeGreaterThan(numRuns / 10);
      expect(outcomes.compared).toBeGreaterThan(numRuns / 10);
      expect(outcomes.combined).toBeGreaterThan(5);
    },
  );

  it('beyond recognition: any bytes, any JSON, any columns in the frame of a profile', () => {
    const { columns: _, ...frame } = SMALL;
    const framed = fc.array(fc.jsonValue({ maxDepth: 4 })).map((columns) => JSON.stringify({ ...frame, columns }));
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 2_000 }),
      fc.string({ unit: 'binary' }).map(encode),
      fc.oneof(fc.json({ maxDepth: 6 }), framed).map(encode),
      fc.json().map((text) => new Uint8Array(gzipSync(text))),
    );
    const readOne = (given: Uint8Array, name: string) => {
      const profile = unlessRefused(() => read(given, name), /^profile\.json/);
      expect(profile?.columns ?? []).toEqual([]);
    };
    fc.assert(fc.property(bytes, fc.constantFrom(...NAMES), readOne), { seed: SEED, numRuns: 200 });
  });
});
