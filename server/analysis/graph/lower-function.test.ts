import { describe, expect, test } from 'vitest';
import { lowerText } from '../../../test/support/lower.js';
import type { FunctionGraph } from './function-graph.js';
import type { Instr } from './instr.js';
import { printGraph } from './print-graph.js';

async function only(source: string): Promise<FunctionGraph> {
  const [graph] = await lowerText(source);
  if (graph === undefined) throw new Error('no function in the text');
  return graph;
}

const instrsOf = (graph: FunctionGraph): readonly Instr[] => graph.blocks.flatMap((block) => block.instrs);
const textAt = (source: string, at: { start: number; end: number }): string => source.slice(at.start, at.end);

describe('spans', () => {
  test('a load names the expression that reads, a store the assignment', async () => {
    const source = 'void f(struct s *a, int i) { a->b[i].c = a->d->e; }';
    const places = instrsOf(await only(source)).map((it) => `${it.kind} ${textAt(source, it.at)}`);
    expect(places).toEqual(['load a->d', 'load a->d->e', 'store a->b[i].c = a->d->e']);
  });

  test('a call knows its name and its arguments', async () => {
    const source = 'void f(int n) { g(n + 1, h); }';
    const call = instrsOf(await only(source)).find((it) => it.kind === 'call');
    expect(call?.kind === 'call' && textAt(source, call.calleeAt)).toBe('g');
    expect(call?.kind === 'call' && call.argumentsAt.map((it) => textAt(source, it))).toEqual(['n + 1', 'h']);
  });

  test('what a macro expands to is positioned at its use', async () => {
    const source = '#define SET(p, v) ((p)->x = inner(v))\nvoid f(struct s *p) { SET(p, 3); }';
    const spans = instrsOf(await only(source)).map((it) => textAt(source, it.at));
    expect(spans).toEqual(['SET(p, 3)', 'SET(p, 3)']);
  });

  test('a macro that heads an if is an if', async () => {
    const graph = await only('#define if_ready(p) if ((p)->ready)\nvoid f(struct s *p) { if_ready(p) { use(p); } }');
    expect(graph.blocks[0]?.end.kind).toBe('branch');
    expect(graph.problems).toEqual([]);
  });

  test('the body of a loop macro of the file keeps its own positions', async () => {
    const source =
      '#define each_slot(i) for (i = 0; i < 3; i++)\nvoid f(int *p) { int i; each_slot(i) { p[i] = use(i); } }';
    const spans = instrsOf(await only(source)).map((it) => textAt(source, it.at));
    expect(spans).toContain('use(i)');
    expect(spans).toContain('p[i] = use(i)');
  });
});

describe('locals', () => {
  test('only what has an address is in memory', async () => {
    const graph = await only('void f(int a, int b) { int c = a, d; static int e; u(&b, d); c = e; }');
    const inMemory = graph.locals.filter((it) => it.inMemory).map((it) => it.name);
    expect(inMemory).toEqual(['b', 'e']);
  });

  test('an address that only a macro takes is found too', async () => {
    const graph = await only('#define ADDR(x) (&(x))\nvoid f(void) { int n = 1; use(ADDR(n)); }');
    expect(graph.locals.find((it) => it.name === 'n')?.inMemory).toBe(true);
    expect(printGraph(graph)).toContain('store n, 1');
  });

  test('the parameters come first, also unnamed ones', async () => {
    const graph = await only('int f(int a, char *, struct s b[4], void (*done)(int)) { return a; }');
    expect(graph.parameterCount).toBe(4);
    expect(graph.locals.slice(0, 4).map((it) => it.type.kind)).toEqual(['integer', 'pointer', 'pointer', 'pointer']);
  });

  test('void alone is no parameter', async () => {
    expect((await only('int f(void) { return 1; }')).parameterCount).toBe(0);
  });
});

describe('scopes', () => {
  test('every way out of a scope runs its clean-up once', async () => {
    const graph = await only(`
      int f(int n) {
        char *p __free(kfree) = get();
        while (n) {
          if (n == 1) return 1;
          if (n == 2) goto out;
          if (n == 3) break;
        }
        return 2;
      out:
        return 3;
      }`);
    const returns = graph.blocks.filter((block) => block.end.kind === 'return');
    expect(returns).toHaveLength(3);
    for (const block of returns) {
      const implied = block.instrs.filter((it) => it.kind === 'call' && it.implied);
      expect(implied).toHaveLength(1);
    }
  });

  test('a jump inside a scope does not run its clean-up', async () => {
    const graph = await only('void f(void) { char *p __free(kfree) = get(); again: if (try(p)) goto again; }');
    const implied = instrsOf(graph).filter((it) => it.kind === 'call' && it.implied);
    expect(implied).toHaveLength(1);
  });
});

describe('broken and extreme text', () => {
  const deep = (open: string, inside: string, close: string, count: number): string =>
    open.repeat(count) + inside + close.repeat(count);

  test.each([
    ['a long sum', `int f(int a) { return ${'a + '.repeat(5000)}1; }`],
    ['a long condition', `int f(int a) { if (${'a && '.repeat(2000)}1) return 1; return 0; }`],
    ['a long else-if chain', `int f(int a) { ${'if (a) g(); else '.repeat(2000)}h(); return 0; }`],
    ['a long list', `void f(void) { ${'g(),'.repeat(2000)} h(); }`],
  ])('%s is lowered cleanly', async (_, source) => {
    expect((await only(source)).problems).toEqual([]);
  });

  test.each([
    ['parentheses', `int f(int a) { return ${deep('(', 'a', ')', 3000)}; }`],
    ['blocks', `int f(int a) { ${deep('{', 'a++;', '}', 1500)} return a; }`],
    ['negations', `int f(int a) { return ${'!'.repeat(3000)}a; }`],
    ['postfix under negations', `int f(int a) { return ${'!'.repeat(3000)}a++; }`],
    ['conditionals', `int f(int a) { return ${'a ? 1 : '.repeat(1500)}0; }`],
    ['initializers', `void f(void) { struct s x = ${deep('{', '1', '}', 1500)}; }`],
    ['calls', `int f(int a) { return ${deep('g(', 'a', ')', 1500)}; }`],
    ['macros', `#define M(x) ((x) + 1)\nint f(int a) { return ${deep('M(', 'a', ')', 60)}; }`],
    ['ifs', `int f(int a) { ${'if (a) '.repeat(1500)}a++; return a; }`],
  ])('deeply nested %s do not end the program', async (_, source) => {
    const graph = await only(source);
    expect(graph.blocks.length).toBeGreaterThan(0);
  });

  test('macros that name one another end', async () => {
    const graph = await only('#define A B\n#define B A\n#define F(x) F(x + 1)\nint f(void) { return A + F(2); }');
    expect(printGraph(graph)).toContain('call F(');
  });

  test('an error ends its path and is reported, the rest is lowered', async () => {
    const graph = await only('int f(int a) { g(); if (a) { a = = 1; } return a; }');
    expect(graph.problems).toHaveLength(1);
    expect(graph.blocks.filter((block) => block.end.kind === 'unsupported')).toHaveLength(1);
    expect(graph.blocks.filter((block) => block.end.kind === 'return')).toHaveLength(1);
  });
});
