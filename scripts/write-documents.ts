// Writes what is generated: schemas/, docs/config.md, docs/metrics.md, docs/expectations.md, and the tables of the Actions.
import { mkdirSync, writeFileSync } from 'node:fs';
import { renderConfigDocument } from './config-document.ts';
import { renderExpectationsDocument } from './expectations-document.ts';
import { renderMetricsDocument } from './metrics-document.ts';
import { renderSchemas } from './schemas.ts';

mkdirSync('schemas', { recursive: true });
for (const [file, text] of renderSchemas()) writeFileSync(`schemas/${file}`, text);
writeFileSync('docs/config.md', renderConfigDocument());
writeFileSync('docs/metrics.md', renderMetricsDocument());
writeFileSync('docs/expectations.md', renderExpectationsDocument());
await import('./write-action-documents.ts');
