// Every event a machine can state happens in some golden script, and reads as a sentence and as a line.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { eventIds, explain, type MachineEvent, plainNames, printEventLog, severityOf, stepId } from '#engine';
import { playGolden, splitScript } from './support/machine-script.js';

const folder = join(import.meta.dirname, 'golden/machine');

const examples = new Map<string, MachineEvent>();
for (const name of readdirSync(folder).filter((file) => file.endsWith('.machine'))) {
  const { frames } = playGolden(splitScript(readFileSync(join(folder, name), 'utf8')).input);
  for (const event of frames.flatMap((frame) => frame.events)) examples.set(event.id, event);
}

test('every event happens in some golden script', () => {
  const missing = eventIds.filter((id) => !examples.has(id));
  expect(missing, 'raised by no script').toEqual([]);
});

test('no script raises an event the tables do not know', () => {
  expect([...examples.keys()].filter((id) => !eventIds.some((known) => known === id))).toEqual([]);
});

test.each([...examples])('%s has a sentence, a severity and a line', (id, event) => {
  const sentence = explain(event);
  expect(sentence).toMatch(/^[A-Z0-9a-z].*\.$/s);
  expect(sentence).not.toMatch(/undefined|\[object|NaN/);
  // The sentence is made when it is asked for, from the event alone.
  expect(Object.values(event)).not.toContain(sentence);
  expect(['info', 'warning', 'error', 'fatal']).toContain(severityOf(event));
  const [line = ''] = printEventLog([{ step: stepId(1), event }], plainNames);
  expect(line.startsWith(`1  ${id}`)).toBe(true);
  expect(line).not.toMatch(/undefined|\[object|NaN/);
});
