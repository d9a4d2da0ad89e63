import { zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { OperatorError } from '../../../core/errors.ts';
import { readArtifact } from '../../../core/run/read-artifact.ts';
import { type HostileEntry, makeZip } from './zip.ts';

const CAPS = { 'model.onnx': 5_000_000, 'run-record.json': 1000 };
const OPTIONAL = [
  { pattern: /^seed-(0|[1-9]\d{0,9})\.onnx$/, most: 2, maxBytes: 1000 },
  { pattern: /^predictions\.json$/, most: 1, maxBytes: 400_000_000 },
];
const MODEL: HostileEntry = { name: 'model.onnx', content: 'weights' };
const RECORD: HostileEntry = { name: 'run-record.json', content: '{}' };
const SEED: HostileEntry = { name: 'seed-8.onnx', content: 'other weights' };

const refusal = (zip: Uint8Array): string => {
  try {
    readArtifact(zip, 'Artifact x', CAPS, OPTIONAL);
  } catch (error) {
    if (error instanceof OperatorError) return `${error.code}: ${error.message}`;
    throw error;
  }
  return 'accepted';
};

describe('readArtifact', () => {
  it('gives exactly the expected files', () => {
    const { files, optional } = readArtifact(makeZip([MODEL, RECORD]), 'Artifact x', CAPS, OPTIONAL);
    expect(optional.size).toBe(0);
    expect(Object.keys(files).sort()).toEqual(['model.onnx', 'run-record.json']);
    expect(new TextDecoder().decode(files['model.onnx'])).toBe('weights');
  });

  it('gives optional files that are there, by name', () => {
    const entries = [SEED, MODEL, { name: 'seed-0.onnx', content: 'a' }, RECORD];
    const { files, optional } = readArtifact(makeZip(entries), 'Artifact x', CAPS, OPTIONAL);
    expect(Object.keys(files).sort()).toEqual(['model.onnx', 'run-record.json']);
    expect([...optional].map(([name, bytes]) => `${name}: ${new TextDecoder().decode(bytes)}`).sort()).toEqual([
      'seed-0.onnx: a',
      'seed-8.onnx: other weights',
    ]);
  });

  it('refuses files that are too much together before one byte of them is inflated', () => {
    // Inflating them would say that they are shorter than they promise.
    const entries = ['model.onnx', 'predictions.json'].map((name) => ({
      name,
      content: 'x',
      claimedBytes: 350_000_000,
    }));
    expect(() => readArtifact(makeZip(entries), 'Artifact x', { 'model.onnx': 400_000_000 }, OPTIONAL)).toThrow(
      '700000000 bytes in all, at most 620756992 bytes',
    );
  });

  it('reads archives of other writers, stored and deflated', () => {
    const model = crypto.getRandomValues(new Uint8Array(50_000)).fill(7, 1000);
    const zip = zipSync({ 'model.onnx': [model, { level: 9 }], 'run-record.json': [new Uint8Array(3), { level: 0 }] });
    const { files } = readArtifact(zip, 'Artifact x', CAPS);
    expect(Buffer.from(files['model.onnx']).equals(model)).toBe(true);
    expect(files['run-record.json']).toHaveLength(3);
  });

  const attacks: readonly (readonly [title: string, entries: readonly HostileEntry[], expected: RegExp])[] = [
    ['a path out of the folder', [{ ...MODEL, name: '../../bin/node' }], /artifact-mismatch.*leaves its folder/],
    [
      'a path out of the folder with backslashes',
      [{ ...MODEL, name: '..\\x' }],
      /artifact-mismatch.*leaves its folder/,
    ],
    ['an absolute path', [{ ...MODEL, name: '/etc/passwd' }], /artifact-mismatch.*absolute path/],
    ['a Windows drive', [{ ...MODEL, name: 'C:/x' }], /artifact-mismatch.*absolute path/],
    ['a symbolic link', [{ ...MODEL, unixMode: 0o120777, content: '/etc/passwd' }, RECORD], /symbolic link/],
    ['an encrypted file', [{ ...MODEL, flags: 1 }, RECORD], /encrypted/],
    ['an unknown packing', [{ ...MODEL, method: 93 }, RECORD], /method 93/],
    ['a file nobody asked for', [MODEL, RECORD, { name: 'evil.pkl', content: 'x' }], /nobody asked for/],
    ...['seed-08.onnx', 'seed--8.onnx', 'seed-8.onnx ', 'seed-8.onnx.pkl', 'a/seed-8.onnx', 'predictions.json\n'].map(
      (name) =>
        [
          `a name that is nearly one of the optional ones: ${name}`,
          [MODEL, RECORD, { name, content: 'x' }],
          /nobody/,
        ] as const,
    ),
    ['an optional file twice', [MODEL, RECORD, SEED, SEED], /twice/],
    [
      'more optional files than there may be',
      [MODEL, RECORD, ...['1', '2', '3'].map((seed) => ({ ...SEED, name: `seed-${seed}.onnx` }))],
      /artifact-mismatch.*3 files like .*seed-.*; at most 2/,
    ],
    ['an optional file above its cap', [MODEL, RECORD, { ...SEED, content: 'x'.repeat(1001) }], /artifact-too-large/],
    [
      'an optional bomb that says it is small',
      [MODEL, RECORD, { ...SEED, content: new Uint8Array(9_000_000), claimedBytes: 10 }],
      /artifact-too-large/,
    ],
    ['one name twice', [MODEL, MODEL, RECORD], /twice/],
    ['a missing file', [MODEL], /artifact-mismatch.*lacks run-record.json/],
    ['a file above its cap', [MODEL, { ...RECORD, content: 'x'.repeat(1001) }], /artifact-too-large.*1001 bytes/],
    [
      'a bomb that says it is small',
      [{ ...MODEL, content: new Uint8Array(4_000_000), claimedBytes: 10 }, RECORD],
      /artifact-too-large/,
    ],
    ['a bomb that says what it is', [{ ...MODEL, content: new Uint8Array(6_000_000) }, RECORD], /artifact-too-large/],
    ['a file that is shorter than it says', [{ ...MODEL, claimedBytes: 100 }, RECORD], /7 bytes; it promises 100/],
    [
      'more files than an artifact may have',
      Array.from({ length: 201 }, (_, index) => ({ name: `${index}`, content: '' })),
      /201 files; at most 200/,
    ],
  ];
  it.each(attacks)('refuses %s', (_, entries, expected) => expect(refusal(makeZip(entries))).toMatch(expected));

  it('refuses what is no ZIP, or cut', () => {
    const whole = makeZip([MODEL, RECORD]);
    expect(refusal(new Uint8Array(0))).toMatch(/artifact-mismatch.*ZIP/);
    expect(refusal(new TextEncoder().encode('<html>not found</html>'.repeat(9)))).toMatch(/artifact-mismatch.*ZIP/);
    for (let length = 0; length < whole.length; length += 7) {
      expect(refusal(whole.subarray(0, length)), `${length} bytes`).toMatch(/^artifact-mismatch/);
    }
  });

  it('survives any flipped byte: it is read, or refused with a code', () => {
    const whole = makeZip([MODEL, RECORD]);
    for (let index = 0; index < whole.length; index += 1) {
      const damaged = whole.slice();
      damaged[index] = (damaged[index] ?? 0) ^ 0xff;
      expect(refusal(damaged), `byte ${index}`).toMatch(/^(accepted|artifact-(mismatch|too-large))/);
    }
  });
});
