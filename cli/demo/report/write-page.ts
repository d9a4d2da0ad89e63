import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { DemoReport } from './demo-report.ts';
import { renderReportPage } from './render-page.ts';

/** Files that the page loads, copied beside it: the page needs no network. */
const ASSETS = {
  'github-markdown.css': 'github-markdown-css/github-markdown-light.css',
  'mermaid.min.js': 'mermaid/dist/mermaid.min.js',
} as const;

/** Writes `index.html` and what it loads into the folder; returns the path of the page. */
export function writeReportPage(report: DemoReport, folder: string): string {
  const assets = join(folder, 'assets');
  mkdirSync(assets, { recursive: true });
  for (const [name, source] of Object.entries(ASSETS)) {
    copyFileSync(fileURLToPath(import.meta.resolve(source)), join(assets, name));
  }
  copyFileSync(join(import.meta.dirname, 'page.css'), join(assets, 'page.css'));
  const page = resolve(folder, 'index.html');
  writeFileSync(page, renderReportPage(report));
  return page;
}
