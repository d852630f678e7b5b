import { readFileSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import type { Log } from 'sarif';
import { beforeAll, describe, expect, test } from 'vitest';
import { buildCommand, type CommandRun, dmaLens } from './support/command.js';
import { temporaryFolder } from './support/temporary-folder.js';

const bad = `#include <linux/dma-mapping.h>

static int tx(struct device *dev, void *buf, size_t len)
{
	dma_addr_t addr = dma_map_single(dev, buf, len, DMA_TO_DEVICE);

	if (dma_mapping_error(dev, addr))
		return -ENOMEM;
	dma_unmap_single(dev, addr, len - 4, DMA_TO_DEVICE);
	return 0;
}
`;
const good = bad.replace('len - 4', 'len');
const finding = 'error: unmaps len - 4 bytes, but len were mapped [dma/unmap-size-mismatch]';

const folder = temporaryFolder();
const { make } = folder;

beforeAll(buildCommand, 300_000);

const run = (...args: readonly string[]): CommandRun => dmaLens(folder.path, ...args);
const check = (...args: readonly string[]): CommandRun => run('check', '--quiet', ...args);

describe('check', () => {
  test('prints findings as compilers do and ends with 1', () => {
    make({ 'tx.c': bad });
    const { status, out, err } = check('tx.c');
    expect(out.split('\n').slice(0, 2)).toEqual([`tx.c:9:2: ${finding}`, 'tx.c:5:20: note: mapped here']);
    expect([status, err]).toEqual([1, '']);
  });

  test('ends with 0 and prints nothing when there is nothing', () => {
    make({ 'tx.c': good, 'other.c': 'int x;\n' });
    expect(check()).toEqual({ status: 0, out: '', err: '' });
  });

  test('says in a line how much was checked, unless it shall be quiet', () => {
    make({ 'tx.c': bad, 'other.c': 'int x;\n' });
    expect(run('check').err).toBe('1 error in 1 file that uses DMA; 1 without DMA\n');
  });

  test.each([
    ['error', 1],
    ['never', 0],
  ])('--fail-on %s ends with %i', (level, status) => {
    make({ 'tx.c': bad });
    expect(check('--fail-on', level).status).toBe(status);
  });

  test('the output does not depend on the number of jobs', () => {
    const names = ['a', 'b', 'sub/c', 'd', 'sub/e'];
    make(Object.fromEntries(names.map((name, index) => [`${name}.c`, bad + '\n'.repeat(index)])));
    const one = check('--jobs', '1');
    expect(check('--jobs', '4')).toEqual(one);
    const files = one.out
      .split('\n')
      .filter((line) => line.includes('error:'))
      .map((line) => line.split(':')[0]);
    expect(files).toEqual(['a.c', 'b.c', 'd.c', 'sub/c.c', 'sub/e.c']);
  });

  test('finds the same in a file with CRLF, a byte order mark and bytes that are no UTF-8', () => {
    const odd = Buffer.concat([
      Buffer.from([0xef, 0xbb, 0xbf]),
      Buffer.from(bad.replaceAll('\n', '\r\n').replace('#include', '/* \u00b5 */ #include'), 'latin1'),
    ]);
    make({ 'tx.c': odd, 'plain.c': bad });
    const { out } = check('tx.c', 'plain.c');
    expect(out.split('\n').filter((line) => line.includes('error:'))).toEqual([
      `plain.c:9:2: ${finding}`,
      `tx.c:9:2: ${finding}`,
    ]);
  });

  test('walks through loops of links and leaves out what .gitignore and the configuration name', () => {
    make({
      'a/tx.c': bad,
      'gen/tx.c': bad,
      'old/tx.c': bad,
      '.gitignore': 'gen/\n',
      '.dma-lens.json': '{ "exclude": ["/old/"] }',
    });
    symlinkSync('..', join(folder.path, 'a/up'));
    const { status, out, err } = check();
    expect(out.split('\n').filter((line) => line.includes('error:'))).toEqual([`a/tx.c:9:2: ${finding}`]);
    expect([status, err]).toEqual([1, '']);
  });

  test('draws no progress bar in a pipe', () => {
    make({ 'tx.c': good });
    expect(run('check').err).not.toContain('\r');
  });
});

describe('rules and platforms', () => {
  test('an option sets a level, and beats the configuration file', () => {
    make({ 'tx.c': bad, '.dma-lens.json': '{ "rules": { "dma/unmap-size-mismatch": "off" } }' });
    expect(check()).toMatchObject({ status: 0, out: '' });
    const { status, out } = check('--rule', 'dma/unmap-size-mismatch=info');
    expect(out).toContain('tx.c:9:2: info: unmaps len - 4 bytes');
    expect(status).toBe(0);
    expect(check('--rule', 'dma/unmap-size-mismatch=info', '--fail-on', 'info').status).toBe(1);
  });

  test('the nearest configuration file counts', () => {
    make({
      'tx.c': bad,
      'sub/tx.c': bad,
      '.dma-lens.json': '{ "rules": { "dma/unmap-size-mismatch": "off" } }',
      'sub/.dma-lens.json': '{}',
    });
    expect(check().out).toMatch(/^sub\/tx\.c:9:2: error/);
  });

  test('--rule-only leaves every other rule out', () => {
    make({ 'tx.c': bad });
    expect(check('--rule-only', 'dma/double-unmap').out).toBe('');
    expect(check('--rule-only', 'dma/unmap-size-mismatch').out).toContain(finding);
  });

  test('--platform all reports a finding once and names the machines', () => {
    make({ 'tx.c': bad });
    const { out } = check('--platform', 'all');
    expect(out.split('\n').filter((line) => line.includes('error:'))).toHaveLength(1);
    expect(out).toMatch(/^tx\.c:9:2: note: found on armv7-iommu, .*x86-coherent/m);
  });
});

describe('output', () => {
  test('JSON is an array of findings', () => {
    make({ 'tx.c': bad });
    const findings: unknown = JSON.parse(check('--format', 'json').out);
    expect(findings).toMatchObject([{ rule: 'dma/unmap-size-mismatch', path: 'tx.c', line: 9, function: 'tx' }]);
  });

  test('JSON of nothing is an empty array', () => {
    make({ 'tx.c': good });
    expect(check('--format', 'json').out).toBe('[]\n');
  });

  test('SARIF goes to a file, with relative paths and every rule', () => {
    make({ 'drivers/tx.c': bad });
    expect(check('--format', 'sarif', '--output', 'out.sarif')).toMatchObject({ status: 1, out: '' });
    const log = JSON.parse(readFileSync(join(folder.path, 'out.sarif'), 'utf8')) as Log;
    const [result] = log.runs[0]?.results ?? [];
    expect(result?.locations?.[0]?.physicalLocation?.artifactLocation).toEqual({
      uri: 'drivers/tx.c',
      uriBaseId: 'SRCROOT',
    });
    const listed = run('rules')
      .out.split('\n')
      .slice(1, -1)
      .map((line) => line.split(' ')[0]);
    expect(log.runs[0]?.tool.driver.rules?.map((it) => it.id)).toEqual(listed);
  });

  test('GitHub annotations are one line each', () => {
    make({ 'tx.c': bad });
    expect(check('--format', 'github').out).toMatch(
      /^::error file=tx\.c,line=9,.*title=dma\/unmap-size-mismatch::[^\n]*\n$/,
    );
  });

  test('a file that cannot be written is named', () => {
    make({ 'tx.c': good });
    expect(check('--output', 'gone/out.txt')).toMatchObject({
      status: 2,
      err: 'dma-lens: cannot write gone/out.txt: no such file or directory\n',
    });
  });

  test('--stats tells how much was looked at, function by function', () => {
    make({ 'tx.c': good });
    const { out, err } = check('--stats=functions');
    expect(out).toBe('');
    expect(err).toMatch(/^tx\.c:3:12: tx: analyzed, \d+ paths, \d+ steps$/m);
    expect(err).toMatch(/^functions analyzed +1$/m);
  });
});

describe('suppressions', () => {
  test('a comment hides a finding, and one that hides nothing is an info', () => {
    const comment = '/* dma-lens-ignore dma/unmap-size-mismatch: the header stays mapped */';
    make({
      'tx.c': bad.replace('\tdma_unmap', `\t${comment}\n\tdma_unmap`),
      'ok.c': good.replace('\tdma_unmap', `\t${comment}\n\tdma_unmap`),
    });
    const { status, out } = check();
    expect(out).toBe(
      'ok.c:9:2: info: this suppression of `dma/unmap-size-mismatch` hides nothing [dma-lens/unused-suppression]\n',
    );
    expect(status).toBe(0);
  });

  test('the sidecar hides by fingerprint, also after the file was moved', () => {
    make({ 'tx.c': bad });
    const [first] = JSON.parse(check('--format', 'json').out) as readonly { readonly fingerprint: string }[];
    const entry = { fingerprint: first?.fingerprint, rule: 'dma/unmap-size-mismatch', reason: 'known' };
    make({ '.dma-lens/suppressions.json': JSON.stringify({ suppressions: [entry] }) });
    rmSync(join(folder.path, 'tx.c'));
    make({ 'moved/here.c': `\n\n${bad}` });
    expect(run('check')).toEqual({ status: 0, out: '', err: 'no findings in 1 file that uses DMA; 1 suppressed\n' });
    make({ 'moved/here.c': good });
    expect(check().out).toContain('.dma-lens/suppressions.json:1:18: info: this suppression of');
  });
});

describe('what cannot be checked is named in one line, the rest is checked, and the end is 2', () => {
  test.each([
    ['a missing file', ['gone.c'], 'gone.c: no such file or directory'],
    ['a file with NUL bytes', ['binary.c'], 'binary.c: has NUL bytes, so it is not C source'],
    ['a directory without C files', ['docs'], 'docs: no C files to check in this directory'],
  ])('%s', (_what, paths, message) => {
    make({ 'tx.c': bad, 'binary.c': Uint8Array.of(0x69, 0, 0x6e), 'docs/x.txt': '' });
    const { status, out, err } = check(...paths, 'tx.c');
    expect(out).toContain(finding);
    expect([status, err]).toEqual([2, `dma-lens: ${message}\n`]);
  });

  test('bad configuration', () => {
    make({ 'tx.c': bad, '.dma-lens.json': '{\n  "platform": "pdp11"\n}\n' });
    const { status, out, err } = check();
    expect(out).toContain(finding);
    expect(status).toBe(2);
    expect(err).toMatch(/^dma-lens: \.dma-lens\.json:2:15: `platform` must be one of .*\n$/);
  });
});

describe('wrong usage is named, and nothing is checked', () => {
  test.each([
    [['check', '--frobnicate', 'tx.c'], 'unknown option --frobnicate'],
    [['check', '--baseline', 'old.json'], 'unknown option --baseline'],
    [['check', '--fix'], 'unknown option --fix'],
    [['check', '--platform', 'pdp11'], 'there is no platform pdp11; see dma-lens platforms'],
    [['check', '--rule', 'dma/nothing=off'], 'there is no rule dma/nothing; see dma-lens rules'],
    [['explain', 'dma/nothing'], 'there is no rule dma/nothing; see dma-lens rules'],
    [['explain'], 'explain needs an argument; see dma-lens explain --help'],
    [['rules', 'all'], 'unexpected argument all'],
    [['server'], 'server needs --stdio, the only transport it has'],
    [['merge'], 'there is no command merge; see dma-lens --help'],
    [[], 'which command? see dma-lens --help'],
  ])('%j', (args, message) => {
    make({ 'tx.c': bad });
    const { status, out, err } = run(...args);
    expect(err.split('\n')[0]).toBe(`dma-lens: ${message}`);
    expect([status, out]).toEqual([2, '']);
  });
});

describe('every command', () => {
  test.each(['check', 'trace', 'explain', 'rules', 'platforms', 'server'])(
    '%s knows --help and --version',
    (command) => {
      const help = run(command, '--help');
      expect(help.out).toMatch(new RegExp(`^dma-lens ${command}`));
      expect([help.status, help.err]).toEqual([0, '']);
      const version = run(command, '--version');
      expect(version.out).toMatch(/^dma-lens \d+\.\d+\.\d+\n$/);
      expect(version.status).toBe(0);
    },
  );

  test('is named by the help of the program', () => {
    const { status, out } = run('--help');
    expect(out).toContain('dma-lens check');
    expect(status).toBe(0);
  });
});

describe('trace', () => {
  test('prints what every path does, step by step', () => {
    make({ 'tx.c': bad });
    const { status, out } = run('trace', 'tx.c:tx');
    const lines = out.split('\n');
    expect(lines[0]).toBe('tx: path 1 of 2: `return -ENOMEM;`');
    expect(lines).toContain('tx.c:7:6: note: `dma_mapping_error(dev, addr)` is false');
    expect(status).toBe(0);
    expect(run('trace', 'tx.c:9').out).toBe(out);
  });

  test('has the same as JSON', () => {
    make({ 'tx.c': bad });
    expect(JSON.parse(run('trace', 'tx.c', '--format', 'json').out)).toMatchObject([
      { function: 'tx', line: 3, missing: null, paths: [{ end: '`return -ENOMEM;`' }, { end: '`return 0;`' }] },
    ]);
  });

  test.each([
    ['gone.c', 'gone.c: no such file or directory'],
    ['tx.c:rx', 'tx.c: no function rx that concerns DMA'],
    ['tx.c:1', 'tx.c: no function that concerns DMA at line 1'],
    ['other.c', 'other.c: no function here concerns DMA'],
  ])('%s ends with 2', (target, message) => {
    make({ 'tx.c': bad, 'other.c': 'int x;\n' });
    expect(run('trace', target)).toEqual({ status: 2, out: '', err: `dma-lens: ${message}\n` });
  });
});

describe('platforms', () => {
  const board = '{ "platforms": { "board": { "extends": "exynos4", "title": "My board", "profile": "k310" } } }';

  test('are the presets of the engine, with the default marked', () => {
    make({});
    const { out } = run('platforms');
    expect(out.split('\n')).toHaveLength(1 + 18 + 1);
    expect(out).toMatch(/^armv7-iommu .*\(default\)$/m);
    expect(out).toMatch(/^exynos4 +6\.12, 3\.10 +vipt-nonaliasing 32 \+ pl310 +sysmmu-v3 +not coherent +no /m);
    expect(out).toMatch(/^keystone +6\.12 +pipt 64 +none +coherent +swiotlb /m);
  });

  test('include those of the nearest configuration', () => {
    make({ '.dma-lens.json': board });
    expect(run('platforms').out).toMatch(/^board +3\.10 .* My board \(\.dma-lens\.json\)$/m);
  });

  test('one is printed with all it is made of, also as JSON', () => {
    make({ '.dma-lens.json': board });
    const text = run('platforms', 'board').out;
    expect(text).toMatch(/^profile +k310, Linux 3\.10$/m);
    expect(text).toMatch(/^memory +1G from 0x40000000; lowmem 760M at 0xc0000000; /m);
    const json: unknown = JSON.parse(run('platforms', 'board', '--format', 'json').out);
    expect(json).toMatchObject({ name: 'board', profile: 'k310', iommus: [{ format: 'sysmmu-v3-linux-3.10' }] });
    const all: unknown = JSON.parse(run('platforms', '--format', 'json').out);
    expect(all).toHaveLength(19);
  });

  test('of a configuration can be named by check and trace', () => {
    make({ '.dma-lens.json': board, 'tx.c': bad });
    expect(run('check', '--platform', 'board', 'tx.c')).toMatchObject({
      status: 1,
      err: expect.not.stringContaining('no platform') as string,
    });
    expect(run('trace', '--platform', 'board', 'tx.c').status).toBe(0);
    expect(run('trace', '--platform', 'boat', 'tx.c').err).toBe(
      'dma-lens: there is no platform boat; see dma-lens platforms\n',
    );
  });

  test('all are 18 and those of the configuration', () => {
    make({ '.dma-lens.json': board, 'tx.c': bad });
    const { out } = run('check', '--platform', 'all', '--format', 'json', 'tx.c');
    const [found] = JSON.parse(out) as { platforms: string[] }[];
    expect(found?.platforms).toHaveLength(19);
    expect(found?.platforms).toContain('board');
  });
});

test('explain prints the page of a rule', () => {
  const { status, out } = run('explain', 'dma/unmap-size-mismatch');
  expect(out).toMatch(/^# dma\/unmap-size-mismatch\n/);
  expect(status).toBe(0);
});
