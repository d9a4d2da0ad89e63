import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { DemoReport } from './demo-report.ts';

export function writeReportPage(report: DemoReport, folder: string): string {
  const file = resolve(folder, 'index.html');
  writeFileSync(file, JSON.stringify(report, undefined, 2));
  writeFileSync(join(folder, 'report.json'), JSON.stringify(report, undefined, 2));
  return file;
}
