// Any text is a valid document: nothing throws, nothing hangs, and every position an answer names is in the text.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Span } from '../server/analysis/base/span.js';
import type { FileAnalysis } from '../server/analysis/pipeline/file-analysis.js';
import { caseFiles } from './support/case-files.js';
import { analyze, showFinding } from './support/harness.js';
import { caseFunctions } from './support/markers.js';

/** Longer than the slowest of these texts takes on a busy machine, far shorter than a hang. */
const hangs = 30_000;

/** Everything in an answer that names a place, besides the functions' own. */
function placesIn({ findings, suppressed, notices, functions, mappings }: FileAnalysis): readonly Span[] {
  const all = [...findings, ...suppressed.map(({ finding }) => finding)];
  return [
    ...all.flatMap(({ at, notes }) => [at, ...notes.map((note) => note.at)]),
    ...notices.map(({ at }) => at),
    ...functions.flatMap(({ at, nameAt, status }) => [
      at,
      nameAt,
      ...(status.kind === 'not-lowered' ? [status.problemAt] : []),
    ]),
    ...mappings.map(({ at }) => at),
  ];
}

function expectAnswer(text: string): FileAnalysis {
  const analysis = analyze(text);
  const outside = placesIn(analysis).filter(({ start, end }) => start < 0 || end < start || text.length < end);
  expect(outside).toEqual([]);
  return analysis;
}

const found = (text: string): readonly string[] => analyze(text).findings.map(showFinding);

/** Everything before the first function: its types and macros are what the functions need of a file. */
function headOf(text: string): string {
  const [first] = caseFunctions(text);
  return linesOf(text).slice(0, first?.firstLine).join('');
}

/** Each function with what stands between it and the one before. */
function functionsOf(text: string): readonly string[] {
  const ends = caseFunctions(text).map(({ lastLine }) => lastLine + 1);
  const starts = [caseFunctions(text)[0]?.firstLine ?? 0, ...ends];
  return ends.map((end, index) => linesOf(text).slice(starts[index], end).join(''));
}

const linesOf = (text: string): readonly string[] => text.split(/(?<=\n)/);

const ruleCases = caseFiles.filter(({ path }) => !path.startsWith('test/idioms/'));

/** Each prefix of a file costs what the file costs; each of a function behind the head shows the same for a tenth. */
const prefixStep = 3;

test.each(ruleCases)('every function of $path may end anywhere', { timeout: hangs }, ({ text }) => {
  const head = headOf(text);
  for (const one of functionsOf(text)) {
    for (let end = 0; end <= one.length; end += prefixStep) expectAnswer(head + one.slice(0, end));
  }
});

/** Every fourth line; of long files as many as of one with 240, because each variant costs what the file costs. */
function linesToTry(lines: readonly string[]): readonly number[] {
  const step = Math.max(4, Math.ceil(lines.length / 60));
  return [...lines.keys()].filter((line) => line % step === 0);
}

test.each(ruleCases)('$path may end at any of its lines', { timeout: hangs }, ({ text }) => {
  const lines = linesOf(text);
  for (const end of linesToTry(lines)) expectAnswer(lines.slice(0, end).join(''));
});

test.each(ruleCases)('$path may lack any of its lines', { timeout: hangs }, ({ text }) => {
  const lines = linesOf(text);
  for (const gone of linesToTry(lines)) expectAnswer(lines.toSpliced(gone, 1).join(''));
});

describe.each(caseFiles)('$path', ({ text }) => {
  const plain = expectAnswer(text);
  const known = plain.findings.map(showFinding);

  test('says the same with the line ends of Windows', () => {
    const withReturns = expectAnswer(text.replaceAll('\n', '\r\n'));
    expect(withReturns.findings.map(showFinding)).toEqual(known);
    expect(withReturns.findings.map(({ fingerprint }) => fingerprint)).toEqual(
      plain.findings.map(({ fingerprint }) => fingerprint),
    );
  });

  test.each([
    ['a byte order mark', '\uFEFF'],
    ['a comment outside of the basic plane', '/* \u{1F41B}\u{10348} */\n'],
    ['half a surrogate pair', '/* \uD83D */\n'],
    ['a NUL', '\0\n'],
  ])('says the same behind %s, that much further on', (_, before) => {
    const moved = expectAnswer(before + text);
    expect(moved.findings.map((finding) => [showFinding(finding), finding.at.start - before.length])).toEqual(
      plain.findings.map((finding) => [showFinding(finding), finding.at.start]),
    );
  });
});

/** What C files are made of, and what they are not, so that random texts reach past the prefilter and the parser. */
const words = [
  ['dma_map_single(d, b, n, DMA_TO_DEVICE)', 'dma_unmap_single(d, h, n, DMA_TO_DEVICE)', 'dma_mapping_error(d, h)'],
  ['int f(struct device *d, void *b, size_t n)', '{', '}', '(', ')', ';', '\n', ' ', '=', ',', '*', '&', '->', '.'],
  ['dma_addr_t h', 'if', 'else', 'for', 'while', 'do', 'switch', 'case 1:', 'default:', 'goto out', 'out:', 'return'],
  ['#if', '#ifdef CONFIG_X', '#else', '#endif', '#define M(x) x', '\\\n', '"', "'", '/*', '*/', '//', '0x', '\0'],
  ['__free(kfree)', 'guard(mutex)(&m)', 'for_each_sg(s, e, n, i)', 'container_of(p, struct s, m)', '\u{1F41B}'],
].flat();

test('random texts made of pieces of C', { timeout: hangs }, () => {
  const pieces = fc.array(fc.constantFrom(...words), { maxLength: 80 });
  fc.assert(
    fc.property(pieces, (tail) => {
      expectAnswer(`int f(struct device *d, void *b, size_t n)\n{\n\tdma_addr_t h = ${tail.join(' ')}`);
    }),
    { numRuns: 1_000 },
  );
});

test('random bytes, read as an editor would', { timeout: hangs }, () => {
  const decoder = new TextDecoder('utf-8');
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      expectAnswer(`dma_map_single ${decoder.decode(bytes)}`);
    }),
    { numRuns: 1_000 },
  );
});

test('a case with random characters replaced', { timeout: hangs }, () => {
  const edits = fc.array(fc.tuple(fc.nat(), fc.string({ unit: 'grapheme', maxLength: 3 })), {
    minLength: 1,
    maxLength: 5,
  });
  fc.assert(
    fc.property(fc.constantFrom(...ruleCases), edits, ({ text }, replacements) => {
      let edited = text;
      for (const [where, by] of replacements) {
        const at = where % edited.length;
        edited = edited.slice(0, at) + by + edited.slice(at + 1);
      }
      expectAnswer(edited);
    }),
    { numRuns: 500 },
  );
});

const inFunction = (body: string): string =>
  `int f(struct device *d, void *b, int n)\n{\n\tdma_addr_t h = dma_map_single(d, b, 64, DMA_TO_DEVICE);\n${body}\n\treturn 0;\n}\n`;

test.each([
  ['blocks', inFunction('{'.repeat(5_000) + '}'.repeat(5_000))],
  ['parentheses', inFunction(`n = ${'('.repeat(5_000)}1${')'.repeat(5_000)};`)],
  ['conditions', inFunction(`${'if (n) '.repeat(1_000)}n = 0;`)],
  ['else chains', inFunction(`${'if (n) n = 1; else '.repeat(1_000)}n = 0;`)],
  ['loops', inFunction(`${'while (n) '.repeat(500)}n--;`)],
  ['unary operators', inFunction(`n = ${'- '.repeat(5_000)}1;`)],
  ['sums', inFunction(`n = ${'n + '.repeat(5_000)}1;`)],
  ['calls', inFunction(`n = ${'g('.repeat(2_000)}1${')'.repeat(2_000)};`)],
  ['pointers', inFunction(`int ${'*'.repeat(5_000)}p;`)],
  ['conditionals', `${'#if CONFIG_A\n'.repeat(5_000)}${inFunction('')}${'#endif\n'.repeat(5_000)}`],
  ['structs', `${'struct s { '.repeat(2_000)}${'} x; '.repeat(2_000)}\n${inFunction('')}`],
  ['initializers', `int a = ${'{'.repeat(5_000)}0${'}'.repeat(5_000)};\n${inFunction('')}`],
])('%s nested thousands deep', { timeout: hangs }, (_, text) => {
  expectAnswer(text);
});

/** Every type, number and function that the names of these declarations are asked for. */
const usesOfNames = `
static int send(struct device *dev, struct box *box, void *buf, first_t *given)
{
	first_t one;
	struct box whole;

	one = dma_map_single(dev, buf, sizeof(whole), DMA_TO_DEVICE);
	box->dma = one;
	given->dma = page_to_phys(virt_to_page(buf));
	box->length = COUNT(SIZE) + FIRST + sizeof(first_t) + sizeof(table_t);
	if (dma_mapping_error(dev, box->dma))
		return box->ops->go(box->ops);
	dma_unmap_single(dev, box->dma, box->length, DMA_TO_DEVICE);
	return send(dev, box->box, buf, given);
}
`;

test.each([
  ['a type', 'typedef first_t first_t;'],
  ['two types', 'typedef second_t first_t;\ntypedef first_t second_t;'],
  ['a pointer', 'typedef first_t *first_t;'],
  ['a struct', 'struct box { struct box inner; struct box *box; dma_addr_t dma; int length; };'],
  ['two structs', 'struct box { struct lid lid; dma_addr_t dma; };\nstruct lid { struct box box; };'],
  ['two sizes', 'typedef char first_t[sizeof(table_t)];\ntypedef char table_t[sizeof(first_t)];'],
  ['two numbers', 'enum { FIRST = SECOND, SECOND = FIRST };'],
  ['two macros', '#define SIZE LENGTH\n#define LENGTH SIZE\n#define COUNT(n) MORE(n)\n#define MORE(n) COUNT(n)'],
  ['a table', 'struct ops { int (*go)(struct ops *); };\nstatic int go(struct ops *o) { return o->go(o); }'],
])('a declaration that needs itself: %s', { timeout: hangs }, (_, declarations) => {
  expectAnswer(`${declarations}\n${usesOfNames}`);
});

test.each([
  ['a comment', `/* ${'x'.repeat(2_000_000)} */`],
  ['one word', 'x'.repeat(2_000_000)],
  ['one text', `char *s = "${'x'.repeat(1_000_000)}";`],
  ['a table', `int a[] = { ${'0x1234, '.repeat(100_000)} };`],
  ['statements', `void g(int n) { ${'n = n + 1; '.repeat(20_000)} }`],
])('a single line that is megabytes of %s', { timeout: hangs }, (_, line) => {
  expect(found(`${line}\n${inFunction('')}`)).toEqual(found(inFunction('')));
});
