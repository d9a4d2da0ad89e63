import { mkdirSync, writeFileSync } from 'node:fs';
import { renderSchemas } from './schemas.ts';

mkdirSync('schemas', { recursive: true });
for (const [file, text] of renderSchemas()) writeFileSync(`schemas/${file}`, text);
