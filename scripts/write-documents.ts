// Writes what is generated: schemas/, docs/config.md, and the tables of the Actions.
import { mkdirSync, writeFileSync } from 'node:fs';
import { renderConfigDocument } from './config-document.ts';
import { renderSchemas } from './schemas.ts';

mkdirSync('schemas', { recursive: true });
for (const [file, text] of renderSchemas()) writeFileSync(`schemas/${file}`, text);
writeFileSync('docs/config.md', renderConfigDocument());
await import('./write-action-documents.ts');
