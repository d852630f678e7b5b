import { describe, expect, test } from 'vitest';
import type { Finding } from '../findings/finding.js';
import { renderGithub } from './github.js';
import { mergePlatforms } from './merge-platforms.js';
import { type FileReport, reportFile } from './report.js';
import { renderText } from './text.js';

const text = 'int f()\n{\n\th = map(a);\n\tunmap(h, len - 4);\n}\n';

function at(needle: string): Finding['at'] {
  const start = text.lastIndexOf(needle);
  return { start, end: start + needle.length };
}

function finding(overrides: Partial<Finding> = {}): Finding {
  return {
    rule: 'dma/unmap-size-mismatch',
    level: 'error',
    confidence: 'high',
    heuristics: [],
    functionName: 'f',
    at: at('unmap'),
    message: 'unmaps len - 4 bytes, but len were mapped',
    notes: [{ at: at('map(a)'), message: 'mapped here' }],
    assumptions: [],
    consequence: undefined,
    fingerprint: '0123456789abcdef',
    ...overrides,
  };
}

function report(findings: readonly Finding[]): FileReport {
  return reportFile({ path: 'tx.c', text }, { findings, suppressed: [], notices: [], functions: [] });
}

describe('text', () => {
  test('is a line per finding and a note per step, counted from 1 with tabs as one column', () => {
    expect(renderText([report([finding()])])).toBe(
      'tx.c:4:2: error: unmaps len - 4 bytes, but len were mapped [dma/unmap-size-mismatch]\n' +
        'tx.c:3:6: note: mapped here\n',
    );
  });

  test('shows the consequence with what was assumed for it', () => {
    const consequence = { platform: 'armv7-iommu', certainty: 'may' as const, message: 'one page stays mapped' };
    const lines = renderText([report([finding({ consequence, assumptions: ['len = 64 (any value ≥ 4)'] })])]).split(
      '\n',
    );
    expect(lines.slice(2, 4)).toEqual([
      'tx.c:4:2: note: on armv7-iommu this may happen: one page stays mapped',
      'tx.c:4:2: note: assuming len = 64 (any value ≥ 4)',
    ]);
  });

  test('notices stand among the findings in the order of the text', () => {
    const notice = { id: 'dma-lens/unused-suppression' as const, at: at('int'), message: 'hides nothing' };
    const withNotice = reportFile(
      { path: 'tx.c', text },
      { findings: [finding()], suppressed: [], notices: [notice], functions: [] },
    );
    expect(renderText([withNotice]).split('\n')[0]).toBe('tx.c:1:1: info: hides nothing [dma-lens/unused-suppression]');
  });

  test('nothing is no text', () => {
    expect(renderText([report([])])).toBe('');
  });
});

describe('github', () => {
  test('is one annotation with the witness in its message', () => {
    expect(renderGithub([report([finding()])])).toBe(
      '::error file=tx.c,line=4,endLine=4,col=2,endColumn=7,title=dma/unmap-size-mismatch' +
        '::unmaps len - 4 bytes, but len were mapped%0Atx.c:3:6: mapped here\n',
    );
  });

  test('escapes what the command syntax uses', () => {
    const odd = reportFile(
      { path: 'a,b:c%.c', text },
      {
        findings: [finding({ message: '100%\r\nsure', notes: [], level: 'info' })],
        suppressed: [],
        notices: [],
        functions: [],
      },
    );
    expect(renderGithub([odd])).toMatch(/^::notice file=a%2Cb%3Ac%25\.c,.*::100%25%0D%0Asure\n$/);
  });

  test('a range over several lines has no end column', () => {
    const wide = finding({ at: { start: at('h = map').start, end: at('unmap').end }, notes: [] });
    expect(renderGithub([report([wide])])).toContain('line=3,endLine=4,col=2,title=');
  });
});

describe('several platforms', () => {
  const merge = (...levels: readonly (Finding['level'] | undefined)[]): FileReport | undefined =>
    mergePlatforms(
      levels.map((level, index) => ({
        platform: `p${index}`,
        report: report(level === undefined ? [] : [finding({ level })]),
      })),
    );

  test('a finding is reported once, at its worst level, with the platforms that show it', () => {
    const findings = merge('warning', undefined, 'error')?.findings;
    expect(findings?.map((it) => [it.level, it.platforms])).toEqual([['error', ['p0', 'p2']]]);
  });

  test('its platforms are named in a note', () => {
    expect(renderText([merge('error', 'error') ?? report([])])).toContain('note: found on p0, p1\n');
  });
});
