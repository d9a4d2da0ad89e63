import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseConfig } from '@tidegate/core/config/parse-config';
import { expect, it } from 'vitest';
import { renderConfigDocument } from '../../scripts/config-document.ts';
import { renderExpectationsDocument } from '../../scripts/expectations-document.ts';
import { renderMetricsDocument } from '../../scripts/metrics-document.ts';
import { renderSchemas } from '../../scripts/schemas.ts';
import { ROOT } from './source-files.ts';

it('publishes the JSON Schemas of the documents as they are now (npm run docs writes them)', () => {
  const published = Object.fromEntries(
    readdirSync(join(ROOT, 'schemas')).map((file) => [file, readFileSync(join(ROOT, 'schemas', file), 'utf8')]),
  );
  expect(published).toEqual(Object.fromEntries(renderSchemas()));
});

it('gives every document a closed schema with its kind and version as constants', () => {
  for (const [file, text] of renderSchemas()) {
    const document = JSON.parse(text);
    // A document that has several forms, one for each task, is closed in each.
    for (const schema of document.oneOf ?? [document]) {
      expect(schema.additionalProperties, file).toBe(false);
      expect(schema.properties.version.const, file).toBe(1);
      if (file !== 'config.schema.json')
        expect(schema.properties.kind.const, file).toBe(`tidegate.${file.replace('.schema.json', '')}`);
    }
  }
});

it('documents every field of tidegate.yml as it is now (npm run docs writes it)', () => {
  const document = renderConfigDocument();
  expect(readFileSync(join(ROOT, 'docs/config.md'), 'utf8')).toBe(document);
  expect(document).toContain(
    '| `models.<name>.gate[] (non-inferior).margin` | number ≥ 0 | required | Largest loss that we accept against production',
  );
  expect(document).toContain('.threshold` | number > 0, < 1 or mapping { choose, on } | `0.5` |');
  expect(document).toContain('.zero-division` | `0` or `1` | `0` |');
  for (const row of document.split('\n').filter((line) => line.startsWith('| `')))
    expect(row).toMatch(/^\| `\S.*` \| \S.* \| \S.* \| .*\S{3}.*\.`? \|$/);
});

it.each(readdirSync(join(ROOT, 'docs/examples')))(
  'links the example %s, which is a policy without mistakes',
  (file) => {
    expect(renderConfigDocument()).toContain(`(examples/${file})`);
    expect(parseConfig(readFileSync(join(ROOT, 'docs/examples', file), 'utf8'), file).version).toBe(1);
  },
);

it('documents every expectation as it is now (npm run docs writes it)', () => {
  expect(readFileSync(join(ROOT, 'docs/expectations.md'), 'utf8')).toBe(renderExpectationsDocument());
});

it('documents every metric as it is now (npm run docs writes it)', () => {
  const document = renderMetricsDocument();
  expect(readFileSync(join(ROOT, 'docs/metrics.md'), 'utf8')).toBe(document);
  expect(document).toContain('| `accuracy` | higher | 0 to 1 | McNemar mid-p |');
  expect(document).toContain('| `roc_auc` | higher | 0 to 1 | DeLong |');
  expect(document).toContain('| `roc_auc_ovr`, `roc_auc_ovr_macro`,');
  expect(document).toContain('| `recall` | TP / (TP + FN). | `recall_score(y, predicted)` |  | yes |');
});
