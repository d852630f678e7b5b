import { expect, test } from 'vitest';
import { prepareText } from './prepare.js';

const source =
  'static int f(void)\n{\n\tint *p __free(kfree) = g();\n\tguard(mutex)(&l);\n\tfor_each_x(a)\n\t\th();\n}\n';
const { side } = prepareText(source);

test('an entry is found at the offset where its macro stood', () => {
  expect(side.at(source.indexOf('for_each_x'))).toMatchObject({ kind: 'loop', name: 'for_each_x' });
  expect(side.at(source.indexOf('guard'))).toMatchObject({ kind: 'guard', cleanup: 'mutex', argument: '&l' });
  expect(side.at(source.indexOf('for_each_x') + 1)).toBeUndefined();
});

test('entries of a range come in order', () => {
  const kinds = side.within({ start: 0, end: source.indexOf('for_each') }).map((entry) => entry.kind);
  expect(kinds).toEqual(['free', 'guard']);
});

test('the argument of a guard is told by text and place', () => {
  const entry = side.at(source.indexOf('guard'));
  expect(entry?.kind === 'guard' && source.slice(entry.argumentAt.start, entry.argumentAt.end)).toBe('&l');
});
