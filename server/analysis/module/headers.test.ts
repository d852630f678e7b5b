import { expect, test } from 'vitest';
import { filesOf, wasm } from '../../../test/support/module.js';
import { createParser } from '../tree/parser.js';
import { Headers } from './headers.js';

test('headers that include each other are read once for each way to them, whichever file asks', async () => {
  const module = {
    'ring.h': '#include "queue.h"\nstruct ring { int head; };\n',
    'queue.h': '#include "ring.h"\nstruct queue { int tail; };\n',
    'a.c': '#include "ring.h"\n',
    'b.c': '#include "queue.h"\n',
  };
  const parser = await createParser(wasm);
  let parsed = 0;
  const counting = {
    parse(text: string) {
      parsed += 1;
      return parser.parse(text);
    },
    delete: () => parser.delete(),
  };
  const headers = new Headers(counting, filesOf(module));
  const read = (path: 'a.c' | 'b.c') => headers.includedBy({ path, text: module[path] });
  const first = [read('a.c'), read('b.c')];
  expect(first.map((it) => it.map(({ file }) => file.path))).toEqual([
    ['queue.h', 'ring.h'],
    ['ring.h', 'queue.h'],
  ]);
  const before = parsed;
  const again = [read('a.c'), read('b.c')];
  expect(parsed).toBe(before);
  for (const [way, found] of again.entries()) {
    for (const [position, header] of found.entries()) expect(header).toBe(first[way]?.[position]);
  }
});
