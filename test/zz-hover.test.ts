import { readFileSync } from 'node:fs';
import { test } from 'vitest';
import { analyze } from './support/harness.js';
import { createLineIndex } from '../server/analysis/base/line-index.js';
test('x', () => {
  const text = readFileSync(process.env.F ?? '', 'utf8');
  const a = analyze(text, { platform: process.env.PLAT ?? 'armv7-iommu' });
  const li = createLineIndex(text);
  const t = performance.now();
  const m = a.mappings;
  const out = m.map((x) => `${li.lineColumnAt(x.at.start).line + 1}:${li.lineColumnAt(x.at.start).column + 1} \`${text.slice(x.at.start, x.at.end)}\`\n${x.view.lines.map((l) => '      ' + l).join('\n')}`);
  console.log(out.join('\n') + `\n${m.length} sites ${performance.now() - t} ms`);
});
