import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { renderDocument } from '@tidegate/core/document';
import type { DemoReport } from './demo-report.ts';
import { renderReportPage } from './render-page.ts';

/** Writes index.html with what it needs beside it, so that the folder can be moved, zipped or attached. */
export function writeReportPage(report: DemoReport, folder: string): string {
  mkdirSync(folder, { recursive: true });
  const packageFile = (name: string, file: string) => join(dirname(fileURLToPath(import.meta.resolve(name))), file);
  copyFileSync(packageFile('github-markdown-css', 'github-markdown-light.css'), join(folder, 'github-markdown.css'));
  copyFileSync(packageFile('@mermaid-js/tiny', 'mermaid.tiny.js'), join(folder, 'mermaid.min.js'));
  const file = resolve(folder, 'index.html');
  writeFileSync(file, renderReportPage(report));
  writeFileSync(join(folder, 'report.json'), renderDocument(report));
  if (report.verdict) writeFileSync(join(folder, 'verdict.json'), renderDocument(report.verdict));
  return file;
}
